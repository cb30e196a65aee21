import type * as testing from "@dug/testing";
import type { AsyncProgram } from "@dug/testing";
import fc from "fast-check";
import { settings } from "../engine/settings.ts";
import { play, turns } from "./schedule.ts";

/** The package, which a test may have loaded anew. */
type Testing = typeof testing;

/** Programs in which all that is asynchronous is a flow, runs included. */
export function flowPrograms({ asyncProgramArbitrary }: Testing): fc.Arbitrary<AsyncProgram> {
  return asyncProgramArbitrary({ ways: ["sync", "flow", "flow"] }).map((program) => ({
    ...program,
    flows: program.flows.map((actions) =>
      actions.map((action) =>
        action.kind === "run" ? { ...action, way: "flow" as const } : action,
      ),
    ),
  }));
}

/** Such programs with cycles and without runs. */
export function flowCycles({ asyncProgramArbitrary }: Testing): fc.Arbitrary<AsyncProgram> {
  return asyncProgramArbitrary({
    ways: ["sync", "flow", "flow"],
    cycles: true,
    floats: false,
  }).map((program) => ({
    ...program,
    flows: program.flows.map((actions) =>
      actions.flatMap((action) => (action.kind === "run" ? [] : [action])),
    ),
  }));
}

/** Plays random programs under random schedules; says how many came out as the oracle says. */
export async function playAll(
  { AsyncBench }: Testing,
  programs: fc.Arbitrary<AsyncProgram>,
): Promise<number> {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(programs, fc.scheduler(), async (program, scheduler) => {
      await play(scheduler, new AsyncBench(program, { turn: turns(scheduler) }), program);
      played++;
    }),
    settings(),
  );
  return played;
}
