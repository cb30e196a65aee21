import { Context, add, relative, scale, Tweaks } from "@dug/core";
import type { LayeredScenario } from "@dug/scenarios";
import { expect, test } from "vitest";
import {
  monthlyReturn,
  months,
  spot,
  tickers,
  volatility,
} from "../../packages/examples/src/book/market.ts";
import { scenariosIn } from "./scenario-file.ts";

const main = scenariosIn("book.yaml");
const base = new Context("base");

/** Month, and what each share gained in it; `null` where there is no return. */
const history = base.run(() =>
  months().map((month) => ({
    month,
    returns: tickers().map((ticker) => ({ ticker, by: monthlyReturn(ticker, month) })),
  })),
);

function expectTweaks({ layers }: LayeredScenario, expected: Tweaks): void {
  expect(layers).toHaveLength(1);
  expect(layers[0]?.equals(expected)).toBe(true);
}

test("the main file is 122 months of history and a grid of 21 by 21, each row of a name of its own", () => {
  expect(main).toHaveLength(122 + 441);
  expect(new Set(main.map(({ name }) => name)).size).toBe(563);
  expect([main[0]?.name, main[121]?.name]).toEqual(["2000-02", "2010-03"]);
});

test("each month shifts the prices by what the shares gained in it, and the note names those that it leaves", () => {
  for (const [at, { month, returns }] of history.entries()) {
    const known = returns.flatMap(({ ticker, by }) => (by === null ? [] : [{ ticker, by }]));
    const kept = returns.filter(({ by }) => by === null).map(({ ticker }) => `spot("${ticker}")`);
    const row = main[at]!;
    expect({ name: row.name, axes: row.axes, note: row.note }).toEqual({
      name: month,
      axes: { month },
      note: kept.length === 0 ? undefined : `today's value kept of ${kept.join(", ")}`,
    });
    const expected = known.reduce(
      (tweaks, { ticker, by }) => tweaks.tweak(spot.node(ticker), relative(by)),
      Tweaks.empty,
    );
    expectTweaks(row, expected);
  }
  expect(main.filter(({ note }) => note !== undefined)).toHaveLength(122 - 67);
});

test("[S12a] each cell of the grid shifts all prices and all volatilities, in hundredths and half points", () => {
  const steps = Array.from({ length: 21 }, (_, at) => at - 10);
  const cells = steps.flatMap((price) =>
    steps.map((vol) => ({ spot: (price * 2) / 100, volatility: (vol * 5) / 1000 })),
  );
  for (const [at, axes] of cells.entries()) {
    const row = main[122 + at]!;
    expect(row.axes).toEqual(axes);
    const shifts = Tweaks.empty
      .tweakAll(spot, relative(axes.spot))
      .tweakAll(volatility, add(axes.volatility));
    expectTweaks(row, shifts);
  }
  expect(main[122]?.name).toBe("spot -20%, volatility -0.05");
  expect(main.at(-1)?.name).toBe("spot +20%, volatility +0.05");
});

test("the draws are the same at each reading, and no two alike", () => {
  const drawn = scenariosIn("book-draws.yaml");
  expect(drawn).toHaveLength(100);
  expect(new Set(drawn.map(({ axes }) => JSON.stringify(axes))).size).toBe(100);
  expect(scenariosIn("book-draws.yaml").map(({ axes }) => axes)).toEqual(
    drawn.map(({ axes }) => axes),
  );
  for (const row of drawn) {
    const [by, factor] = [Number(row.axes?.["spot"]), Number(row.axes?.["volatilityFactor"])];
    const shifts = Tweaks.empty.tweakAll(spot, relative(by)).tweakAll(volatility, scale(factor));
    expectTweaks(row, shifts);
  }
});
