import { AsyncBench, asyncProgramArbitrary, type AsyncProgramOptions } from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "../engine/settings.ts";
import { play, turns } from "./schedule.ts";

/** Plays random programs under random schedules; says how many came out right. */
async function always(options: AsyncProgramOptions): Promise<number> {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(asyncProgramArbitrary(options), fc.scheduler(), async (program, scheduler) => {
      await play(scheduler, new AsyncBench(program, { turn: turns(scheduler) }), program);
      played++;
    }),
    settings(),
  );
  return played;
}

const plain = { opening: false, errors: false, floats: false, options: false } as const;

test("[S1, S22] one flow, nothing changed: outcomes are the oracle's, and so they are at rest", async () => {
  expect(await always({ flows: 1, changes: false })).toBeGreaterThan(0);
});

test("[S22a] one context alone: outcomes are the oracle's under the layers at the call, with everything at once", async () => {
  expect(await always({ contexts: 1 })).toBeGreaterThan(0);
});

test("[S22a, S8] several contexts, but nobody enters one for longer than a call", async () => {
  expect(await always({ ...plain, runs: false })).toBeGreaterThan(0);
});

test("[S22a, S8] likewise with everything at once", async () => {
  expect(await always({ runs: false })).toBeGreaterThan(0);
});

test("[S22a, S8] likewise with runs: functions that neither fail nor open contexts", async () => {
  expect(await always(plain)).toBeGreaterThan(0);
});

test("[S22a, S19] likewise with failures, `Promise.all`, and calls that nobody awaits", async () => {
  expect(await always({ opening: false })).toBeGreaterThan(0);
});

test("[S22a, S21] likewise with contexts that functions open and wait in", async () => {
  expect(await always({ errors: false, floats: false })).toBeGreaterThan(0);
});

test("[S22a] likewise with runs and everything at once", async () => {
  expect(await always({})).toBeGreaterThan(0);
});

test("[S22h] likewise where all that is asynchronous is a flow", async () => {
  expect(await always({ ways: ["sync", "flow", "flow"] })).toBeGreaterThan(0);
});

test("[S17, S22a] likewise in a family that shares", async () => {
  expect(await always({ share: true })).toBeGreaterThan(0);
});

test("[S1] a graph of synchronous functions alone, used by flows", async () => {
  expect(await always({ ways: ["sync"] })).toBeGreaterThan(0);
});
