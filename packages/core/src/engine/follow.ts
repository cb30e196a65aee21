import { Cell } from "../kernel/cell.ts";
import { type Entry, type Outcome, sameOutcome } from "../kernel/entry.ts";
import { obtain } from "./evaluate.ts";
import type { Flight } from "./flight.ts";
import { between, waitsFor } from "./flight-ring.ts";
import { scratched } from "./stack.ts";
import { cachedEntry, isFresh } from "../kernel/state.ts";
import type { World } from "./world.ts";

/** Waits for a node on an evaluation's behalf, in its context. `false`: it would wait in a ring. */
export type WaitFor = (flight: Flight, cell: Cell, done: () => void) => boolean;

/** How many evaluations follow others: while none does, no ring can lead through one. */
let open = 0;

/**
 * That an evaluation waits for one of the same node which is pending in another context of a family that
 * shares (S17), as long as all that this has read comes out the same here. It holds nobody: the leader is
 * aborted with its own last caller, and who followed it goes on alone.
 */
export class Following {
  readonly flight: Flight;
  readonly leader: Flight;
  readonly #goOn: (flight: Flight) => void;
  /** How many of the leader's reads are known to come out the same here. */
  #compared = 0;
  /** The next of them is being evaluated here. */
  #isWaiting = false;

  /** @param goOn takes an evaluation further that waited */
  constructor(flight: Flight, leader: Flight, goOn: (flight: Flight) => void) {
    this.flight = flight;
    this.leader = leader;
    this.#goOn = goOn;
    flight.following = this;
    (leader.followers ??= new Set()).add(this);
    open++;
  }

  /** It follows no longer. */
  end(): void {
    if (this.flight.following !== this) return;
    this.flight.following = undefined;
    this.leader.followers?.delete(this);
    open--;
  }

  /** The leader has read more. */
  readMore(): void {
    this.#goOn(this.flight);
  }

  /** The leader has landed, and its evaluation stands in if that holds here; or there is nothing to be had from it. */
  over(entry?: Entry): void {
    const { frame } = this.flight;
    this.end();
    if (entry?.isReusable === true && entry.extras.volatile !== true) {
      frame.consider(entry);
      frame.isShared = true;
    }
    this.#goOn(this.flight);
  }

  /**
   * Whether what the leader has read so far comes out the same here, as far as that can be said yet. The
   * function would read all of it here, too: so it may be evaluated meanwhile (S16).
   */
  keepsUp(waitFor: WaitFor): boolean {
    const { flight, leader } = this;
    if (this.#isWaiting) return true;
    if (!isPromising(leader)) return false;
    for (;;) {
      const read = leader.frame.settledAt(this.#compared);
      if (read === undefined) return true;
      const here = outcomeHere(flight.world, read.cell);
      if (here instanceof Cell) return this.#evaluate(here, waitFor);
      if (flight.following !== this) return true; // it was ended meanwhile, and goes on from there
      if (here === undefined || !sameOutcome(here, read)) return false;
      this.#compared++;
    }
  }

  #evaluate(cell: Cell, waitFor: WaitFor): boolean {
    this.#isWaiting = true;
    return waitFor(this.flight, cell, () => {
      this.#isWaiting = false;
      if (this.flight.following === this) this.#goOn(this.flight);
    });
  }
}

/** What a node comes out as in a context: the node itself if that must be waited for, `undefined` if it cannot be compared. */
function outcomeHere(world: World, cell: Cell): Outcome | Cell | undefined {
  const here = cachedEntry(world.now, cell) ?? scratched(world, cell);
  if (here === undefined && cell.definition.isAsync) return cell;
  const entry = here ?? obtain(world, cell);
  return entry?.extras.volatile === true ? undefined : entry?.outcome;
}

/** Whether an evaluation may come to something that others can take. */
function isPromising({ over, ring, frame }: Flight): boolean {
  return over === undefined && ring === undefined && frame.inner === undefined && !frame.isVolatile;
}

/**
 * Has an evaluation follow one that is pending in another context which shares with its own, if there is
 * one that has read nothing which is different here, and does not wait for it: once at most (S17).
 */
export function follow(flight: Flight, waitFor: WaitFor, goOn: (flight: Flight) => void): boolean {
  const { world, cell } = flight;
  const pending = world.now.pool?.pending.get(cell);
  if (pending === undefined || flight.hasFollowed) return false;
  for (const leader of pending) {
    const isElsewhere = leader.world.origin !== world.origin;
    const isKnown = isFresh(world.now, { cell, time: leader.frame.began });
    if (!isElsewhere || !isKnown || waitsFor(leader, flight, "followed")) continue;
    const following = new Following(flight, leader, goOn);
    flight.hasFollowed = following.keepsUp(waitFor);
    if (flight.hasFollowed) return true;
    following.end();
  }
  return false;
}

/** Lets those who share know that a function has begun to run. */
export function announce(flight: Flight): void {
  const { world, cell } = flight;
  const pending = world.now.pool?.pending;
  if (pending === undefined || cell.definition.options.reuse === false) return;
  const all = pending.get(cell);
  if (all === undefined) pending.set(cell, new Set([flight]));
  else all.add(flight);
}

/** An evaluation has landed, or was aborted: nobody follows it any more, nor does it follow anybody. */
export function disband(flight: Flight, entry?: Entry): void {
  const { world, cell, followers } = flight;
  const pending = world.state?.pool?.pending;
  const all = pending?.get(cell);
  if (all?.delete(flight) === true && all.size === 0) pending?.delete(cell);
  flight.following?.end();
  for (const following of followers ?? []) following.over(entry);
}

/**
 * By a call some would wait for one another of whom not all were called: those that only follow, or compare, go on
 * alone.
 *
 * @param isNear whether they would even if nobody followed
 */
export function breakRing(target: Flight, caller: Flight, isNear: boolean): void {
  const compared = isNear ? between(target, caller, "compared") : undefined;
  if (open > 0 && (isNear || waitsFor(target, caller, "followed"))) endFollowing(target, caller);
  for (const flight of compared ?? [])
    if (flight.isComparing) flight.letGo((other) => compared?.has(other) === true);
}

function endFollowing(target: Flight, caller: Flight): void {
  const all = between(target, caller, "followed");
  const inside = [...all].flatMap(({ following }) =>
    following !== undefined && all.has(following.leader) ? [following] : [],
  );
  for (const following of inside) following.end();
  for (const following of inside) following.over();
}
