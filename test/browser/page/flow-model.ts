import * as testing from "@dug/testing";
import { expect, test } from "vitest";
import { flowCycles, flowPrograms, playAll } from "../../../property-tests/async/flows.ts";

test("[S22h] random programs of flows have the oracle's outcomes, whatever the schedule", async () => {
  expect(await playAll(testing, flowPrograms(testing))).toBeGreaterThan(49);
});

test("[S22h] so they have with cycles, which are found", async () => {
  expect(await playAll(testing, flowCycles(testing))).toBeGreaterThan(49);
});
