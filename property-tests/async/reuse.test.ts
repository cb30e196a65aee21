import { Context, type Node, Tweaks } from "@dug/core";
import {
  type AsyncGraph,
  asyncGraphArbitrary,
  type AsyncGraphSpec,
  buildAsyncGraph,
  buildTwin,
  checkInvariants,
  oracle,
} from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "../engine/settings.ts";
import { drain, leftovers, turns } from "./schedule.ts";

/** A graph in a context that knows all of its nodes, and who ran since. */
interface Known {
  readonly graph: AsyncGraph;
  readonly twin: AsyncGraph;
  readonly base: Context;
  readonly child: Context;
  readonly ran: Set<string>;
  /** Evaluates all nodes in a context, beginning with one of them, from flows of their own. */
  readonly evaluateAll: (context: Context, first: number) => Promise<readonly unknown[]>;
}

async function known(spec: AsyncGraphSpec, scheduler: fc.Scheduler): Promise<Known> {
  const turn = turns(scheduler);
  const ran = new Set<string>();
  const graph = buildAsyncGraph(spec, {
    pause: () => turn("pause"),
    started: (node) => {
      ran.add(`${node} in ${Context.current.name}`);
      return () => undefined;
    },
  });
  const twin = buildTwin(spec);
  const base = new Context("base");
  const child = base.fork("child");
  const evaluateAll = async (context: Context, first: number): Promise<readonly unknown[]> => {
    const order = graph.nodes.map((_, i) => (i + first) % graph.nodes.length);
    const values: unknown[] = [];
    const flows = order.map(async (at) => {
      await turn("begin");
      const { node } = graph.nodes[at] ?? {};
      values[at] = node === undefined ? undefined : await context.evaluate(node);
    });
    await drain(scheduler, Promise.all(flows));
    await leftovers(scheduler);
    return values;
  };
  await evaluateAll(base, 0);
  await evaluateAll(child, 0);
  ran.clear();
  return { graph, twin, base, child, ran, evaluateAll };
}

const graphs = asyncGraphArbitrary({ errors: false, opening: false, options: false });

test("[S16] what was changed and changed back runs nothing, whatever the schedule", async () => {
  await fc.assert(
    fc.asyncProperty(
      graphs,
      fc.scheduler(),
      fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 3 }),
      fc.nat({ max: 11 }),
      async (spec, scheduler, picks, first) => {
        const { graph, base, child, ran, evaluateAll } = await known(spec, scheduler);
        const nodes = picks.map((at) => pick(graph.nodes, at).node);
        for (const context of [base, child]) {
          for (const node of nodes) context.tweak<unknown>(node, 77);
          for (const node of nodes) context.untweak(node);
          await evaluateAll(context, first);
        }

        expect([...ran]).toEqual([]);
        checkInvariants(base);
        checkInvariants(child);
      },
    ),
    settings(),
  );
});

test("[S16, S22g] a function runs only if a dependency that it read came out differently, and the values are the oracle's", async () => {
  let cutOff = 0;
  await fc.assert(
    fc.asyncProperty(
      graphs,
      fc.scheduler(),
      fc.nat({ max: 11 }),
      fc.integer({ min: 0, max: 6 }),
      fc.nat({ max: 11 }),
      fc.boolean(),
      async (spec, scheduler, at, value, first, isChild) => {
        const { graph, twin, base, child, ran, evaluateAll } = await known(spec, scheduler);
        const context = isChild ? child : base;
        const changed = at % graph.nodes.length;
        const tweaks = Tweaks.empty.tweak<unknown>(pick(twin.nodes, changed).node, value);
        const before = twin.nodes.map(({ node }) => valueOf(node, []));
        const after = twin.nodes.map(({ node }) => valueOf(node, [tweaks]));
        const differs = new Set(
          graph.nodes
            .filter((_, i) => !Object.is(before[i], after[i]))
            .map(({ node }) => `${node}`),
        );
        const read = new Map(
          graph.nodes.map(({ node }) => [`${node}`, context.dependencies(node).map(String)]),
        );
        context.tweak<unknown>(pick(graph.nodes, changed).node, value);
        const found = await evaluateAll(context, first);

        expect(found).toEqual(after);
        const allowed = [...read].filter(([, nodes]) => nodes.some((node) => differs.has(node)));
        const names = new Set(allowed.map(([node]) => `${node} in ${context.name}`));
        expect([...ran].filter((each) => !names.has(each))).toEqual([]);
        cutOff += graph.nodes.length - ran.size;
        checkInvariants(context);
      },
    ),
    settings(),
  );
  expect(cutOff).toBeGreaterThan(0);
});

function pick<T>(list: readonly T[], number: number): T {
  const found = list[number % list.length];
  if (found === undefined) throw new RangeError("There is nothing to pick from.");
  return found;
}

function valueOf(node: Node, layers: readonly Tweaks[]): unknown {
  const outcome = oracle(node, layers);
  if (outcome.kind === "error") throw outcome.error;
  return outcome.value;
}
