import { Context } from "@dug/core";
import { runScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";
import model, { baseOutputs } from "../../packages/examples/src/book.ts";
import { plainBook } from "./plain/book.ts";
import { scenariosIn } from "./scenario-file.ts";

const plain = plainBook();
const scenarios = scenariosIn("book.yaml");

function distance(value: unknown, expected: number): number {
  return Math.abs(Number(value) - expected) / Math.abs(expected);
}

test.each([
  ["the months replayed", scenarios.slice(0, 122)],
  ["the draws", scenariosIn("book-draws.yaml")],
])(
  "the base and %s agree with a recomputation without dug to 1e-9",
  async (_, list) => {
    const table = await runScenarios(new Context("base"), {
      outputs: model.outputs,
      scenarios: list,
    });
    expect(table.rows).toHaveLength(1 + list.length);
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
  },
  120_000,
);

test("[S21] value at risk, which bumps and revalues, agrees in the base and under scenarios of each kind", async () => {
  const names = ["2000-02", "2008-10", "spot -20%, volatility +0.05", "spot 0%, volatility 0"];
  const table = await runScenarios(new Context("base"), {
    outputs: baseOutputs,
    scenarios: scenarios.filter(({ name }) => names.includes(name)),
  });
  expect(table.rows.map(({ name }) => name)).toEqual(["base", ...names]);
  for (const { outputs, axes } of table.rows) {
    expect(distance(outputs.valueAtRisk, plain.valueAtRisk(axes))).toBeLessThan(1e-9);
  }
}, 60_000);
