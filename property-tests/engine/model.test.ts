import {
  buildGraph,
  contextCommands,
  graphArbitrary,
  graphSubject,
  replacementArbitrary,
  wholeArbitrary,
} from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Crossings } from "./crossings.ts";
import { settings } from "./settings.ts";

test("[S1–S27] after every command the engine does what the rules say, and the features meet", () => {
  const crossings = new Crossings();
  fc.assert(
    fc.property(
      graphArbitrary({ cycles: true }),
      fc.array(replacementArbitrary, { minLength: 6, maxLength: 6 }),
      fc.array(wholeArbitrary, { minLength: 4, maxLength: 4 }),
      contextCommands(),
      (spec, singles, wholes, commands) => {
        crossings.note(spec, commands);
        commands.run(graphSubject(buildGraph(spec), singles, wholes));
      },
    ),
    settings(),
  );
  process.stdout.write(`${crossings}\n`);
  expect(crossings.missing).toEqual([]);
});
