/** A moment in the engine's own time: later is larger. Orders evaluations against invalidations (S16a). */
export type Time = number;

let now: Time = 0;

/** Moves time on by one and returns it. */
export function tick(): Time {
  return ++now;
}
