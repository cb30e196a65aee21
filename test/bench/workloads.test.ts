import { describe, expect, test } from "vitest";
import { Bench } from "../../packages/bench/src/bench.ts";
import { loadPeer, workloads } from "../../packages/bench/src/catalogue.ts";
import type { Forkable, Graph, Memo, Peer } from "../../packages/bench/src/graph.ts";
import type { Model } from "../../packages/bench/src/models/model.ts";

/** A peer whose graphs, their scenarios included, have a sum that goes wrong. */
async function spoilt(by: (sum: number, model: Model) => number): Promise<Peer> {
  const { changeable: build } = await loadPeer("dug");
  if (build === undefined) throw new Error("dug's leaves can be changed");
  const wrong = <G extends Graph>(graph: G, model: Model): G => {
    const { sum } = graph;
    graph.sum = (nodes) => by(sum.call(graph, nodes), model);
    return graph;
  };
  const changeable = (model: Model): Forkable => {
    const graph = wrong(build(model), model);
    const { scenario } = graph;
    graph.scenario = (leaf, value) => wrong(scenario.call(graph, leaf, value), model);
    return graph;
  };
  const memo: Memo = { call: () => 1, within: (body) => body() };
  return { name: "dug", build: changeable, changeable, memoize: () => memo };
}

/** Those that are given their peer, and do not build on dug itself. */
const apart = ["ASYNC", "BOOK"];
const open = workloads.filter(({ name, peers }) => peers.length > 1 && !apart.includes(name));
const running = (name: string, peer: Peer) => (): void => {
  const found = open.find((each) => each.name === name);
  void found?.run(peer, new Bench(found.measures, true)); // these are synchronous
};

describe("a wrong value is noticed by", () => {
  const unread = ["MEMORY", "MILLION"]; // they read values only where these were checked, or count bytes
  test.each(open.map(({ name }) => name).filter((name) => !unread.includes(name)))(
    "%s",
    async (name) => {
      const peer = await spoilt((sum) => sum + 1);
      expect(running(name, peer)).toThrow(/: the value is /);
    },
  );
});

describe("a run too many is noticed by", () => {
  test.each(["HIT", "COLD", "RETWEAK", "FANOUT", "REVISIT", "WIDE", "CHAIN", "MILLION"])(
    "%s",
    async (name) => {
      const peer = await spoilt((sum, model) => (model.runs++, sum));
      expect(running(name, peer)).toThrow(/: functions ran \d+ times, and should have run \d+/);
    },
  );
});

test("every workload has a name of its own, measures, and dug among its peers", () => {
  expect(new Set(workloads.map(({ name }) => name)).size).toBe(workloads.length);
  const told = workloads.map(({ measures, curves = [] }) => measures.length + curves.length);
  expect(Math.min(...told)).toBeGreaterThan(0);
  expect(workloads.filter(({ peers }) => !peers.includes("dug"))).toEqual([]);
  const names = workloads.flatMap(({ measures }) => measures.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});

test("a sample must belong to a measure of the workload", () => {
  expect(() => new Bench([], false).note("HIT", 1)).toThrow('no measure "HIT"');
});

test("where the clock does not count, work is done once and nothing is timed", () => {
  const bench = new Bench([{ name: "HIT", unit: "ns" }], true);
  let times = 0;
  bench.time("HIT", 1, () => times++);
  expect(times).toBe(1);
  expect(bench.findings.samples).toEqual({});
});

test("the first slice, in which code is compiled, is not counted", () => {
  let now = 0;
  const bench = new Bench([{ name: "HIT", unit: "ns" }], false, () => now, 4);
  bench.time("HIT", 2, () => (now = 2 * now + 1)); // takes 1, 2, 4, 8, 16 ms
  expect(bench.findings.samples).toEqual({ HIT: [1e6, 2e6, 4e6, 8e6] });
});

test("an overhead is what a slice takes more than the reference by its side", () => {
  let now = 0;
  const bench = new Bench([{ name: "COST", unit: "%" }], false, () => now, 2);
  bench.overhead(
    "COST",
    () => (now += 15),
    () => (now += 10),
  );
  expect(bench.findings.samples).toEqual({ COST: [50, 50] });
});

test("too many bytes fail where the clock does not count", () => {
  const bench = new Bench([{ name: "MEMORY", unit: "bytes" }], true);
  expect(() => bench.bytes("MEMORY", 31, 30)).toThrow("MEMORY: 31.0 bytes, and 30 should do");
  bench.bytes("MEMORY", 30, 30);
  expect(bench.findings.samples).toEqual({ MEMORY: [30] });
});

test("bytes are told in the unit of their measure", () => {
  const bench = new Bench([{ name: "CHILDREN", unit: "GB" }], false);
  bench.bytes("CHILDREN", 2.5e9, 0);
  expect(bench.findings.samples).toEqual({ CHILDREN: [2.5] });
});

test("a curve has a point a slice, in µs a unit, but for the first one", () => {
  let now = 0;
  const bench = new Bench([], false, () => now, 2);
  bench.timeAt("cone", 10, 4, () => (now = 2 * now + 1)); // takes 1, 2, 4 ms
  expect(bench.findings.points).toEqual({
    cone: [
      [10, 500],
      [10, 1_000],
    ],
  });
});
