import { expect, test } from "vitest";
import { ScenarioFileError } from "../../packages/scenarios/src/errors.ts";
import { Lines } from "../../packages/scenarios/src/spec/lines.ts";
import { parseJSON } from "../../packages/scenarios/src/spec/json-text.ts";

test.each([
  ["", "s.json:1:1: not valid JSON: it ends too early"],
  ['[\n  {"name": "a",', "s.json:2:16: not valid JSON: it ends too early"],
  ["[\r  1,\r\n]", 's.json:3:1: not valid JSON: "]" does not fit here'],
  ["[\n  1,\n]", 's.json:3:1: not valid JSON: "]" does not fit here'],
  ["[1 2]", 's.json:1:4: not valid JSON: "2" does not fit here'],
  ["[NaN]", 's.json:1:2: not valid JSON: "N" does not fit here'],
  ["// no\n[]", 's.json:1:1: not valid JSON: "/" does not fit here'],
])("%j is no JSON, and the message says where", (text, message) => {
  expect(() => parseJSON(new Lines(text, "s.json"))).toThrow(ScenarioFileError);
  expect(() => parseJSON(new Lines(text, "s.json"))).toThrow(message);
});

test("a byte order mark does no harm", () => {
  expect(parseJSON(new Lines("\uFEFF[]", "s.json")).type).toBe("Array");
});
