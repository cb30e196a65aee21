import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";
import { ScenarioFileError } from "../../packages/scenarios/src/errors.ts";
import { readScenarios } from "../../packages/scenarios/src/read.ts";

const price = memoize("price", (ticker: string, day: number) => ticker.length * day);
const total = memoize("total", (...tickers: string[]) =>
  tickers.reduce((sum, ticker) => sum + price(ticker, 2), 0),
);

test("a file gives scenarios whose tweaks replace values", () => {
  const text = `[
    { "name": "crash", "tweaks": [["price(\\"AAPL\\",2)", 80], ["total()", null]], "note": "all at once" },
    { "name": "none", "tweaks": [] }
  ]`;
  const [crash, none] = readScenarios(text, { file: "s.json" });
  expect([crash?.name, crash?.note, none?.name, none?.note]).toEqual([
    "crash",
    "all at once",
    "none",
    undefined,
  ]);
  const context = new Context().apply(crash!.layers[0]!);
  expect(context.evaluate(total.node("AAPL", "IBM"))).toBe(86);
  expect(context.evaluate(total.node())).toBeNull();
  expect(none?.layers).toEqual([]);
});

test.each([
  ["1", "1:1: expected a list of scenarios"],
  ["{}", '1:1: the file has no "scenarios"'],
  ["[1]", '1:2: expected a scenario, { "name": …, "tweaks": … }'],
  ['[\n{"tweaks": []}]', '2:1: the scenario has no "name"'],
  ['[{"name": "a"}]', '1:2: the scenario has no "tweaks"'],
  ['[{"name": "", "tweaks": []}]', "1:11: expected the scenario's name, a text that is not empty"],
  [
    '[{"name": "a", "tweeks": []}]',
    '1:16: a scenario has no field "tweeks"; the nearest is "tweaks"',
  ],
  ['[{"name": "a", "name": "b", "tweaks": []}]', '1:16: the field "name" comes twice'],
  ['[{"name": "a", "tweaks": {}}]', "1:26: expected a list of tweaks"],
  [
    '[{"name": "a", "tweaks": [["total()"]]}]',
    "1:27: expected a tweak of two elements, [node, value]",
  ],
  ['[{"name": "a", "tweaks": [[1, 2]]}]', "1:28: expected a target such as"],
  ['[{"name": "a", "tweaks": []},\n {"name": "a", "tweaks": []}]', '2:11: the name "a" is taken'],
  ['[{"name": "base", "tweaks": []}]', '1:11: the name "base" is taken'],
  ['[{"name": "a", "tweaks": [["total()", 1], ["total()", 2]]}]', "1:44: total() is tweaked twice"],
  [
    '[{"name": "a",\n"tweaks": [["pirce()", 1]]}]',
    '2:13: There is no memoised function "pirce" here; the nearest is "price"',
  ],
  [
    '[{"name": "a", "tweaks": [["price(", 1]]}]',
    '1:28: "price(" is not the readable form of a node',
  ],
  [
    '[{"name": "a", "tweaks": [["price(\\"A\\")", 1]]}]',
    '1:28: price("A") lacks arguments: price takes 2, here are 1',
  ],
  ["[", "1:2: not valid JSON: it ends too early"],
])("%s is refused, and the message says where and why", (text, message) => {
  expect(() => readScenarios(text, { file: "s.json" })).toThrow(ScenarioFileError);
  expect(() => readScenarios(text, { file: "s.json" })).toThrow(`s.json:${message}`);
});

test("the error has the place as fields, and the code is stable", () => {
  const error = (() => {
    try {
      return readScenarios("[\n  1]", { file: "s.json" });
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toMatchObject({
    name: "ScenarioFileError",
    code: "SCENARIO_FILE",
    file: "s.json",
    line: 2,
    column: 3,
  });
});
