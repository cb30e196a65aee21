import { begin } from "./begin.ts";
import type { Entry } from "../kernel/entry.ts";
import { Outcome } from "../kernel/entry.ts";
import { noteCall, pinOf, prepare } from "./join.ts";
import { at, type Level } from "../current.ts";
import { settled } from "./task.ts";
import { isToVerify, requireSame } from "./verify.ts";
import type { World } from "./world.ts";

/**
 * Runs a cached asynchronous node's function again to see whether it comes out the same (S27), before its
 * caller gets what is cached.
 *
 * @returns a promise that rejects with `UntrackedReadError` when it does not; `undefined` if the node is
 * not one to be verified
 */
export function verifyAsync(level: Level, world: World, entry: Entry): Promise<void> | undefined {
  const isAgain = level.frame?.flight?.isAgain === true;
  if (isAgain || !isToVerify(entry)) return undefined;
  const flight = prepare(pinOf(world), entry.cell, level.task);
  flight.isAgain = true;
  if (level.frame?.flight !== undefined) noteCall(flight, level.frame.flight);
  return new Promise((resolve, reject) => {
    at(flight.level, () => {
      begin(flight, (_, failed, value) => {
        const isAborted = flight.over?.kind === "aborted";
        flight.over ??= settled;
        flight.frame.isOver = true;
        flight.hasLanded = true;
        try {
          if (!isAborted) requireSame(world, entry, new Outcome(entry.cell, failed, value));
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
  });
}
