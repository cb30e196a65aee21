import type { Era } from "../engine/era.ts";
import type { Flight } from "../engine/flight.ts";
import type { Node } from "../identity/node.ts";
import { cellIn } from "../kernel/tweak.ts";
import type { World } from "../engine/world.ts";

/** An asynchronous evaluation that has not settled. */
export interface Pending {
  readonly node: Node;
  /** What it called and has not settled either; the node itself where it waits for what another context makes of it (S17). */
  readonly waitsFor: readonly Node[];
}

/** The evaluations of a context that have not settled, those of its present state first. */
export function pendingIn(world: World): Pending[] {
  return flightsIn(world).map(({ cell, calls, following }) => ({
    node: cell.node,
    waitsFor: [...calls, ...(following === undefined ? [] : [following.leader])]
      .filter((flight) => !flight.isDone)
      .map((flight) => flight.cell.node),
  }));
}

/** Whether an evaluation of a node is pending in a context's present state. */
export function isPending(world: World, node: Node): boolean {
  const { state, flights } = world.era;
  return state !== undefined && flights?.has(cellIn(state.family, node)) === true;
}

function flightsIn(world: World): Flight[] {
  const found: Flight[] = [];
  for (let era: Era | undefined = world.era; era !== undefined; era = era.previous)
    found.push(...(era.flights?.values() ?? []));
  return found;
}
