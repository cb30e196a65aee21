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
  const { owner, bindings, functionBindings } = world.now;
  const isIt = (frame: Frame): boolean => {
    if (frame.cell !== cell) return false;
    const there = frame.world.now;
    return (
      there.owner === owner &&
      there.bindings === bindings &&
      there.functionBindings === functionBindings
    );
  };
  return frames.findLast(isIt) ?? waiting.findLast(isIt);
}

/** The nodes of the cycle that the innermost evaluation is on, as far as it is known before its ring has settled. */
export function onCycle(): Node[] {
  return frames.slice(frames.at(-1)?.low).map((frame) => frame.cell.node);
}

/** Puts the innermost evaluation on the cycle that a call of `frame`'s node closes. */
export function closeCycle(frame: Frame): void {
  const caller = frames.at(-1);
  if (caller === frame) frame.isLoop = true;
  frame.isReached = true;
  reaches(frame.low);
}

/**
 * Begins what counts as calls, after an evaluation was compared with earlier ones. Nodes that wait since then, for
 * the ring of this one or of one beneath, were evaluated for a comparison alone: guesses, of which the function may
 * call none. A tweak is compared with nothing.
 */
export function endComparing(frame: Frame): void {
  if (frame.binding !== undefined) return;
  frame.guesses = waiting.length;
  frame.low = frame.index;
  for (let i = frame.waiting; i < waiting.length; i++) (waiting[i] as Frame).isReached = false;
}

/** Lets go of the guesses if none was called: only calls close a cycle (S20). */
export function dropGuesses({ waiting: first, guesses }: Frame): void {
  const all = waiting.slice(first, guesses);
  if (all.some((frame) => frame.isReached)) return;
  waiting.splice(first, all.length);
  for (const { cell } of all) cell.busy--;
}
