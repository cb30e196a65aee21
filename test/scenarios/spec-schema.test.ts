import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { memoize } from "@dug/core";
import { readScenarios, ScenarioFileError } from "@dug/scenarios";
import { describe, expect, test } from "vitest";
import { csv, document } from "./spec-file.ts";

memoize("spot", (ticker: string): number => ticker.length, { tags: ["equity"] });
memoize("vol", (ticker: string): number => ticker.length);
memoize("curve", (currency: string, year: number): number => currency.length + year);

const url = new URL("../../packages/scenarios/schema/scenarios.schema.json", import.meta.url);
const accepts = new Ajv({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
}).compile(JSON.parse(readFileSync(url, "utf8")) as object);

/** Whether the reader takes the file. */
function reads(file: unknown): boolean {
  try {
    readScenarios(JSON.stringify(file), { file: "s.json", include: () => csv, most: 1000 });
    return true;
  } catch (error) {
    if (error instanceof ScenarioFileError) return false;
    throw error;
  }
}

const one = (tweak: unknown): unknown => [{ name: "a", tweaks: [tweak] }];
const along = (axis: unknown): unknown => [{ product: { x: axis } }];
const drawn = (by: unknown, more: object = {}): unknown => [
  { draws: { seed: 1, count: 2, variables: { x: { target: "spot", add: by } }, ...more } },
];

const right: readonly unknown[] = [
  document,
  [],
  { scenarios: [] },
  { $schema: "scenarios.schema.json", scenarios: [] },
  one(['spot("IBM")', 80]),
  one(['spot("IBM")', { any: [null] }]),
  one({ target: "spot", set: [1, 2] }),
  one({ target: ["spot", "vol"], set: [1, 2] }),
  one({ target: ["spot", "vol"], add: [1, "-2 %"] }),
  one({ target: ["spot", "vol"], add: 1 }),
  one({ target: "tag:equity", relative: "+.5e1%" }),
  one({ target: "spot", expression: "base" }),
  one({ target: ["spot", "vol"], expression: ["base", "base + 1"] }),
  one({ target: 'spot("IBM")', from: "base" }),
  [{ name: "a", layers: [] }],
  [{ name: "a", layers: [[], [["spot", 1]]], note: "n" }],
  along({ target: "spot", add: [1] }),
  along({ target: "spot", add: "1..2:3" }),
  along({ target: "spot", set: "-10%..10%:1000" }),
  along({ target: "spot", set: [[1, 2], { a: 1 }, null] }),
  along({ target: ["spot", "vol"], add: [[1, 2], 3] }),
  along([]),
  along([{ name: "calm", tweaks: [] }]),
  [{ nested: [[], []] }],
  [{ historical: { targets: [], rows: [["a"]] } }],
  [
    {
      historical: {
        targets: ["spot"],
        rows: [
          ["a", null],
          ["b", "5%"],
        ],
        axis: "day",
        change: "add",
      },
    },
  ],
  [{ historical: { file: "h.csv" } }],
  drawn({ normal: { mean: "1%", deviation: "2%" } }),
  drawn({ uniform: { from: -1, to: 0 } }),
  drawn({ uniform: { from: -1, to: 0 } }, { correlation: [[1]] }),
  drawn({ uniform: { from: -1, to: 0 } }, { correlation: [["100%"]] }),
  [
    { name: "a", tweaks: [] },
    {
      name: "b",
      on: "a",
      draws: {
        seed: -1,
        count: 0,
        variables: { x: { target: ["spot"], set: { normal: { mean: 0, deviation: 0 } } } },
      },
    },
  ],
];

