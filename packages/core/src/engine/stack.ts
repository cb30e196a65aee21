import type { Cell } from "../kernel/cell.ts";
import { tick } from "../clock.ts";
import { ambient } from "../current.ts";
import type { Entry } from "../kernel/entry.ts";
import { Frame } from "./frame.ts";
import type { Scratch } from "./scratch.ts";
import { synchronous } from "./task.ts";
import { bindingOf } from "../kernel/state.ts";
import type { Node } from "../identity/node.ts";
import type { World } from "./world.ts";

/** The evaluations under way, outermost first. Empty whenever no memoised call is being answered. */
export const frames: Frame[] = [];

/** Evaluations that ended on a cycle whose first node is still under way: nodes of a ring that has not settled (S20). */
export const waiting: Frame[] = [];

/** What the running code keeps for the time being (S19). */
export function scratch(): Scratch {
  return (ambient.level?.task ?? synchronous).scratch;
}

/** What is kept of a node for the time being. */
export function scratched(world: World, cell: Cell): Entry | undefined {
  return scratch().find(world, cell);
}

/** Begins an evaluation. */
export function push(world: World, cell: Cell): Frame {
  const binding = bindingOf(world.now, cell);
  const frame = new Frame(world, cell, binding, frames.length, waiting.length, tick());
  frames.push(frame);
  cell.busy++;
  return frame;
}

/** Ends the innermost evaluation. On a ring that has not settled, the one that called it is on the ring, too. */
export function pop(): void {
  const frame = frames.pop() as Frame;
  if (frame.low < frame.index) {
    waiting.push(frame);
    reaches(frame.low);
  } else frame.cell.busy--;
}

/** Notes that the innermost evaluation can reach the one at `index`. */
function reaches(index: number): void {
  const caller = frames.at(-1);
  if (caller !== undefined) caller.low = Math.min(caller.low, index);
}

/** Ends evaluations that the engine itself failed in, down to a height of the stack. */
export function abandon(height: number): void {
  const bottom = frames[height];
  if (bottom === undefined) return;
  for (const frame of frames.splice(height)) frame.cell.busy--;
  for (const frame of waiting.splice(bottom.waiting)) frame.cell.busy--;
}

/**
 * The evaluation of a node that is under way, or waits for its ring to settle: a call of it closes a
 * cycle. Only in one context: a node that opens a context and calls itself there recurses (S20). A dynamic
 * context can stand under a snapshot of itself: it is the same one only under the same tweaks.
 *
 * Complexity: O(1) if nobody evaluates the node, in any context; else the height of the stack.
 */
export function underWay(world: World, cell: Cell): Frame | undefined {
  if (cell.busy === 0) return undefined;
  const isIt = (frame: Frame): boolean => isOf(frame, world, cell);
  return frames.findLast(isIt) ?? waiting.findLast(isIt);
}

/**
 * The same of a node that is called, as far as the call leads back there by calls alone. Where an evaluation is
 * only compared, what is brought up for that may be what the function would not call: from there on down a node
 * is evaluated once more, and what is beneath it takes that.
 */
export function calledBy(world: World, cell: Cell): Frame | undefined {
  if (cell.busy === 0) return undefined;
  const compares = frames.findLastIndex((frame) => !frame.isCalling);
  const isIt = (frame: Frame): boolean => isOf(frame, world, cell);
  const found =
    frames.slice(compares + 1).findLast(isIt) ??
    waiting.slice(frames[compares]?.waiting).findLast(isIt);
  if (found === undefined) for (const frame of frames) if (isIt(frame)) frame.isOvertaken = true;
  return found;
}

function isOf(frame: Frame, { now }: World, cell: Cell): boolean {
  if (frame.cell !== cell) return false;
  const { owner, bindings, functionBindings } = frame.world.now;
  return (
    owner === now.owner && bindings === now.bindings && functionBindings === now.functionBindings
  );
}

/** The nodes of the cycle that the innermost evaluation is on, as far as it is known before its ring has settled. */
export function onCycle(): Node[] {
  return frames.slice(frames.at(-1)?.low).map((frame) => frame.cell.node);
}

/** Puts the innermost evaluation on the cycle that a call of `frame`'s node closes. */
export function closeCycle(frame: Frame): void {
  const caller = frames.at(-1);
  if (caller === frame) frame.isLoop = true;
  reaches(frame.low);
}
