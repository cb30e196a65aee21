import { Context, Node } from "@dug/core";
import { type Row, runScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";
import * as blackScholes from "../../packages/examples/src/book/black-scholes.ts";
import { rate, spot, tickers, volatility } from "../../packages/examples/src/book/market.ts";
import { type Position, readPositions } from "../../packages/examples/src/book/positions.ts";
import model from "../../packages/examples/src/book.ts";
import { plainBook } from "./plain/book.ts";
import { scenariosIn } from "./scenario-file.ts";

const grid = scenariosIn("book.yaml").slice(-441);
const base = new Context("base");
const positions = readPositions();

const runs = new Map<string, number>();
const stop = base.observe(["evaluated"], ({ node }) => {
  runs.set(String(node), (runs.get(String(node)) ?? 0) + 1);
});
const table = await runScenarios(base, { outputs: model.outputs, scenarios: grid });
stop();

const today = base.run(() => ({
  shares: tickers().map((ticker) => ({
    ticker,
    spot: spot(ticker),
    volatility: volatility(ticker),
  })),
  rate: rate(),
}));

/** Which lists of values reach each node, over the base and all cells: computed cell by cell, without dug. */
function combinations(): ReadonlyMap<string, ReadonlySet<string>> {
  const met = new Map<string, Set<string>>();
  const meet = (node: string, read: readonly number[]): void => {
    const key = read.map((value) => (Object.is(value, -0) ? "-0" : String(value))).join(" ");
    met.set(node, (met.get(node) ?? new Set()).add(key));
  };
  const cells = [{ spot: 0, volatility: 0 }, ...grid.map(({ axes }) => axes)];
  for (const cell of cells) visit(Number(cell?.["spot"]), Number(cell?.["volatility"]), meet);
  return met;
}

type Meet = (node: string, read: readonly number[]) => void;

function visit(spotShift: number, volatilityShift: number, meet: Meet): void {
  const totals: Record<Figure, number[]> = { Value: [], Delta: [], Vega: [] };
  for (const share of today.shares) {
    const market = {
      spot: share.spot * (1 + spotShift),
      volatility: share.volatility + volatilityShift,
      rate: today.rate,
    };
    const held = positions.filter(({ ticker }) => ticker === share.ticker);
    for (const figure of figures) {
      const values = held.map((position) => figured(figure, position, market, meet));
      meet(`ticker${figure}("${share.ticker}")`, values);
      totals[figure].push(values.reduce((sum, value) => sum + value, 0));
    }
  }
  for (const figure of figures) meet(`book${figure}()`, totals[figure]);
}

const figures = ["Value", "Delta", "Vega"] as const;
type Figure = (typeof figures)[number];

/** A figure of a position, from what it reads: an option both numbers, a share its price, a share's vega nothing. */
function figured(
  figure: Figure,
  { id, contract, quantity }: Position,
  market: blackScholes.Market,
  meet: Meet,
): number {
  const node = `position${figure}("${id}")`;
  if (contract.kind !== "share") {
    meet(node, [market.spot, market.volatility]);
    if (figure === "Value") return quantity * blackScholes.value(contract, market);
    if (figure === "Vega") return quantity * 0.01 * blackScholes.vega(contract, market);
    return quantity * market.spot * 0.01 * blackScholes.delta(contract, market);
  }
  meet(node, figure === "Vega" ? [] : [market.spot]);
  if (figure === "Vega") return 0;
  return quantity * market.spot * (figure === "Value" ? 1 : 0.01);
}

test("[S17] over 441 cells each node of the valuation runs once for each list of values that reaches it", () => {
  const met = combinations();
  const counted = [...met].map(([node, lists]) => [node, lists.size]);
  const ran = [...runs].filter(([node]) => met.has(node));
  expect(Object.fromEntries(ran)).toEqual(Object.fromEntries(counted));
});

test("[S17] so an option runs 441 times, a share 21 times, its vega once; what lies beneath runs in the base only", () => {
  const times = (node: Node): number | undefined => runs.get(String(node));
  expect(times(Node.parse('positionValue("IBM-C115-3m")'))).toBe(441);
  expect(times(Node.parse('positionValue("IBM")'))).toBe(21);
  expect(times(Node.parse('positionVega("IBM")'))).toBe(1);
  expect(times(Node.parse("bookValue()"))).toBe(441);
  const valuation = /^(position|ticker|book)(Value|Delta|Vega)\(/;
  const beneath = [...runs].filter(([node]) => !valuation.test(node));
  expect(beneath.length).toBeGreaterThan(200);
  expect(new Set(beneath.map(([, count]) => count))).toEqual(new Set([1]));
});

test("the cells agree with a recomputation without dug to 1e-9", () => {
  expect(table.rows).toHaveLength(442);
  const plain = plainBook();
  const distances = table.rows.map((row) => ({ name: row.name, off: distance(row, plain) }));
  expect(distances.filter(({ off }) => !(off < 1e-9))).toEqual([]);
  expect(table.scenarios.flatMap(({ unread }) => unread)).toEqual([]);
});

function distance(
  { outputs, axes }: Row<typeof model.outputs>,
  plain: ReturnType<typeof plainBook>,
): number {
  const expected = plain.outputs(axes);
  return Math.max(
    ...(["value", "delta", "vega"] as const).map((name) =>
      Math.abs((outputs[name] ?? NaN) / expected[name] - 1),
    ),
  );
}
