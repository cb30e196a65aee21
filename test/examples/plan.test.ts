import { Context, Tweaks } from "@dug/core";
import { runScenarios, scenario } from "@dug/scenarios";
import { expect, test } from "vitest";
import {
  costShare,
  growth,
  marketRate,
  minimumCash,
  revolverLimit,
} from "../../packages/examples/src/plan/assumptions.ts";
import {
  assets,
  cash,
  imbalance,
  lossesCarried,
  revolver,
  tax,
} from "../../packages/examples/src/plan/statements.ts";
import { YEARS } from "../../packages/examples/src/plan/years.ts";
import model from "../../packages/examples/src/plan.ts";
import {
  type PlainDrivers,
  plainDrivers,
  plainPlan,
  type PlainYear,
  shiftFrom,
} from "./plain/plan.ts";
import { runsIn } from "./runs.ts";
import { scenariosIn } from "./scenario-file.ts";

/** What each scenario of the file means, in the recomputation's words. */
const meanings: Readonly<Record<string, (drivers: PlainDrivers) => void>> = {
  base: () => undefined,
  bull: (drivers) => {
    shiftFrom(drivers.growth, 2027, 0.03);
    shiftFrom(drivers.costShare, 2026, -0.01);
    shiftFrom(drivers.receivableDays, 2026, -5);
  },
  bear,
  "rate shock": rateShock,
  brake,
  "bear + rate shock": (drivers) => [bear, rateShock].forEach((apply) => apply(drivers)),
  "bear + rate shock + brake": (drivers) =>
    [bear, rateShock, brake].forEach((apply) => apply(drivers)),
  "growth -0.01": ({ growth: yearly }) => shiftFrom(yearly, 2026, -0.01),
  "growth +0.01": ({ growth: yearly }) => shiftFrom(yearly, 2026, 0.01),
  "costShare -0.01": ({ costShare: yearly }) => shiftFrom(yearly, 2026, -0.01),
  "costShare +0.01": ({ costShare: yearly }) => shiftFrom(yearly, 2026, 0.01),
  "receivableDays -10": ({ receivableDays }) => shiftFrom(receivableDays, 2026, -10),
  "receivableDays +10": ({ receivableDays }) => shiftFrom(receivableDays, 2026, 10),
  "marketRate -0.01": ({ marketRate: yearly }) => shiftFrom(yearly, 2026, -0.01),
  "marketRate +0.01": ({ marketRate: yearly }) => shiftFrom(yearly, 2026, 0.01),
  loss: (drivers) => (drivers.costShare[2027] = 0.75),
};

function bear(drivers: PlainDrivers): void {
  shiftFrom(drivers.growth, 2028, -0.03);
  drivers.growth[2027] = -0.12;
  shiftFrom(drivers.costShare, 2027, 0.015);
  shiftFrom(drivers.receivableDays, 2027, 10);
}

function rateShock({ marketRate: yearly }: PlainDrivers): void {
  shiftFrom(yearly, 2027, 0.02);
}

function brake(drivers: PlainDrivers): void {
  drivers.expansion[2027]! /= 2;
  drivers.payout[2027] = 0;
  drivers.payout[2028] = 0;
  for (const year of YEARS) if (year >= 2027) drivers.inflation[year] = 0;
}

function plainOutputs(name: string): Readonly<Record<string, number>> {
  const drivers = plainDrivers();
  meanings[name]!(drivers);
  const years = plainPlan(drivers);
  const { revolver: _revolver, tax: _tax, ...last } = years.at(-1)!;
  return {
    ...last,
    leastHeadroom: 8_000 - Math.max(...years.map((year) => year.revolver)),
    highestLeverage: Math.max(...years.map((year) => year.netDebt / year.ebitda)),
  };
}

const loss = scenario("loss", Tweaks.empty.tweak(costShare.node(2027), 0.75));
const base = new Context("base");
const table = await runScenarios(base, {
  outputs: model.outputs,
  scenarios: [...scenariosIn("plan.yaml"), loss],
  contexts: true,
  strict: true,
});

function contextOf(name: string): Context {
  const context = table.context(name);
  if (context === undefined) throw new RangeError(`the table kept no context of ${name}`);
  return context;
}

