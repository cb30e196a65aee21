import { Context, CycleError, memoize, type Node } from "@dug/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "../engine/settings.ts";
import { drain, leftovers, turns } from "./schedule.ts";

/** One call in a function's body: made at this level and in this mode alone, or in any if it is `undefined`. */
interface Call {
  readonly at: number | undefined;
  readonly mode: number | undefined;
  readonly target: number;
}

type Program = readonly (readonly Call[])[];

/** Levels of one tenth are equal to those who compare; with the modes, which are not, they tell a function which calls to make. */
const levels = [10, 11];
const modes = [0, 1];
const places = levels.flatMap((at) => modes.map((mode) => ({ at, mode })));
const roughly = (a: number, b: number): boolean => Math.floor(a / 10) === Math.floor(b / 10);
type Place = (typeof places)[number];

function nameOf({ at, mode }: Place): string {
  return `at ${at} in ${mode}`;
}

const size = 3;
/** Of one function more, which calls nobody. In mode 0 calls lead to functions further on; in mode 1 some lead anywhere, and may close cycles. */
const programs: fc.Arbitrary<Program> = fc.tuple(
  ...Array.from({ length: size }, (_, self) =>
    fc.array(
      fc.oneof(
        fc.record({
          at: fc.constantFrom(undefined, ...levels),
          mode: fc.constantFrom(undefined, 1),
          target: fc.integer({ min: self + 1, max: size }),
        }),
        fc.record({
          at: fc.constantFrom(undefined, ...levels),
          mode: fc.constant(1),
          target: fc.nat({ max: size }),
        }),
      ),
      { maxLength: 3 },
    ),
  ),
  fc.constant([]),
);

interface Graph {
  readonly nodes: readonly Node<Promise<number>>[];
  /** Where who called whom. */
  readonly calls: Set<string>;
  readonly level: Node<number>;
  readonly mode: Node<number>;
}

/** Functions of which each reads the level, and the mode where that matters, and makes its calls one after the other. */
function graphOf(program: Program, pause: () => Promise<unknown>): Graph {
  const calls = new Set<string>();
  const level = memoize((): number => 10, { equals: roughly });
  const mode = memoize((): number => 0);
  const fns = program.map((body, index) =>
    memoize(async (self: number): Promise<number> => {
      const here = level();
      const place = Context.current.name;
      let sum = self;
      for (const call of body) {
        if (call.at !== undefined && call.at !== here) continue;
        if (call.mode !== undefined && call.mode !== mode()) continue;
        await pause();
        calls.add(`${place} ${index} ${call.target}`);
        sum += (await fns[call.target]?.(call.target)) ?? 0;
      }
      return sum;
    }),
  );
  return {
    nodes: fns.map((fn, index) => fn.node(index)),
    calls,
    level: level.node(),
    mode: mode.node(),
  };
}

/** Whether each of some functions reaches each by calls that were made in one place. */
function areOnOneCycle(
  calls: ReadonlySet<string>,
  place: string,
  members: readonly number[],
): boolean {
  const reachedFrom = (from: number): Set<number> => {
    const reached = new Set<number>();
    const todo = [from];
    for (let at = todo.pop(); at !== undefined; at = todo.pop())
      for (let next = 0; next <= size; next++)
        if (calls.has(`${place} ${at} ${next}`) && !reached.has(next)) {
          reached.add(next);
          todo.push(next);
        }
    return reached;
  };
  return members.every((from) => {
    const reached = reachedFrom(from);
    return members.every((to) => reached.has(to));
  });
}

/** The functions of the cycle that a promise was rejected with; none if it was fulfilled. */
async function cycleOf(promise: Promise<number> | undefined): Promise<readonly number[]> {
  try {
    await promise;
    return [];
  } catch (error) {
    if (error instanceof CycleError) return error.nodes.map(({ args }) => Number(args[0]));
    throw error;
  }
}

test("[S16, S20] whatever is compared, shared and pending, only calls that were made close a cycle", async () => {
  let cycles = 0;
  let others = 0;
  await fc.assert(
    fc.asyncProperty(
      programs,
      fc.scheduler(),
      fc.boolean(),
      fc.array(fc.tuple(fc.constantFrom(...places), fc.nat({ max: size })), { minLength: 6 }),
      async (program, scheduler, share, picks) => {
        const pause = turns(scheduler);
        const graph = graphOf(program, () => pause("pause"));
        const base = new Context("base", { share });
        await drain(
          scheduler,
          Promise.all(graph.nodes.map((node) => cycleOf(base.evaluate(node)))),
        );
        const contexts = new Map(
          places.map((place) => [
            place,
            base.fork(nameOf(place)).tweak(graph.level, place.at).tweak(graph.mode, place.mode),
          ]),
        );
        const found = picks.map(async ([place, index]) => {
          await pause("pick");
          const context = contexts.get(place) as Context;
          const node = graph.nodes[index];
          return {
            name: nameOf(place),
            ring: await cycleOf(node === undefined ? undefined : context.evaluate(node)),
          };
        });
        const rings = Promise.all(found);
        await drain(scheduler, rings);
        await leftovers(scheduler);
        for (const { name, ring } of await rings) {
          if (ring.length > 0) cycles++;
          else others++;
          expect(areOnOneCycle(graph.calls, name, ring)).toBe(true);
        }
        expect([...contexts.values()].flatMap((context) => context.pending())).toEqual([]);
      },
    ),
    settings(500),
  );
  expect(Math.min(cycles, others)).toBeGreaterThan(0);
});
