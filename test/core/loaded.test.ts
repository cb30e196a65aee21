import { functionNamed, functionsTagged, memoize, UnknownFunctionError } from "@dug/core";
import { expect, test } from "vitest";

const spot = memoize("loaded/spot", (ticker: string) => ticker.length, { tags: ["loaded-equity"] });
const vol = memoize("loaded/vol", () => 1, { tags: ["loaded-equity", "loaded-risk"] });
memoize("loaded/plain", () => 1);
memoize(() => 1, { tags: ["loaded-equity"] });

test("[S25] a loaded function is found by its name", () => {
  expect(functionNamed("loaded/vol")).toBe(vol);
  expect(() => functionNamed("loaded/vols")).toThrow('the nearest is "loaded/vol"');
});

test("functions are found by a tag, those without a name apart", () => {
  expect(functionsTagged("loaded-equity")).toEqual([spot, vol]);
  expect(functionsTagged("loaded-risk")).toEqual([vol]);
});

test("a tag that no function has is told, with the nearest", () => {
  expect(() => functionsTagged("loaded-riks")).toThrow(UnknownFunctionError);
  expect(() => functionsTagged("loaded-riks")).toThrow('the nearest is "loaded-risk"');
});

test("a redefinition brings its own tags", () => {
  memoize("loaded/moved", () => 1, { tags: ["loaded-before"] });
  const moved = memoize("loaded/moved", () => 2, { redefine: true, tags: ["loaded-after"] });
  expect(functionsTagged("loaded-after")).toEqual([moved]);
  expect(() => functionsTagged("loaded-before")).toThrow(UnknownFunctionError);
});
