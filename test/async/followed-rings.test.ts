import { AsyncBench, type AsyncProgram } from "@dug/testing";
import { expect, test } from "vitest";
import { standing, turn } from "../support/deferred.ts";

type Body = AsyncProgram["graph"]["functions"][number]["body"];
type Call = Extract<Body, { readonly kind: "call" }>;

const zero = { kind: "number", value: 0 } as const;
const call = (back: number, argument: number, ahead = false): Call => ({
  kind: "call",
  back,
  argument,
  ahead,
});

/** Both functions are on a cycle, and one of its nodes is shifted. */
const program: AsyncProgram = {
  graph: {
    cycles: true,
    functions: [
      {
        way: "promise",
        nodes: 2,
        reuse: true,
        cacheErrors: undefined,
        body: { kind: "choose", test: { kind: "pause" }, odd: zero, even: call(0, 0, true) },
      },
      {
        way: "flow",
        nodes: 1,
        reuse: true,
        cacheErrors: undefined,
        body: { kind: "settled", of: [call(0, 1), call(0, 0)], modulus: 2 },
      },
      { way: "sync", nodes: 1, reuse: false, cacheErrors: undefined, body: zero },
    ],
  },
  singles: [{ kind: "value", value: 0 }],
  wholes: [{ to: { kind: "callback", use: "base", by: 1 }, where: "first" }],
  tree: [{ parent: 0, retain: true }],
  share: true,
  flows: [
    [
      {
        kind: "run",
        context: 0,
        way: "async",
        actions: [
          { kind: "tweakAll", context: 0, at: 0, to: 0 },
          { kind: "restore", snapshot: 0 },
        ],
        awaits: false,
      },
      { kind: "evaluate", context: 0, node: 0, awaits: true },
    ],
    [
      { kind: "evaluate", context: 0, node: 2, awaits: false },
      { kind: "tweak", context: 0, at: 3, to: 0 },
    ],
  ],
};

test("[S17, S20] nobody follows one that waits on a ring for the ring that it is on itself", async () => {
  const turns: (() => void)[] = [];
  const bench = new AsyncBench(program, {
    turn: (who) => new Promise((resolve) => turns.push(() => resolve(who))),
  });
  const work = Promise.all(program.flows.map((actions, i) => bench.flow(actions, `flow ${i}`)));
  for (const next of [1, 2, 6, 3, 5, 4, 8, 7]) {
    await turn();
    turns[next - 1]?.();
  }
  for (let at = 8; at < 20; at++) {
    await turn();
    turns[at]?.();
  }

  expect((await standing(work)).kind).toBe("value");
  bench.quiet();
  bench.verdict();
});
