import type { Cell } from "../kernel/cell.ts";
import { CycleError } from "../errors.ts";
import type { Flight } from "./flight.ts";

/** Evaluations that wait for one another (S20). None of them lands before the functions of all have ended. */
export class Ring {
  readonly members: Set<Flight> = new Set();
  readonly #settle: (ring: Ring) => void;

  /** @param settle lands all members */
  constructor(settle: (ring: Ring) => void) {
    this.#settle = settle;
  }

  /** The error by which those that wait for one another learn of it; the outcome of all is another, which names them all. */
  get error(): CycleError {
    return new CycleError([...this.members].map(({ cell }) => cell.node));
  }

  add(flight: Flight): void {
    const { ring } = flight;
    this.members.add(flight);
    flight.ring = this;
    if (ring !== undefined && ring !== this) for (const other of ring.members) this.add(other);
  }

  /** A member was aborted. */
  leave(flight: Flight): void {
    this.members.delete(flight);
    this.release();
  }

  /** Lets those go on that wait for a member whose function has ended and are on the ring themselves; lands all when all have ended. */
  release(): void {
    for (const member of this.members) {
      if (!member.hasEnded) continue;
      const isInside = ({ flight }: { readonly flight: Flight | undefined }): boolean =>
        flight !== undefined && this.members.has(flight);
      const inside = member.waiters.filter(isInside);
      member.waiters = member.waiters.filter((waiter) => !isInside(waiter));
      for (const waiter of inside) waiter.refused(this.error);
    }
    if ([...this.members].every((member) => member.hasEnded)) this.#settle(this);
  }
}

/**
 * Which waiting a search counts: for those that were called; for those that an earlier evaluation read, too, which
 * are evaluated for a comparison alone (S16); for those that are followed, too (S17). Only calls close a cycle (S20).
 */
export type Width = "called" | "compared" | "followed";

let searches = 0;

/**
 * Whether `target` waits for `caller`, directly or through others: searched from both ends in turn, since
 * one of them mostly has little around it. Asked at every call of what is pending, so that nothing is
 * allocated but two stacks: who was seen bears the number of the search.
 *
 * Complexity: twice the smaller of what `target` waits for and what waits for `caller`.
 */
export function waitsFor(target: Flight, caller: Flight, width: Width): boolean {
  if (target === caller) return true;
  if (width === "called" && target.isComparing) return false;
  searches++;
  const below = [target];
  const above = [caller];
  for (;;) {
    const down = below.pop();
    if (down === undefined) return false;
    if (spreadDown(below, down, caller, width)) return true;
    const up = above.pop();
    if (up === undefined) return false;
    if (spreadUp(above, up, target, width)) return true;
  }
}

function spreadDown(to: Flight[], from: Flight, end: Flight, width: Width): boolean {
  if (spread(to, from.calls, end, "seenBelow", width)) return true;
  return width === "followed" && spread(to, leaderOf(from), end, "seenBelow", width);
}

function spreadUp(to: Flight[], from: Flight, end: Flight, width: Width): boolean {
  if (spread(to, from.callers, end, "seenAbove", width)) return true;
  return width === "followed" && spread(to, followersOf(from), end, "seenAbove", width);
}

function leaderOf({ following }: Flight): Flight[] {
  return following === undefined ? [] : [following.leader];
}

function followersOf({ followers }: Flight): Flight[] {
  return [...(followers ?? [])].map(({ flight }) => flight);
}

/** Takes on who was not seen yet from this end; `true` if the other end is among them. One that only compares waits for no call. */
function spread(
  to: Flight[],
  next: readonly Flight[],
  end: Flight,
  seen: "seenBelow" | "seenAbove",
  width: Width,
): boolean {
  for (const flight of next) {
    if (width === "called" && flight.isComparing) continue;
    if (flight === end) return true;
    if (flight.isDone || flight[seen] === searches) continue;
    flight[seen] = searches;
    to.push(flight);
  }
  return false;
}

/** What lies on the ways from `target` to `caller`: with a call of the one by the other all these wait for one another. */
export function between(target: Flight, caller: Flight, width: Width): Set<Flight> {
  const below = new Set(walk(target, (flight) => waitedFor(flight, width)));
  const above = walk(caller, (flight) => waiting(flight, width));
  return new Set([...above].filter((flight) => below.has(flight)));
}

/** An evaluation of the node in the same context that waits for `caller`, in whatever private continuation of it. */
export function sameAbove(cell: Cell, owner: number, caller: Flight): Flight | undefined {
  for (const flight of walk(caller, (each) => waiting(each, "compared")))
    if (flight.cell === cell && !flight.isAgain && flight.world.state?.owner === owner)
      return flight;
  return undefined;
}

function* walk(from: Flight, next: (flight: Flight) => readonly Flight[]): Generator<Flight> {
  const seen = new Set([from]);
  for (const flight of seen) {
    yield flight;
    for (const other of next(flight)) seen.add(other);
  }
}

function waitedFor(flight: Flight, width: Width): Flight[] {
  const called = flight.calls.filter((each) => counts(each, width));
  return width === "followed" ? [...called, ...leaderOf(flight)] : called;
}

function waiting(flight: Flight, width: Width): Flight[] {
  const callers = flight.callers.filter((each) => counts(each, width));
  return width === "followed" ? [...callers, ...followersOf(flight)] : callers;
}

function counts({ isDone, isComparing }: Flight, width: Width): boolean {
  return !isDone && !(isComparing && width === "called");
}
