import type { Measure, Unit } from "./workload.ts";

/** What one process found out about one peer and workload. */
export interface Findings {
  /** Of each measure what every slice came to. */
  readonly samples: Readonly<Record<string, readonly number[]>>;
  /** Numbers of executions, which were what they must be. */
  readonly executions: Readonly<Record<string, number>>;
  /** Of each curve its points, several with one x perhaps. */
  readonly points: Readonly<Record<string, readonly Point[]>>;
}

/** What something comes to at a place of an axis. */
export type Point = readonly [x: number, y: number];

const perMillisecond: Partial<Record<Unit, number>> = { ns: 1e6, µs: 1e3 };
const bytesOf: Partial<Record<Unit, number>> = { bytes: 1, GB: 1e9 };

/** A clock, in milliseconds. */
export type Clock = () => number;

/** `cpu` counts what the process's own threads took, those that compile and collect garbage included. */
export const clocks: Readonly<Record<"wall" | "cpu", Clock>> = {
  wall: () => performance.now(),
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
};

/** What a workload is given to check and to measure with. */
export class Bench {
  /** Only what does not depend on the clock counts: smaller graphs, no repetition, bounds for bytes. */
  readonly isQuick: boolean;
  readonly #measures: readonly Measure[];
  readonly #slices: number;
  readonly #now: Clock;
  readonly #samples: Record<string, number[]> = {};
  readonly #executions: Record<string, number> = {};
  readonly #points: Record<string, Point[]> = {};

  constructor(
    measures: readonly Measure[],
    isQuick: boolean,
    now: Clock = clocks.wall,
    slices = 5,
  ) {
    this.#now = now;
    this.#measures = measures;
    this.isQuick = isQuick;
    this.#slices = slices;
  }

  /** The size of the large graph. */
  get size(): "10k" | "100k" {
    return this.isQuick ? "10k" : "100k";
  }

  /** How often something is done: once when only counting. */
  times(full: number): number {
    return this.isQuick ? 1 : full;
  }

  /** The time, in milliseconds. */
  now(): number {
    return this.#now();
  }

  /** Requires a value to be right. */
  value(what: string, actual: number, expected: number): void {
    if (!Object.is(actual, expected))
      throw new Error(`${what}: the value is ${actual}, and should be ${expected}`);
  }

  /** Requires a number of executions to be right, and notes it. */
  executions(what: string, actual: number, expected: number): void {
    if (actual !== expected)
      throw new Error(`${what}: functions ran ${actual} times, and should have run ${expected}`);
    this.#executions[what] = actual;
  }

  /**
   * Times slices of work, the first of them not counted.
   *
   * @param units how many of what the measure is about one slice does
   * @param before what is done before each slice, and not timed
   */
  time(name: string, units: number, slice: () => void, before?: () => void): void {
    const { unit } = this.#measure(name);
    const scale = perMillisecond[unit];
    if (scale === undefined) throw new Error(`${name} is told in ${unit}: no time`);
    for (let i = 0; i <= (this.isQuick ? 0 : this.#slices); i++) {
      before?.();
      const start = this.now();
      slice();
      const elapsed = this.now() - start;
      if (i > 0) this.note(name, (elapsed * scale) / units);
    }
  }

  /**
   * Times two slices by turns, and notes by how many per cent the first takes longer.
   *
   * @param more how many times as many slices as usual: where the difference is small against what the machine does
   */
  overhead(name: string, slice: () => void, reference: () => void, more = 1): void {
    for (let i = 0; i <= (this.isQuick ? 0 : this.#slices * more); i++) {
      const start = this.now();
      reference();
      const between = this.now();
      slice();
      const end = this.now();
      if (i > 0) this.note(name, ((end - between) / (between - start) - 1) * 100);
    }
  }

  /** Times slices of work, the first of them not counted, for one place of a curve, in µs a unit. */
  timeAt(curve: string, x: number, units: number, slice: () => void): void {
    for (let i = 0; i <= (this.isQuick ? 0 : this.#slices); i++) {
      const start = this.now();
      slice();
      const elapsed = this.now() - start;
      if (i > 0) (this.#points[curve] ??= []).push([x, (elapsed * 1e3) / units]);
    }
  }

  /** Notes one sample. */
  note(name: string, sample: number): void {
    this.#measure(name);
    (this.#samples[name] ??= []).push(sample);
  }

  /** Notes a number of bytes, which has a generous bound where the clock does not count. */
  bytes(name: string, bytes: number, bound: number): void {
    if (this.isQuick && !(bytes <= bound))
      throw new Error(`${name}: ${bytes.toFixed(1)} bytes, and ${bound} should do`);
    const { unit } = this.#measure(name);
    const scale = bytesOf[unit];
    if (scale === undefined) throw new Error(`${name} is told in ${unit}: no bytes`);
    this.note(name, bytes / scale);
  }

  #measure(name: string): Measure {
    const measure = this.#measures.find((each) => each.name === name);
    if (measure === undefined) throw new Error(`the workload has no measure "${name}"`);
    return measure;
  }

  get findings(): Findings {
    return { samples: this.#samples, executions: this.#executions, points: this.#points };
  }
}

/** Collects garbage. */
export function collect(): void {
  if (globalThis.gc === undefined) throw new Error("Node runs without --expose-gc");
  globalThis.gc();
}

/** The bytes in use, when collecting garbage finds no more. */
export function heap(): number {
  let least = Infinity;
  for (let tries = 0; tries < 10; tries++) {
    collect();
    const { heapUsed } = process.memoryUsage();
    if (heapUsed > least - 1_000) return Math.min(heapUsed, least);
    least = heapUsed;
  }
  return least;
}
