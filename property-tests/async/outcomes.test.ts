import { AsyncBench, asyncProgramArbitrary, type AsyncProgramOptions } from "@dug/testing";
import fc from "fast-check";
import { test } from "vitest";
import { settings } from "../engine/settings.ts";
import { play, turns } from "./schedule.ts";

/** Plays random programs under random schedules. */
async function always(options: AsyncProgramOptions): Promise<void> {
  await fc.assert(
    fc.asyncProperty(asyncProgramArbitrary(options), fc.scheduler(), async (program, scheduler) => {
      await play(scheduler, new AsyncBench(program, { turn: turns(scheduler) }), program);
    }),
    settings(),
  );
}

const plain = { opening: false, errors: false, floats: false, options: false } as const;

test("[S1, S22] one flow, nothing changed: outcomes are the oracle's, and so they are at rest", async () => {
  await always({ flows: 1, changes: false });
});

test("[S22a] outcomes are the oracle's under the layers at the call: functions that neither fail nor open contexts", async () => {
  await always(plain);
});

test("[S22a, S19] likewise with failures, `Promise.all`, and calls that nobody awaits", async () => {
  await always({ opening: false });
});

test("[S22a, S21] likewise with contexts that functions open and wait in", async () => {
  await always({ errors: false, floats: false });
});

test("[S22a] likewise with everything at once", async () => {
  await always({});
});

test("[S22h] likewise where all that is asynchronous is a flow", async () => {
  await always({ ways: ["sync", "flow", "flow"] });
});

test("[S1] a graph of synchronous functions alone, used by flows", async () => {
  await always({ ways: ["sync"] });
});
