import type { AsyncBench, AsyncProgram } from "@dug/testing";
import type fc from "fast-check";
import { turn } from "../../test/support/deferred.ts";

/**
 * Lets a scheduler decide who goes on, until some work is done. Between two of its choices everything runs
 * that waits for nothing else.
 *
 * @throws {Error} when the work is not done, and nobody is left who could go on
 */
export async function drain(scheduler: fc.Scheduler, work: Promise<unknown>): Promise<void> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined); // it is awaited below
  for (let idle = 0; idle < 10; idle++) {
    await turn();
    if (isDone) return void (await done);
    if (scheduler.count() === 0) continue;
    idle = 0;
    await scheduler.waitNext(1);
  }
  throw new Error("It hangs: nobody is left who could go on.");
}

/** Plays all flows of a program to their end under a scheduler, then looks at everything at rest. */
export async function play(
  scheduler: fc.Scheduler,
  bench: AsyncBench,
  program: AsyncProgram,
): Promise<void> {
  await drain(
    scheduler,
    Promise.all(program.flows.map((actions, i) => bench.flow(actions, `flow ${i}`))),
  );
  await leftovers(scheduler);
  bench.quiet();
  await drain(scheduler, bench.rest());
  await leftovers(scheduler);
  bench.quiet();
  bench.verdict();
}

/** Lets everybody go on who is left: what nobody awaits. */
export async function leftovers(scheduler: fc.Scheduler): Promise<void> {
  for (await turn(); scheduler.count() > 0; await turn()) await scheduler.waitNext(1);
}

/** A turn that a scheduler gives. */
export function turns(scheduler: fc.Scheduler): (who: string) => Promise<unknown> {
  return (who) => scheduler.schedule(Promise.resolve(), who);
}
