import fc from "fast-check";
import { expect, test } from "vitest";
import { followsRules } from "../../../property-tests/engine/follows.ts";
import { settings } from "../../../property-tests/engine/settings.ts";

test("[S1–S27] after every command the engine does what the rules say", () => {
  expect(() => fc.assert(followsRules(), settings())).not.toThrow();
});
