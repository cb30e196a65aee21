import { add, Context, memoize, relative, Tweaks } from "@dug/core";
import { readScenarios, runScenarios, scenario, ScenarioFileError } from "@dug/scenarios";
import { checkInvariants, contextCommands, DisagreementError, oracle, runs } from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { thrown } from "../../support/deferred.ts";

let world = 0;
const spot = memoize("spot", (ticker: string): number => ticker.length * 10);
const fee = memoize("fee", (): number => (spot("IBM") > 25 ? 1 : 0));
const book = memoize("book", (): number => 2 * spot("IBM") - fee());
const leaky = memoize("leaky", (): number => spot("IBM") + world++);

test("scenarios: a table of results, from scenarios in code and in a file", async () => {
  const read = readScenarios(`[{ "name": "set", "tweaks": [["spot(\\"IBM\\")", 20]] }]`, {
    file: "scenarios.json",
  });
  const table = await runScenarios(new Context("plan"), {
    outputs: { value: book.node() },
    scenarios: [scenario("up", Tweaks.empty.tweakAll(spot, relative(0.5))), ...read],
  });
  expect(table.rows.map(({ name, outputs }) => [name, outputs.value])).toEqual([
    ["base", 59],
    ["up", 89],
    ["set", 40],
  ]);
  expect(table.toCSV()).toContain("\r\nset,");
});

test("scenarios: a mistake in a file is told with its place", () => {
  const error = thrown(() => readScenarios(`[\n  { "name": 5 }\n]`, { file: "scenarios.json" }));
  expect(error).toBeInstanceOf(ScenarioFileError);
  expect(String(error)).toMatch(/scenarios\.json:2:13/);
});

test("testing: random operations on one's own graph agree with the reference", () => {
  const commands = contextCommands({
    nodes: [spot.node("IBM"), fee.node(), book.node()],
    values: (node) => (node.definition.id === "fee" ? [5, 0] : [20, 40, add(1)]),
  });
  const property = fc.property(commands, (each) => each.run());
  expect(() => fc.assert(property, { numRuns: 30, seed: 1 })).not.toThrow();
});

test("testing: a function that reads what it should not is found", () => {
  const commands = contextCommands({
    nodes: [leaky.node(), spot.node("IBM")],
    values: () => [20, 40],
  });
  const found = fc.check(
    fc.property(commands, (each) => each.run()),
    { numRuns: 30, seed: 1 },
  );
  expect(found.errorInstance).toBeInstanceOf(DisagreementError);
});

test("testing: the oracle, what ran, and the invariants", () => {
  const base = new Context();
  const crash = Tweaks.empty.tweak(spot.node("IBM"), 20);
  expect(runs(base, () => book())).toEqual(['spot("IBM")', "fee()", "book()"]);
  const child = base.fork().apply(crash);
  expect(runs(child, () => book())).toEqual(["fee()", "book()"]);
  expect(oracle(book.node(), [crash])).toEqual({ kind: "value", value: child.get(book.node()) });
  checkInvariants(child);
});
