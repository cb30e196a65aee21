import { add, Context, functionNamed, memoize, type Node, relative, Tweaks } from "@dug/core";
import { runScenarios, scenario } from "@dug/scenarios";
import type { Bench } from "../bench.ts";
import { loadBook } from "../book.ts";
import { stepsPerMicrosecond } from "../models/costly.ts";
import {
  type BookOutputs,
  costed,
  type Move,
  outputNames,
  PlainBook,
} from "../models/plain-book.ts";
import type { Workload } from "../workload.ts";

/** What is changed in a scenario: all shares alike, so that everything that is priced is priced again; or one of them. */
const sets = {
  "BOOK all shares": { tickers: [undefined], options: 200, totals: 5, holdings: 5 },
  "BOOK one share": {
    tickers: ["AAPL", "AMZN", "GOOG", "IBM", "MSFT"],
    options: 40,
    totals: 1,
    holdings: 1,
  },
} as const;

type SetName = keyof typeof sets;
const names = Object.keys(sets) as SetName[];

/** The examples' book, its functions costed at 10 µs, under thousands of scenarios: beside the same functions from scratch for each. */
export const book: Workload = {
  name: "BOOK",
  peers: ["dug", "map", "sweep"],
  isLong: true,
  measures: names.map((name) => ({
    name,
    unit: "µs" as const,
    goals: [{ kind: "faster" as const, than: "sweep" as const, required: 20 }],
  })),
  async run(peer, bench) {
    const steps = bench.isQuick ? 1 : 10 * stepsPerMicrosecond();
    if (peer.name === "dug") await memoised(bench, steps);
    else
      await fromScratch(bench, await PlainBook.load(steps, peer.name === "map" ? "map" : "none"));
  },
};

/** Where a set's scenarios lie: so many prices by so many volatilities, for each of its tickers. */
interface Extent {
  readonly spots: number;
  readonly volatilities: number;
}

/** 10,000 scenarios each. */
const full: Readonly<Record<SetName, Extent>> = {
  "BOOK all shares": { spots: 100, volatilities: 100 },
  "BOOK one share": { spots: 50, volatilities: 40 },
};
const few: Extent = { spots: 2, volatilities: 2 };

/** Prices from −20 % to +20 % by volatilities from −5 to +5 points: an even number of either leaves none as it is. */
export function movesOf(name: SetName, { spots, volatilities }: Extent = full[name]): Move[] {
  return sets[name].tickers.flatMap((ticker) =>
    along(0.2, spots).flatMap((spot) =>
      along(0.05, volatilities).map((volatility) => {
        return ticker === undefined ? { spot, volatility } : { ticker, spot, volatility };
      }),
    ),
  );
}

/** So many places at equal distances, from just above minus the most to just below it. */
function along(most: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => (most * (2 * i + 1 - steps)) / steps);
}

/** A sample of the scenarios, since all of them would take hours. */
async function fromScratch(bench: Bench, plain: PlainBook): Promise<void> {
  const uncosted = await PlainBook.load(0, "map");
  plain.outputs({ spot: 0, volatility: 0 });
  const each = plain.runs;
  for (const name of names) {
    for (const move of movesOf(name, few)) {
      const before = plain.runs;
      const start = bench.now();
      const outputs = plain.outputs(move);
      const elapsed = bench.now() - start;
      bench.executions(`${name}, a scenario`, plain.runs - before, each);
      compare(bench, outputs, uncosted.outputs(move));
      if (!bench.isQuick) bench.note(name, elapsed * 1e3);
    }
  }
}

async function memoised(bench: Bench, steps: number): Promise<void> {
  const meter = { runs: 0, steps };
  await loadBook((id, fn, options) =>
    memoize(id, costed(fn, meter), { ...options, redefine: true }),
  );
  const plain = await PlainBook.load(0, "map");
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop -- two at a time would disturb each other
    await play(bench, name, few, meter); // so that all is compiled
    const extent = bench.isQuick ? few : full[name];
    const start = bench.now();
    // oxlint-disable-next-line no-await-in-loop -- as above
    const rows = await play(bench, name, extent, meter);
    const elapsed = bench.now() - start;
    const moves = movesOf(name, extent);
    rows.forEach((row, i) => compare(bench, row, plain.outputs(moves[i] as Move)));
    if (!bench.isQuick) bench.note(name, (elapsed * 1e3) / moves.length);
  }
}

/** The outputs of all scenarios, with `runScenarios` as it is shipped. */
async function play(
  bench: Bench,
  name: SetName,
  extent: Extent,
  meter: { runs: number },
): Promise<readonly BookOutputs[]> {
  const moves = movesOf(name, extent);
  const before = meter.runs;
  const table = await runScenarios(new Context("base", { parent: null }), {
    outputs: {
      value: outputOf("bookValue"),
      delta: outputOf("bookDelta"),
      vega: outputOf("bookVega"),
    },
    scenarios: moves.map((move, i) => scenario(`${i}`, tweaksOf(move))),
  });
  const ran = meter.runs - before;
  bench.executions(`${name}, ${moves.length} scenarios`, ran, runsOf(name, extent));
  return table.rows.slice(1).map(({ outputs }): BookOutputs => {
    return [outputs.value ?? NaN, outputs.delta ?? NaN, outputs.vega ?? NaN];
  });
}

function outputOf(id: (typeof outputNames)[number]): Node<number> {
  return functionNamed(id).node() as Node<number>;
}

function tweaksOf({ ticker, spot, volatility }: Move): Tweaks {
  const [spots, volatilities] = [functionNamed("spot"), functionNamed("volatility")];
  if (ticker === undefined)
    return Tweaks.empty.tweakAll(spots, relative(spot)).tweakAll(volatilities, add(volatility));
  return Tweaks.empty
    .tweak(spots.node(ticker as never), relative(spot))
    .tweak(volatilities.node(ticker as never), add(volatility));
}

/**
 * What a set needs at the least: the base; value, delta and vega of the options that a scenario reaches, of their shares'
 * totals and of the book in each scenario; value and delta of the holdings of shares for each price.
 */
function runsOf(name: SetName, { spots, volatilities }: Extent): number {
  const { tickers, options, totals, holdings } = sets[name];
  const prices = tickers.length * spots;
  return 923 + prices * volatilities * 3 * (options + totals + 1) + prices * 2 * holdings;
}

function compare(bench: Bench, actual: BookOutputs, expected: BookOutputs): void {
  outputNames.forEach((output, i) =>
    bench.value(output, actual[i] as number, expected[i] as number),
  );
}
