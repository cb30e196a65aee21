import { expect, test } from "vitest";
import { Bench } from "../../packages/bench/src/bench.ts";
import { loadBook } from "../../packages/bench/src/book.ts";
import { PlainBook } from "../../packages/bench/src/models/plain-book.ts";
import { book, movesOf } from "../../packages/bench/src/workloads/book.ts";
import { loadPeer } from "../../packages/bench/src/catalogue.ts";
import { plainBook } from "../examples/plain/book.ts";

const move = { spot: -0.1, volatility: 0.02 };

test("the model's own functions are what is loaded, each with its name", async () => {
  const names: string[] = [];
  const loaded = await loadBook((name, fn) => (names.push(name), fn));
  expect(names).toContain("positionVega");
  expect(Object.keys(loaded)).toEqual(expect.arrayContaining(names));
});

test.each(["none", "map"] as const)(
  "with the memory %s they come to what a recomputation does",
  async (memory) => {
    const plain = await PlainBook.load(1, memory);
    const { value, delta, vega } = plainBook().outputs(move);
    const outputs = plain.outputs(move);
    [value, delta, vega].forEach((expected, i) =>
      expect(Math.abs((outputs[i] ?? NaN) / expected - 1)).toBeLessThan(1e-9),
    );
    expect(plain.outputs({ spot: 0, volatility: 0 })).not.toEqual(outputs);
    expect(plain.outputs(move)).toEqual(outputs);
  },
);

/** How often functions run in each of three scenarios. */
async function runs(memory: "none" | "map"): Promise<readonly number[]> {
  const plain = await PlainBook.load(1, memory);
  const counts = [0, 1, 2].map(() => (plain.outputs(move), plain.runs));
  return counts.map((count, i) => count - (counts[i - 1] ?? 0));
}

test("without a memory every call is a run, with one the first of each scenario", async () => {
  const [first = 0, ...rest] = await runs("map");
  expect(first).toBe(921); // the 923 nodes of the main job's base but for the two files
  expect(rest).toEqual([first, first]);
  const [every = 0, ...again] = await runs("none");
  expect(every).toBeGreaterThan(10 * first);
  expect(again).toEqual([every, every]);
});

test.each([
  ["BOOK all shares", 10_000],
  ["BOOK one share", 10_000],
] as const)("%s: %d scenarios, none is the base, and all differ", (name, count) => {
  const moves = movesOf(name);
  expect(moves).toHaveLength(count);
  expect(moves.filter(({ spot, volatility }) => spot === 0 || volatility === 0)).toEqual([]);
  expect(new Set(moves.map((each) => JSON.stringify(each))).size).toBe(count);
  expect(Math.min(...moves.map(({ spot }) => spot))).toBeGreaterThan(-0.2);
  expect(Math.max(...moves.map(({ volatility }) => volatility))).toBeLessThan(0.05);
});

test("one share moves, and the others stay", async () => {
  const plain = await PlainBook.load(1, "map");
  const tickers = ["AAPL", "AMZN", "GOOG", "IBM", "MSFT"];
  const [base] = plain.outputs({ spot: 0, volatility: 0 });
  const gains = tickers.map((ticker) => plain.outputs({ ...move, ticker })[0] - base);
  const [all] = plain.outputs(move);
  expect(gains.filter((gain) => gain === 0)).toEqual([]);
  expect(gains.reduce((sum, gain) => sum + gain, 0)).toBeCloseTo(all - base, 5);
});

test.each(["dug", "map", "sweep"] as const)(
  "%s comes to the right values and numbers of runs",
  { timeout: 60_000 },
  async (name) => {
    const bench = new Bench(book.measures, true);
    await book.run(await loadPeer(name), bench);
    expect(Object.keys(bench.findings.executions).length).toBeGreaterThan(0);
  },
);
