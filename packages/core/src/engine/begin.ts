import { adopt } from "./adopt.ts";
import { ambient } from "../current.ts";
import { carry, seekCarrier } from "./carrier.ts";
import { isThenable, leftOpen, unwind } from "./enter.ts";
import type { Flight } from "./flight.ts";
import { hand } from "../identity/copy.ts";
import { isHeard, tell } from "./observe.ts";

/** What is done with what a function came to. */
export type Ended = (flight: Flight, failed: boolean, value: unknown) => void;

/** Runs the function of an asynchronous evaluation; `ended` is called when it has settled. */
export function begin(flight: Flight, ended: Ended): void {
  const { cell, level } = flight;
  const { definition } = cell;
  flight.endComparing();
  if (definition.color === "async") seekCarrier();
  const stopwatch = isHeard(flight.world, "evaluated") ? new Stopwatch() : undefined;
  const settle = (hasFailed: boolean, outcome: unknown): void => {
    if (flight.over === undefined) stopwatch?.tell(flight, hasFailed);
    ended(flight, hasFailed, outcome);
  };
  let failed = false;
  let value: unknown;
  try {
    const args = cell.mutable ? hand(cell.args) : cell.args;
    value = carry(level, () => definition.body(...args));
  } catch (error) {
    failed = true;
    value = error;
  }
  stopwatch?.pause();
  if (ambient.level !== level) flight.mistake = leftOpen(unwind(level));
  if (failed || !isThenable(value)) return settle(failed, value);
  adopt(value).then(
    (result) => settle(false, result),
    (error: unknown) => settle(true, error),
  );
}

/** Measures an evaluation, if somebody listens. */
class Stopwatch {
  readonly #start: number = performance.now();
  #self = 0;

  /** The function has come to its first await. */
  pause(): void {
    this.#self = performance.now() - this.#start;
  }

  tell({ world, cell }: Flight, failed: boolean): void {
    const { context } = world;
    const ms = performance.now() - this.#start;
    tell(world, { kind: "evaluated", context, node: cell.node, failed, ms, self: this.#self });
  }
}
