import { Context, memoize, type Memoised } from "@dug/core";
import { spin, stepsPerMicrosecond } from "../models/costly.ts";
import type { Workload } from "../workload.ts";

const axis = 21;
const parts = 20;

type Leaf = Memoised<() => number>;
type Part = Memoised<(part: number) => number>;

/** How often functions run over the grid: those of one axis once for each of its values, those of none once. */
const expected = parts * (axis + axis + 1 + axis * axis) + axis * axis;

/** 21×21 scenarios over a model whose parts depend on one axis each, on both and on none, in a family that shares (S17). */
export const grid: Workload = {
  name: "GRID",
  peers: ["dug"],
  measures: [
    {
      name: "GRID ÷ nested loops, at 10 µs",
      unit: "×",
      goals: [{ kind: "most", target: 1.3, beyond: 1.1 }],
    },
  ],
  run(_peer, bench) {
    const steps = bench.isQuick ? 1 : 10 * stepsPerMicrosecond();
    for (let i = 0; i <= bench.times(3); i++) {
      const start = bench.now();
      const byHand = nestedLoops(new Parts(steps));
      const between = bench.now();
      const model = new Parts(steps);
      const values = memoised(model);
      const end = bench.now();
      bench.executions("the grid", model.runs, expected);
      values.forEach((value, at) => bench.value(`cell ${at}`, value, byHand[at] as number));
      if (i > 0 && !bench.isQuick)
        bench.note("GRID ÷ nested loops, at 10 µs", (end - between) / (between - start));
    }
  },
};

/** The functions, apart from who remembers what they gave. */
class Parts {
  runs = 0;
  readonly #steps: number;

  constructor(steps: number) {
    this.#steps = steps;
  }

  /** What a function makes of what it read. */
  of(...read: readonly number[]): number {
    this.runs++;
    const value = read.reduce((sum, each) => (Math.imul(31, sum) + each + 1) | 0, 0);
    return spin(this.#steps, value) === 0 ? NaN : value;
  }
}

/** As somebody writes it who knows what depends on what. */
function nestedLoops(model: Parts): number[] {
  const all = Array.from({ length: parts }, (_, part) => part);
  const along = (): number[][] =>
    Array.from({ length: axis }, (_, at) => all.map((part) => model.of(part, at)));
  const fixed = all.map((part) => model.of(part));
  const curves = along();
  const surfaces = along();
  return curves.flatMap((curve) =>
    surfaces.map((surface) =>
      model.of(
        ...all.map((part) =>
          model.of(fixed[part] as number, curve[part] as number, surface[part] as number),
        ),
      ),
    ),
  );
}

function memoised(model: Parts): number[] {
  const rate: Leaf = memoize(() => -1);
  const vol: Leaf = memoize(() => -1);
  const fixed: Part = memoize((part: number) => model.of(part));
  const curve: Part = memoize((part: number) => model.of(part, rate()));
  const surface: Part = memoize((part: number) => model.of(part, vol()));
  const cell: Part = memoize((part: number) => model.of(fixed(part), curve(part), surface(part)));
  const total: Leaf = memoize(() =>
    model.of(...Array.from({ length: parts }, (_, part) => cell(part))),
  );
  const base = new Context("base", { parent: null, share: true });
  return Array.from({ length: axis * axis }, (_, at) =>
    base
      .fork()
      .tweak(rate.node(), Math.floor(at / axis))
      .tweak(vol.node(), at % axis)
      .evaluate(total.node()),
  );
}
