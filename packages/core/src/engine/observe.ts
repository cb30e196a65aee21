import type { Cell } from "../kernel/cell.ts";
import type { Context } from "../context.ts";
import { callBack } from "../current.ts";
import type { Family } from "../kernel/family.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Node } from "../identity/node.ts";
import { report } from "../report.ts";
import type { World } from "./world.ts";

/**
 * What is told of a node. `hit`: a cached outcome was read. `reused`: an earlier evaluation took the place of a run (S16).
 * `shared`: one of another context of the family did (S17). `verified`: a cached node was run again to see (S27).
 * `masked`: the node's entry was dropped, by a tweak or on re-entry. `invalidated`: by an invalidation.
 */
type NodeEventKind = "hit" | "reused" | "shared" | "verified" | "masked" | "invalidated";

/** Something that the engine did in a context. */
export type DugEvent =
  | {
      /** The node's function ran: `ms` in all, `self` without what it called; of an asynchronous one `self` is the time to its first await. */
      readonly kind: "evaluated";
      readonly context: Context;
      readonly node: Node;
      readonly failed: boolean;
      readonly ms: number;
      readonly self: number;
    }
  | {
      [K in NodeEventKind]: {
        readonly kind: K;
        readonly context: Context;
        readonly node: Node;
      };
    }[NodeEventKind]
  | {
      /** A context was entered or left. */
      [K in "entered" | "left"]: { readonly kind: K; readonly context: Context };
    }["entered" | "left"];

/** Hears events. It cannot call memoised functions, nor change or read out contexts while something is evaluated (S21); what it throws is reported, not thrown on. */
export type Listener<K extends DugEvent["kind"] = DugEvent["kind"]> = (
  event: Extract<DugEvent, { readonly kind: K }>,
) => void;

/** Who listens to a family, by what they want to hear. */
export type Listeners = { readonly [K in DugEvent["kind"]]?: readonly Listener[] };

/** Whether anybody wants to hear of such events in the context's family: else nothing is made to be told. */
export function isHeard(world: World, kind: DugEvent["kind"]): boolean {
  const family = world.state?.family;
  return family?.isHeard === true && family.listeners[kind] !== undefined;
}

/** What runs while a listener does. */
export const aListener = "a listener";

/** Tells everybody who wants to hear it. */
export function tell(world: World, event: DugEvent): void {
  for (const listener of world.state?.family.listeners[event.kind] ?? []) {
    try {
      callBack(aListener, () => listener(event));
    } catch (error) {
      report(error);
    }
  }
}

/** Tells the same of each of some nodes. @returns whether anybody was told of any */
export function emit(world: World, kind: NodeEventKind, cells: readonly Cell[]): boolean {
  if (!isHeard(world, kind)) return false;
  for (const cell of cells) tell(world, { kind, context: world.context, node: cell.node });
  return cells.length > 0;
}

/** All kinds of events. */
const eventKinds: readonly DugEvent["kind"][] = [
  "evaluated",
  "hit",
  "reused",
  "shared",
  "verified",
  "masked",
  "invalidated",
  "entered",
  "left",
];

/** Has a listener hear a family, until the function that is returned is called. @throws {InvalidArgumentError} */
export function listen(
  family: Family,
  first: Listener | readonly DugEvent["kind"][],
  second: Listener | undefined,
): () => void {
  const kinds = typeof first === "function" ? eventKinds : first;
  const listener = typeof first === "function" ? first : second;
  if (typeof listener !== "function" || !Array.isArray(kinds))
    throw new InvalidArgumentError(
      "observe",
      "expected a function of an event, after a list of kinds perhaps",
    );
  const hear: Listener = (event) => listener(event); // its own each time, so that stopping it stops no other
  family.listeners = listening(family.listeners, kinds, (list) => [...list, hear]);
  return () => {
    family.listeners = listening(family.listeners, kinds, (list) =>
      list.filter((other) => other !== hear),
    );
  };
}

/** With one more listener, or one fewer. */
function listening(
  listeners: Listeners,
  kinds: readonly DugEvent["kind"][],
  change: (list: readonly Listener[]) => readonly Listener[],
): Listeners {
  const next: { -readonly [K in DugEvent["kind"]]?: readonly Listener[] } = { ...listeners };
  for (const kind of kinds) {
    const list = change(next[kind] ?? []);
    if (list.length > 0) next[kind] = list;
    else delete next[kind];
  }
  return next;
}
