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
  if (definition.color === "async") seekCarrier();
  const settle = measured(flight, ended);
  let failed = false;
  let value: unknown;
  try {
    const args = cell.mutable ? hand(cell.args) : cell.args;
    value = carry(level, () => definition.body(...args));
  } catch (error) {
    failed = true;
    value = error;
  }
  if (ambient.level !== level) flight.mistake = leftOpen(unwind(level));
  if (failed || !isThenable(value)) return settle(failed, value);
  Promise.resolve(value).then(
    (result) => settle(false, result),
    (error: unknown) => settle(true, error),
  );
}

/** Tells how long the function took, if somebody listens: `self` is the time until its first await. */
function measured(flight: Flight, ended: Ended): (failed: boolean, value: unknown) => void {
  const { world, cell } = flight;
  const start = isHeard(world, "evaluated") ? performance.now() : undefined;
  let self: number | undefined;
  if (start !== undefined) queueMicrotask(() => (self = performance.now() - start));
  return (failed, value) => {
    if (start !== undefined && flight.over === undefined) {
      const ms = performance.now() - start;
      const { context } = world;
      tell(world, { kind: "evaluated", context, node: cell.node, failed, ms, self: self ?? ms });
    }
    ended(flight, failed, value);
  };
}