test("the base and every scenario agree with a recomputation without dug to 1e-9", () => {
  expect(table.rows.map(({ name, status }) => [name, status])).toEqual(
    Object.keys(meanings).map((name) => [name, "ok"]),
  );
  const off = table.rows.flatMap(({ name, outputs }) =>
    Object.entries(plainOutputs(name)).filter(([output, expected]) => {
      const value = outputs[output as keyof typeof outputs] ?? NaN;
      return !(Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected)));
    }),
  );
  expect(off).toEqual([]);
});

test("the balance sheet balances at each year's end, whatever the scenario", () => {
  for (const { name } of table.rows) {
    const context = contextOf(name);
    for (const year of YEARS) {
      const off = context.evaluate(imbalance.node(year)) / context.evaluate(assets.node(year));
      expect({ name, year, balances: Math.abs(off) < 1e-12 }).toMatchObject({ balances: true });
    }
  }
});

test("the premise: a statement that is tampered with does not balance", () => {
  const tampered = base.fork().tweak(cash.node(2028), 0);
  expect(Math.abs(tampered.evaluate(imbalance.node(2028)))).toBeGreaterThan(1_000);
});

test("the revolver is drawn only to have the minimum of cash, and repaid before cash gathers", () => {
  const states = table.rows.flatMap(({ name }) =>
    YEARS.map((year) => ({
      debt: contextOf(name).evaluate(revolver.node(year)),
      held: contextOf(name).evaluate(cash.node(year)),
    })),
  );
  const minimum = base.evaluate(minimumCash.node());
  const [drawn, others] = [
    states.filter(({ debt }) => debt > 0),
    states.filter(({ debt }) => debt <= 0),
  ];
  expect(drawn.length).toBeGreaterThan(20);
  for (const { held } of drawn) expect(held).toBeCloseTo(minimum, 9);
  for (const { held, debt } of others) {
    expect(debt).toBe(0);
    expect(held).toBeGreaterThanOrEqual(minimum);
  }
});

test("a year's loss is taken off the profits after it before they are taxed", () => {
  const context = contextOf("loss");
  expect(context.evaluate(lossesCarried.node(2027))).toBeGreaterThan(0);
  const taxes = YEARS.map((year) => context.evaluate(tax.node(year)));
  const drivers = plainDrivers();
  meanings["loss"]!(drivers);
  const expected = plainPlan(drivers).map((year: PlainYear) => year.tax);
  expect(taxes.map((amount) => amount.toFixed(6))).toEqual(
    expected.map((amount) => amount.toFixed(6)),
  );
  expect(taxes[1]).toBe(0);
  expect(taxes[2]).toBeLessThan(base.evaluate(tax.node(2028)) / 2);
});

const outputs = Object.values(model.outputs);

/** The nodes of these functions for the last year, and the highest leverage, which reads each year's. */
function lastYear(names: string): readonly string[] {
  return [...names.split(" ").map((name) => `${name}(2031)`), "highestLeverage()"].toSorted();
}

test("[S7] [S16] a rate in the last year runs what it reaches; the revolver stays as it was, and who reads it is spared", () => {
  const dearer = base.fork("dearer").tweak(marketRate.node(2031), 0.05);
  expect(runsIn(dearer, outputs)).toEqual(
    lastYear(
      "interest profitBeforeTax tax netProfit operatingCashFlow cashBeforeRevolver revolverDrawn " +
        "cash netDebt leverage equity",
    ),
  );
});

test("[S7] growth in the last year runs the year's lines from sales down, and no other year's", () => {
  const faster = base.fork("faster").tweak(growth.node(2031), 0.05);
  expect(runsIn(faster, outputs)).toEqual(
    lastYear(
      "sales costOfSales ebitda capex ebit profitBeforeTax tax netProfit receivables inventory " +
        "payables workingCapital operatingCashFlow investingCashFlow cashBeforeRevolver revolverDrawn cash netDebt " +
        "leverage equity",
    ),
  );
});

test("[S7] what the banks lend at most runs the headroom alone; the base runs nothing after all that", () => {
  expect(runsIn(base.fork().tweak(revolverLimit.node(), 9_000), outputs)).toEqual([
    "leastHeadroom()",
  ]);
  expect(runsIn(base, outputs)).toEqual([]);
});
