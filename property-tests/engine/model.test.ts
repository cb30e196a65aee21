import fc from "fast-check";
import { expect, test } from "vitest";
import { Crossings } from "./crossings.ts";
import { features, textOf } from "./features.ts";
import { followsRules } from "./follows.ts";
import { settings } from "./settings.ts";

test("[S1–S27] after every command the engine does what the rules say, and the features meet", () => {
  const crossings = new Crossings(features);
  fc.assert(
    followsRules((spec, commands) => crossings.note(textOf(spec, commands))),
    settings(),
  );
  process.stdout.write(`${crossings}\n`);
  expect(crossings.missing).toEqual([]);
});
