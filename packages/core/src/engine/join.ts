import type { Cell } from "../kernel/cell.ts";
import { tick } from "../clock.ts";
import { Flight, type Waiter } from "./flight.ts";
import { breakRing } from "./follow.ts";
import { between, Ring, sameAbove, waitsFor } from "./flight-ring.ts";
import { Frame } from "./frame.ts";
import { settleFlights } from "./land.ts";
import { bindingOf } from "../kernel/state.ts";
import { scratchIn, synchronous, type Task } from "./task.ts";
import { World } from "./world.ts";

/** A context as it stands now, whatever becomes of it: where what is called now is evaluated (S22a). */
export function pinOf(world: World): World {
  return (world.era.pin ??= World.pinned(world));
}

/**
 * The evaluation of a node that is pending in a context's present state, or a new one: `isNew` ones are to
 * be started once somebody waits for them.
 */
export function flightTo(
  world: World,
  cell: Cell,
  { task, flight }: Pick<Waiter, "task" | "flight">,
): { readonly target: Flight; readonly isNew: boolean } {
  const pin = pinOf(world);
  const flights = (pin.era.flights ??= new Map());
  const pending = flights.get(cell) ?? (flight && aboveBase(pin, cell, flight));
  if (pending !== undefined) return { target: pending, isNew: false };
  const target = prepare(pin, cell, task);
  flights.set(cell, target);
  cell.busy++;
  return { target, isNew: true };
}

/** Beneath a shift its context's parent is continued in private, under the same name: what is evaluated there may wait for the node as it is evaluated in the parent (S20). */
function aboveBase({ now, origin }: World, cell: Cell, flight: Flight): Flight | undefined {
  const isContinuation = now.owner !== origin.id;
  return isContinuation && cell.busy > 0 ? sameAbove(cell, now.owner, flight) : undefined;
}

/** An evaluation that nobody knows of yet. */
export function prepare(pin: World, cell: Cell, task: Task): Flight {
  const frame = new Frame(pin, cell, bindingOf(pin.now, cell), -1, 0, tick());
  const flight = new Flight(frame, scratchIn(task));
  frame.flight = flight;
  return flight;
}

/**
 * Has somebody wait for an evaluation. `false`: by that some would wait for one another, who are now on a ring (S20);
 * or who would wait only compares, and goes on without.
 */
export function attach(target: Flight, waiter: Waiter, isNew: boolean): boolean {
  const { flight } = waiter;
  if (isNew || flight === undefined) return enlist(target, waiter);
  const isNear = waitsFor(target, flight, "compared");
  if (isNear && flight.isComparing) return false;
  const isRing = isNear && waitsFor(target, flight, "called");
  if (isRing && !joinRing(target, flight)) return false;
  if (isRing) note(target, waiter);
  else enlist(target, waiter);
  // Those on a ring wait for one another, too: until the functions of all have ended.
  breakRing(target, flight, isNear);
  if (isRing) flight.ring?.release();
  return !isRing;
}

/** Enters somebody among those who wait for an evaluation. */
function enlist(target: Flight, waiter: Waiter): true {
  note(target, waiter);
  target.waiters.push(waiter);
  target.holders++;
  return true;
}

/** Who calls whom, by which an abort and a ring find their way. */
function note(target: Flight, { task, flight }: Waiter): void {
  if (flight !== undefined) noteCall(target, flight);
  if (task !== flight && task !== synchronous) task.calls.push(target);
}

/** Notes that one evaluation waits for another. */
export function noteCall(target: Flight, caller: Flight): void {
  caller.calls.push(target);
  target.callers.push(caller);
}

/**
 * Puts those that wait for one another on a ring. `false`: one of them only runs again what is cached (S27),
 * and is on no cycle, whatever it calls now; so the call is refused, and who made it is not cached.
 */
function joinRing(target: Flight, caller: Flight): boolean {
  const all = between(target, caller, "called");
  if ([...all].some(({ isAgain }) => isAgain)) {
    caller.frame.isVolatile = true;
    return false;
  }
  const ring = caller.ring ?? new Ring(settleFlights);
  for (const flight of all) ring.add(flight);
  return true;
}
