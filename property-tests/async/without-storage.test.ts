import fc from "fast-check";
import { expect, test } from "vitest";
import { counted, without } from "../../test/support/async-storage.ts";
import { settings } from "../engine/settings.ts";
import { flowCycles, flowPrograms, playAll } from "./flows.ts";

test("[S22h] without asynchronous context `flow` has the oracle's outcomes, with everything at once", async () => {
  await without(async () => {
    const testing = await import("@dug/testing");
    expect(await playAll(testing, flowPrograms(testing))).toBeGreaterThan(0);
  });
});

test("[S22h] and finds the same cycles", async () => {
  await without(async () => {
    const testing = await import("@dug/testing");
    expect(await playAll(testing, flowCycles(testing))).toBeGreaterThan(0);
  });
});

test("[S22h] a purely synchronous program never constructs an AsyncLocalStorage, whatever it does", async () => {
  const made = await counted(async (_, count) => {
    const {
      buildGraph,
      contextCommands,
      graphArbitrary,
      graphSubject,
      replacementArbitrary,
      wholeArbitrary,
    } = await import("@dug/testing");
    fc.assert(
      fc.property(
        graphArbitrary({ cycles: true }),
        fc.array(replacementArbitrary, { minLength: 6, maxLength: 6 }),
        fc.array(wholeArbitrary, { minLength: 4, maxLength: 4 }),
        contextCommands(),
        (spec, singles, wholes, commands) => {
          commands.run(graphSubject(buildGraph(spec), singles, wholes));
        },
      ),
      settings(),
    );
    return count();
  });

  expect(made).toBe(0);
});
