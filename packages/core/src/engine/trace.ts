import { collectInner } from "./inner.ts";
import type { Entry } from "../kernel/entry.ts";
import type { Frame } from "./frame.ts";
import type { World } from "./world.ts";
import { record } from "../kernel/reads.ts";

/**
 * Records what a call gave. In another context than the frame's own it was read in one that the function
 * opened (S21); of an evaluation that is not cached nobody asks for that.
 */
export function trace(frame: Frame, world: World, entry: Entry): void {
  if (entry.extras.volatile === true) frame.isVolatile = true;
  if (world === frame.world) record(frame, entry.outcome);
  else if (!frame.isVolatile) {
    const inner = (frame.inner ??= new Map());
    collectInner(frame.world, inner, entry, world, frame.collectedIn(world.now));
  }
}
