import { Context } from "@dug/core";
import { runScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";
import model, { baseOutputs, scenarios } from "../../packages/examples/src/book.ts";
import { plainBook } from "../../packages/examples/src/plain.ts";

const plain = plainBook();

function distance(value: unknown, expected: number): number {
  return Math.abs(Number(value) - expected) / Math.abs(expected);
}

test("the base and all 563 scenarios agree with a recomputation without dug to 1e-9", async () => {
  const table = await runScenarios(new Context("base"), { outputs: model.outputs, scenarios });
  expect(table.rows).toHaveLength(564);
  for (const { status, outputs, axes, name } of table.rows) {
    const expected = plain.outputs(axes);
    const distances = Object.entries(expected).map(([output, value]) =>
      distance(outputs[output as keyof typeof outputs], value),
    );
    expect({ name, status, agrees: Math.max(...distances) < 1e-9 }).toEqual({
      name,
      status: "ok",
      agrees: true,
    });
  }
  expect(table.scenarios.flatMap(({ unread }) => unread)).toEqual([]);
  expect(table.effort.executed).toBeLessThan(table.effort.full);
}, 120_000);

test("[S21] value at risk, which bumps and revalues, agrees in the base and under scenarios of each kind", async () => {
  const names = [
    "2000-02",
    "2008-10",
    "spot -20 %, volatility +5 points",
    "spot 0 %, volatility 0 points",
  ];
  const table = await runScenarios(new Context("base"), {
    outputs: baseOutputs,
    scenarios: scenarios.filter(({ name }) => names.includes(name)),
  });
  expect(table.rows.map(({ name }) => name)).toEqual(["base", ...names]);
  for (const { outputs, axes } of table.rows) {
    expect(distance(outputs.valueAtRisk, plain.valueAtRisk(axes))).toBeLessThan(1e-9);
  }
}, 60_000);
