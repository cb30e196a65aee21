import type { Tweaks } from "@dug/core";
import { RefContext, type RefSnapshot } from "../reference/context.ts";
import type { SnapshotPair } from "./bench.ts";

/**
 * Whether the oracle, which knows the present world only, can say what a context's values are. A change of
 * the world is declared in every context, but a snapshot stays what it was (S11): a base value that a
 * context with a snapshot above it finds beneath a shift may be of the world at that time (S3, S16a). The
 * reference answers for these, too, so only the oracle is spared them.
 *
 * @param snapshots those taken so far
 * @param world how often the world has changed
 */
export function isTold(
  ref: RefContext,
  snapshots: readonly SnapshotPair[],
  world: number,
): boolean {
  return !ref.layers.some(hasShift) || oldestWorld(ref, snapshots, world) === world;
}

/** How often the world had changed for the oldest snapshot above a context; if there is none, how often it has now. */
export function oldestWorld(
  ref: RefContext,
  snapshots: readonly SnapshotPair[],
  world: number,
): number {
  let at: RefContext | RefSnapshot | undefined = ref;
  while (at instanceof RefContext) at = at.parent;
  return snapshots.find((each) => each.ref === at)?.oldestWorld ?? world;
}

function hasShift({ nodes, functions }: Tweaks): boolean {
  return (
    nodes.some((to) => to.kind !== "value") ||
    functions.some((list) => list.some(({ to }) => to.kind !== "value"))
  );
}