const wrong: readonly unknown[] = [
  1,
  null,
  "text",
  {},
  { scenarios: {} },
  { scenarios: [], more: 1 },
  [1],
  [{}],
  [[]],
  [{ name: "a" }],
  [{ tweaks: [] }],
  [{ layers: [] }],
  [{ name: "", tweaks: [] }],
  [{ name: 1, tweaks: [] }],
  [{ name: "a", tweaks: [], note: 1 }],
  [{ name: "a", tweaks: [], on: 1 }],
  [{ name: "a", tweaks: [], layers: [] }],
  [{ name: "a", tweaks: {} }],
  [{ name: "a", tweaks: [], product: {} }],
  [{ name: "a", layers: [["spot", 1]] }],
  one(1),
  one([]),
  one(["spot"]),
  one(["spot", 1, 2]),
  one([1, 2]),
  one({}),
  one({ target: "spot" }),
  one({ set: 1 }),
  one({ target: "", set: 1 }),
  one({ target: 1, set: 1 }),
  one({ target: [], set: 1 }),
  one({ target: ["spot", 1], set: 1 }),
  one({ target: "spot", set: 1, add: 1 }),
  one({ target: "spot", sett: 1 }),
  one({ target: "spot", add: "x" }),
  one({ target: "spot", add: "1%%" }),
  one({ target: "spot", add: "" }),
  one({ target: "spot", add: null }),
  one({ target: "spot", add: [1] }),
  one({ target: "spot", expression: 1 }),
  one({ target: "spot", expression: "" }),
  one({ target: "spot", from: 1 }),
  one({ target: ["spot"], expression: [1] }),
  [{ product: {} }],
  [{ product: [] }],
  [{ zip: {} }],
  [{ oneAtATime: 1 }],
  along({}),
  along(1),
  along({ target: "spot", add: [] }),
  along({ target: "spot", add: 1 }),
  along({ target: "spot", add: "1" }),
  along({ target: "spot", add: "1..2:1" }),
  along({ target: "spot", add: "1..2:10001" }),
  along({ target: "spot", add: "1..2" }),
  along({ target: "spot", add: [[1]] }),
  along({ target: "spot", expression: "1..2:3" }),
  along({ target: "spot", from: "a" }),
  along({ target: "spot", add: [1], cap: [1] }),
  along([1]),
  [{ nested: [] }],
  [{ nested: [1] }],
  [{ nested: [[1]] }],
  [{ nested: {} }],
  [{ historical: {} }],
  [{ historical: [] }],
  [{ historical: { targets: ["spot"] } }],
  [{ historical: { rows: [["a"]] } }],
  [{ historical: { targets: [], rows: [] } }],
  [{ historical: { targets: [], rows: [[]] } }],
  [{ historical: { targets: [], rows: [[1]] } }],
  [{ historical: { targets: ["spot"], rows: [["a", true]] } }],
  [{ historical: { targets: [1], rows: [["a", 1]] } }],
  [{ historical: { file: "h.csv", rows: [["a"]] } }],
  [{ historical: { file: "h.csv", targets: [] } }],
  [{ historical: { file: "" } }],
  [{ historical: { file: "h.csv", change: "multiply" } }],
  [{ historical: { file: "h.csv", axis: "" } }],
  [{ draws: {} }],
  drawn(1),
  drawn({}),
  drawn({ normal: { mean: 0 } }),
  drawn({ normal: { mean: 0, deviation: -1 } }),
  drawn({ normal: { mean: 0, deviation: "-1%" } }),
  drawn({ normal: { mean: 0, deviation: 1, more: 1 } }),
  drawn({ normal: { mean: 0, deviation: 1 }, uniform: { from: 0, to: 1 } }),
  drawn({ poisson: { mean: 0 } }),
  drawn({ uniform: { from: 0, to: 1 } }, { seed: 0.5 }),
  drawn({ uniform: { from: 0, to: 1 } }, { seed: "1" }),
  drawn({ uniform: { from: 0, to: 1 } }, { seed: 2 ** 32 }),
  drawn({ uniform: { from: 0, to: 1 } }, { count: -1 }),
  drawn({ uniform: { from: 0, to: 1 } }, { variables: {} }),
  drawn({ uniform: { from: 0, to: 1 } }, { correlation: [] }),
  drawn({ uniform: { from: 0, to: 1 } }, { correlation: [[]] }),
  drawn({ uniform: { from: 0, to: 1 } }, { correlation: [[2]] }),
  drawn({ uniform: { from: 0, to: 1 } }, { correlation: [["one"]] }),
  drawn({ uniform: { from: 0, to: 1 } }, { correlation: [1] }),
  drawn({ uniform: { from: 0, to: 1 } }, { correlation: { x: 1 } }),
  drawn({ uniform: { from: 0, to: 1 } }, { variables: [] }),
  drawn(
    { uniform: { from: 0, to: 1 } },
    { variables: { x: { target: "spot", expression: "base" } } },
  ),
];

describe("the published schema", () => {
  test.each(right.map((file) => [JSON.stringify(file).slice(0, 100), file]))(
    "and the reader accept %s",
    (_, file) => {
      expect([accepts(file), accepts.errors]).toEqual([true, null]);
      expect(reads(file)).toBe(true);
    },
  );

  test.each(wrong.map((file) => [JSON.stringify(file), file]))(
    "and the reader refuse %s",
    (_, file) => {
      expect({ schema: accepts(file), reader: reads(file) }).toEqual({
        schema: false,
        reader: false,
      });
    },
  );
});
