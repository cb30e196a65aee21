import { type BookFunction, loadBook } from "../book.ts";
import { spin } from "./costly.ts";

/** By how much a share's price and volatility are otherwise: a fraction of the one, points of the other. */
export interface Move {
  /** Which share's; all shares' if it is left out. */
  readonly ticker?: string;
  readonly spot: number;
  readonly volatility: number;
}

/** Value, delta and vega of the book. */
export type BookOutputs = readonly [value: number, delta: number, vega: number];

/** The functions that give the outputs, in this order. */
export const outputNames = ["bookValue", "bookDelta", "bookVega"] as const;

/** The model's functions with a cost, but without dug: each call runs, or the first one of a scenario only. */
export class PlainBook {
  /** How often functions ran; files are read once, and do not count. */
  runs = 0;
  /** Steps of `spin`, for each run. */
  steps: number;
  readonly #memory: "none" | "map";
  readonly #memories: Map<string, unknown>[] = [];
  #outputs: readonly (() => unknown)[] = [];
  #move: Move = { spot: 0, volatility: 0 };

  private constructor(steps: number, memory: "none" | "map") {
    this.steps = steps;
    this.#memory = memory;
  }

  /** @param memory `map`: what a function gave is remembered by its arguments, until the next scenario */
  static async load(steps: number, memory: "none" | "map"): Promise<PlainBook> {
    const book = new PlainBook(steps, memory);
    const functions = await loadBook((name, fn, { input = false } = {}) =>
      input ? once(fn) : book.#plain(name, fn),
    );
    book.#outputs = outputNames.map((name) => functions[name] as () => unknown);
    return book;
  }

  /** The outputs of a scenario, from scratch. */
  outputs(move: Move): BookOutputs {
    this.#move = move;
    for (const memory of this.#memories) memory.clear();
    const [value, delta, vega] = this.#outputs.map((output) => Number(output()));
    return [value ?? NaN, delta ?? NaN, vega ?? NaN];
  }

  #plain(name: string, fn: BookFunction): BookFunction {
    const run = this.#moved(name, costed(fn, this));
    if (this.#memory === "none") return run;
    const memory = new Map<string, unknown>();
    this.#memories.push(memory);
    return (...args) => {
      const key = args.join();
      if (!memory.has(key)) memory.set(key, run(...args));
      return memory.get(key);
    };
  }

  #moved(name: string, fn: BookFunction): BookFunction {
    const by = (args: readonly string[], step: "spot" | "volatility"): number =>
      (this.#move.ticker ?? args[0]) === args[0] ? this.#move[step] : 0;
    if (name === "spot") return (...args) => Number(fn(...args)) * (1 + by(args, name));
    if (name === "volatility") return (...args) => Number(fn(...args)) + by(args, name);
    return fn;
  }
}

/** The function, with a cost that is paid and a run that is counted each time. */
export function costed(
  fn: BookFunction,
  meter: { runs: number; readonly steps: number },
): BookFunction {
  return (...args) => {
    meter.runs++;
    if (spin(meter.steps, meter.runs) === 0) throw new Error("a shift register came to 0");
    return fn(...args);
  };
}

function once(fn: BookFunction): BookFunction {
  let read: unknown;
  return () => (read ??= fn());
}
