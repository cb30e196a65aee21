import { expect, test } from "vitest";
import { readPositions } from "../../packages/examples/src/book/positions.ts";
import { monthBefore, readPrices } from "../../packages/examples/src/book/prices.ts";

test("the file of prices holds five shares, GOOG from August 2004", () => {
  const prices = readPrices();
  const spans = [...prices].map(([ticker, history]) => [
    ticker,
    history.size,
    [...history.keys()][0],
  ]);
  expect(spans).toEqual([
    ["MSFT", 123, "2000-01"],
    ["AMZN", 123, "2000-01"],
    ["IBM", 123, "2000-01"],
    ["GOOG", 68, "2004-08"],
    ["AAPL", 123, "2000-01"],
  ]);
  expect([...prices.values()].map((history) => history.get("2010-03"))).toEqual([
    28.8, 128.82, 125.55, 560.19, 223.02,
  ]);
});

test("the month before January is December", () => {
  expect([monthBefore("2005-01"), monthBefore("2004-12"), monthBefore("2004-10")]).toEqual([
    "2004-12",
    "2004-11",
    "2004-09",
  ]);
});

test("the book holds each share, and options on each, under ids of their own", () => {
  const positions = readPositions();
  expect(new Set(positions.map(({ id }) => id)).size).toBe(positions.length);
  for (const ticker of readPrices().keys()) {
    const kinds = positions
      .filter((position) => position.ticker === ticker)
      .map(({ contract }) => contract.kind);
    expect(kinds.filter((kind) => kind === "share")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "call").length).toBeGreaterThan(2);
    expect(kinds.filter((kind) => kind === "put").length).toBeGreaterThan(2);
  }
  for (const { contract, quantity } of positions) {
    expect(quantity).not.toBe(0);
    const terms = contract.kind === "share" ? [] : [contract.strike, contract.months];
    expect(terms.every((term) => term > 0)).toBe(true);
  }
});

test("returns.csv holds what each share gained in each month, to the last digit, and nothing where a price lacks", async () => {
  const prices = readPrices();
  const months = [...prices.get("MSFT")!.keys()].slice(1);
  const header = ["month", ...[...prices.keys()].map((ticker) => `"spot(""${ticker}"")"`)];
  const lines = months.map((month) => [
    month,
    ...[...prices.values()].map((history) => {
      const [after, before] = [history.get(month), history.get(monthBefore(month))];
      return after === undefined || before === undefined ? "" : after / before - 1;
    }),
  ]);
  const text = [header, ...lines].map((line) => `${line.join(",")}\n`).join("");
  await expect(text).toMatchFileSnapshot("../../packages/examples/data/returns.csv");
});
