import { readFileSync } from "node:fs";
import { Context } from "@dug/core";
import { readScenarios, runScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";
import model from "../../packages/examples/src/book.ts";

const readme = readFileSync(new URL("../../packages/examples/README.md", import.meta.url), "utf8");

test("the README's scenario file works on the book", async () => {
  const text = /```json\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const scenarios = readScenarios(text, { file: "README.md" });
  const { rows } = await runScenarios(new Context(), { outputs: model.outputs, scenarios });
  expect(rows.map(({ name, status, unread }) => [name, status, unread])).toEqual([
    ["base", "ok", []],
    ["IBM at 100", "ok", []],
    ["calm", "ok", []],
  ]);
  expect(rows.slice(1).every(({ differences }) => differences.value !== 0)).toBe(true);
});
