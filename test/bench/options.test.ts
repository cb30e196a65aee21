import { expect, test } from "vitest";
import { readOptions, UsageError } from "../../packages/bench/src/options.ts";

test("nothing said means everything, three rounds", () => {
  expect(readOptions([])).toEqual({
    isQuick: false,
    only: [],
    peers: [],
    rounds: 3,
    clock: "wall",
    out: ".cache/bench.json",
    make: "nothing",
  });
});

test("workloads and peers are chosen by name, in whatever case", () => {
  expect(
    readOptions(["--only", "hit", "--only=COST AXIS", "--peer", "Dug", "--rounds", "7", "--cpu"]),
  ).toMatchObject({ clock: "cpu", only: ["HIT", "COST AXIS"], peers: ["dug"], rounds: 7 });
});

test("the quick form has one round", () => {
  expect(readOptions(["--quick", "--rounds", "7"])).toMatchObject({ isQuick: true, rounds: 1 });
});

test("what is published is everything, and may be made again from the results that are there", () => {
  expect(readOptions(["--publish", "--cpu"])).toMatchObject({ clock: "cpu", make: "publish" });
  expect(readOptions(["--page"])).toMatchObject({ make: "page" });
});

test("help is asked for", () => {
  expect(readOptions(["--help"])).toBeUndefined();
});

test.each([
  [["--rounds", "0"], "--rounds is a number from 1 on"],
  [["--rounds", "many"], "--rounds is a number from 1 on"],
  [["--only", "HOT"], 'there is no workload "HOT"; there is: HIT,'],
  [["--peer", "redux"], 'there is no peer "redux"; there is: dug,'],
  [["--fast"], "--fast"],
  [["--publish", "--quick"], "--publish measures everything"],
  [["--publish", "--only", "HIT"], "--publish measures everything"],
  [["--publish", "--peer", "dug"], "--publish measures everything"],
])("%j is refused with a sentence", (args, message) => {
  const read = (): unknown => readOptions(args);
  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
});
