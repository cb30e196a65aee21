import { Context, memoize, type Tweaks } from "@dug/core";
import {
  change,
  ExpressionError,
  LoanError,
  pattern,
  runScenarios,
  scenario,
} from "@dug/scenarios";
import { expect, test } from "vitest";

const spot = memoize("spot", (ticker: string): number => (ticker === "IBM" ? 100 : 200));
const vol = memoize("vol", (ticker: string): number => spot(ticker) / 1000);
const label = memoize("label", (): string => "text");
const both = memoize("both", (): number => spot("IBM") + spot("AAPL"));
const ibm = spot.node("IBM");
const outputs = { ibm, aapl: spot.node("AAPL"), vol: vol.node("IBM"), both: both.node() };

async function values(...tweaks: readonly Tweaks[]): Promise<unknown> {
  const table = await runScenarios(new Context(), { outputs, scenarios: [scenario("s", tweaks)] });
  const [, row] = table.rows;
  return row?.error ?? Object.values(row?.outputs ?? {});
}

test.each<[string, Tweaks, readonly number[]]>([
  ["set", change.set(ibm, 80), [80, 200, 0.08, 280]],
  ["add", change.add(ibm, 5), [105, 200, 0.105, 305]],
  ["multiply", change.multiply(spot, 2), [200, 400, 0.2, 600]],
  ["relative", change.relative(pattern("spot(*)"), -0.25), [75, 150, 0.075, 225]],
  ["floor", change.floor(spot, 150), [150, 200, 0.15, 350]],
  ["cap", change.cap(spot, 150), [100, 150, 0.1, 250]],
  ["expression", change.expression(spot, "max(base - 50, 100)"), [100, 150, 0.1, 250]],
  ["by", change.by(ibm, (base) => base / 4), [25, 200, 0.025, 225]],
  ["a vector", change.add([ibm, spot.node("AAPL")], [1, 2]), [101, 202, 0.101, 303]],
  ["one amount for several", change.add([ibm, spot.node("AAPL")], 1), [101, 201, 0.101, 302]],
])("[S1] %s puts the value in the base value's place", async (_, tweaks, expected) => {
  expect(await values(tweaks)).toEqual(expected);
});

test("[S1] two operations on one target are ordered: the second shifts what the first makes of it", async () => {
  const [raised, floored] = [change.relative(ibm, -0.2), change.floor(ibm, 90)];
  expect(await values(raised, floored)).toEqual([90, 200, 0.09, 290]);
  expect(await values(floored, raised)).toEqual([80, 200, 0.08, 280]);
  expect(
    await values(change.relative(spot, -0.2), change.set(ibm, 80), change.add(spot, 1)),
  ).toEqual([81, 161, 0.081, 242]);
});

test("[S1] operations that share no node stand side by side: their order does not matter", async () => {
  const [spots, vols] = [change.set(ibm, 50), change.multiply(vol.node("IBM"), 2)];
  expect(scenario("s", [spots, vols]).layers).toHaveLength(1);
  expect(await values(spots, vols)).toEqual([50, 200, 0.2, 250]);
  expect(await values(vols, spots)).toEqual([50, 200, 0.2, 250]);
});

memoize("two", (text: string, year: number): number => text.length + year);

const on = (first: string, second: string): number =>
  scenario("s", [change.add(pattern(first), 1), change.add(pattern(second), 1)]).layers.length;

test("patterns that cannot share a node stand side by side, others on one another", () => {
  expect(on('two("a", *)', 'two("b", *)')).toBe(1);
  expect(on('two("a", *)', 'two(!="a", *)')).toBe(1);
  expect(on("two(*, 3)", "two(*, >=4)")).toBe(1);
  expect(on("two(*, 4)", "two(*, >=4)")).toBe(2);
  expect(on("two(*, <=3)", "two(*, >=4)")).toBe(2); // not seen, so they are ordered
  expect(on("two(*, *)", 'two("a", 1)')).toBe(2);
  expect(on('two("a", *)', 'two("b", 1)')).toBe(1);
  expect(on("two(*)", "two(*, *)")).toBe(1);
  expect(on("two(*, ...)", "two(*, *)")).toBe(2);
  expect(on("two", "spot(*)")).toBe(1);
});

test("a value is taken from another scenario of the run, whatever their order", async () => {
  const table = await runScenarios(new Context(), {
    outputs,
    scenarios: [
      scenario("borrower", [change.from(vol.node("IBM"), "lender"), change.set(ibm, 1)]),
      scenario("lender", [change.set(ibm, 300)]),
      scenario("again", [change.from(vol.node("IBM"), "borrower"), change.add(vol.node("IBM"), 1)]),
      scenario("as it was", [change.set(ibm, 7), change.from(ibm, "base")]),
    ],
  });
  expect(table.scenarios.map((row) => row.outputs.vol)).toEqual([0.3, 0.3, 1.3, 0.1]);
});

test("a value is taken from a snapshot, as the node would come out there", async () => {
  const before = new Context("before").tweak(ibm, 40).snapshot();
  expect(await values(change.from([ibm, vol.node("IBM")], before))).toEqual([40, 200, 0.04, 240]);
});

test("what takes values from one another, or from nobody, fails its own row", async () => {
  const table = await runScenarios(new Context(), {
    outputs,
    scenarios: [
      scenario("a", change.from(ibm, "b")),
      scenario("b", change.from(ibm, "a")),
      scenario("c", change.from(ibm, "c")),
      scenario("d", change.from(ibm, "aa")),
      scenario("e", change.set(ibm, 1)),
    ],
  });
  expect(table.scenarios.map(({ status }) => status)).toEqual([
    "failed",
    "failed",
    "failed",
    "failed",
    "ok",
  ]);
  const messages = table.failed.map(({ error }) =>
    error instanceof LoanError ? error.message : error,
  );
  expect(messages[0]).toContain(
    'in scenario "a" cannot be taken: that takes one, in turn, from "b"',
  );
  expect(messages[2]).toContain('in scenario "c" cannot be taken');
  expect(messages[3]).toContain('there is no such scenario in this run; the nearest is "a"');
});

test("only a single node can take its value from elsewhere", () => {
  expect(() => change.from(spot as never, "a")).toThrow("spot is not one node but many");
  const loose = new Context().apply(change.from(ibm, "a"));
  expect(() => loose.evaluate(ibm)).toThrow(LoanError);
});

test("an expression over what is no number is an error of its row, and says so", async () => {
  const tweaks = change.expression(label.node() as never, "base + 1");
  const context = new Context().apply(tweaks);
  expect(() => context.evaluate(label.node())).toThrow(ExpressionError);
  expect(() => context.evaluate(label.node())).toThrow("the base value is no number but string");
});

const make = (): Tweaks =>
  scenario("s", [
    change.expression(ibm, "base * 2"),
    change.floor(vol, 1),
    change.from(both.node(), "x"),
  ]).layers[0]!;

test("[S12] operations compare by content and can be written down, but for a function", () => {
  expect(make().equals(make())).toBe(true);
  expect(JSON.stringify(make())).toContain("base * 2");
  expect(() => change.by(ibm, (base) => base).toJSON()).toThrow("its shift has no name");
});
