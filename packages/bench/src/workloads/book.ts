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

const name = "BOOK, a scenario";

/** The examples' book, its functions costed at 10 µs, under 10,000 scenarios: beside the same functions from scratch for each. */
export const book: Workload = {
  name: "BOOK",
  peers: ["dug", "map", "sweep"],
  isLong: true,
  measures: [{ name, unit: "µs", goals: [{ kind: "faster", than: "sweep", required: 20 }] }],
  async run(peer, bench) {
    const steps = bench.isQuick ? 1 : 10 * stepsPerMicrosecond();
    if (peer.name === "dug") await memoised(bench, steps);
    else
      await fromScratch(bench, await PlainBook.load(steps, peer.name === "map" ? "map" : "none"));
  },
};

/** Prices from −20 % to +20 % by volatilities from −5 to +5 points, so many steps of each: of an even number none leaves either as it is. */
export function movesOf(steps: number): Move[] {
  const along = (most: number): number[] =>
    Array.from({ length: steps }, (_, i) => (most * (2 * i + 1 - steps)) / steps);
  return along(0.2).flatMap((spot) => along(0.05).map((volatility) => ({ spot, volatility })));
}

/** A sample of the scenarios, since all of them would take an hour. */
async function fromScratch(bench: Bench, plain: PlainBook): Promise<void> {
  const uncosted = await PlainBook.load(0, "map");
  const moves = movesOf(bench.isQuick ? 2 : 4);
  const [first = { spot: 0, volatility: 0 }] = moves;
  plain.outputs(first);
  const each = plain.runs;
  for (const move of moves) {
    const before = plain.runs;
    const start = bench.now();
    const outputs = plain.outputs(move);
    const elapsed = bench.now() - start;
    bench.executions("a scenario", plain.runs - before, each);
    compare(bench, outputs, uncosted.outputs(move));
    if (!bench.isQuick) bench.note(name, elapsed * 1e3);
  }
}

async function memoised(bench: Bench, steps: number): Promise<void> {
  const meter = { runs: 0, steps };
  await loadBook((id, fn, options) =>
    memoize(id, costed(fn, meter), { ...options, redefine: true }),
  );
  await play(bench, movesOf(bench.isQuick ? 2 : 10), meter); // so that all is compiled
  const moves = movesOf(bench.isQuick ? 4 : 100);
  const start = bench.now();
  const rows = await play(bench, moves, meter);
  const elapsed = bench.now() - start;
  const plain = await PlainBook.load(0, "map");
  rows.forEach((row, i) => compare(bench, row, plain.outputs(moves[i] as Move)));
  if (!bench.isQuick) bench.note(name, (elapsed * 1e3) / moves.length);
}

/** The outputs of all scenarios, with `runScenarios` as it is shipped. */
async function play(
  bench: Bench,
  moves: readonly Move[],
  meter: { runs: number },
): Promise<readonly BookOutputs[]> {
  const before = meter.runs;
  const table = await runScenarios(new Context("base", { parent: null }), {
    outputs: {
      value: outputOf("bookValue"),
      delta: outputOf("bookDelta"),
      vega: outputOf("bookVega"),
    },
    scenarios: moves.map((move, i) => scenario(`${i}`, tweaksOf(move))),
  });
  bench.executions(`${moves.length} scenarios`, meter.runs - before, runsOf(moves.length));
  return table.rows.slice(1).map(({ outputs }): BookOutputs => {
    return [outputs.value ?? NaN, outputs.delta ?? NaN, outputs.vega ?? NaN];
  });
}

function outputOf(id: (typeof outputNames)[number]): Node<number> {
  return functionNamed(id).node() as Node<number>;
}

function tweaksOf({ spot, volatility }: Move): Tweaks {
  return Tweaks.empty
    .tweakAll(functionNamed("spot"), relative(spot))
    .tweakAll(functionNamed("volatility"), add(volatility));
}

/**
 * What a square grid needs at the least: the base; value, delta and vega of 200 options, of five shares' totals and of
 * the book in each cell; and value and delta of five holdings of shares for each price.
 */
function runsOf(cells: number): number {
  return 923 + cells * 3 * (200 + 5 + 1) + Math.sqrt(cells) * 2 * 5;
}

function compare(bench: Bench, actual: BookOutputs, expected: BookOutputs): void {
  outputNames.forEach((output, i) =>
    bench.value(output, actual[i] as number, expected[i] as number),
  );
}
