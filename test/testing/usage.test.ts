import { add, Context, InvalidArgumentError, memoize, shift } from "@dug/core";
import { checkInvariants, ContextCommands, contextCommands, oracle } from "@dug/testing";
import { test } from "@dug/testing/vitest";
import fc from "fast-check";
import { expect } from "vitest";

const price = memoize("usage/price", (ticker: string): number => ticker.length);
const total = memoize("usage/total", (): number => price("IBM") + price("A"));
const nodes = [price.node("IBM"), total.node()];

/** Counterexamples as a reader sees them, of many random sequences. */
function shown(options: Parameters<typeof contextCommands>[0]): string[] {
  return fc
    .sample(contextCommands(options), { numRuns: 200, seed: 1 })
    .flatMap((commands) => fc.stringify(commands).split("\n"));
}

test("counterexamples name nodes, functions and what they are tweaked to", () => {
  const lines = shown({
    nodes,
    values: () => [80, add(1), shift((n: number) => -n)],
    functions: [price],
  });
  const text = lines.join("\n");

  expect(text).not.toMatch(/\b(node|fn|puts) [\d[]/);
  expect(lines).toContain('  evaluate context 0, usage/price("IBM")');
  expect(text).toMatch(/ {2}tweak context \d, usage\/total\(\) to 80\n/);
  expect(text).toMatch(/ {2}tweak context \d, usage\/total\(\) to add\(1\)\n/);
  expect(text).toMatch(/ {2}tweak context \d, usage\/price\("IBM"\) to shift\n/);
  expect(text).toMatch(/ {2}tweakAll context \d, all of usage\/price to /);
  expect(text).toMatch(/ {2}apply context \d, usage\/.* to /);
  expect(text).toMatch(/ {2}invalidateAll context \d, usage\/price\n/);
  expect(text).toMatch(/run context \d \{ .*usage\//);
});

test("what cannot be tweaked says so, and what has no subject yet is shown by numbers", () => {
  const lines = shown({ nodes });
  expect(lines.filter((line) => /^ {2}tweak /.test(line))).not.toEqual([]);
  expect(
    lines.filter((line) => /^ {2}tweak /.test(line) && !/context \d, nothing$/.test(line)),
  ).toEqual([]);
  expect(String(new ContextCommands([{ kind: "evaluate", context: 0, node: 4 }], "none"))).toBe(
    "\n  evaluate context 0, node 4",
  );
});

test.each<[string, () => unknown, string]>([
  [
    "a function among the nodes",
    () => contextCommands({ nodes: [nodes[0]!, total as never] }),
    "contextCommands: nodes[1] is a memoised function: write .node(…).",
  ],
  [
    "a value among the nodes",
    () => contextCommands({ nodes: [1 as never] }),
    "contextCommands: nodes[0] is no node.",
  ],
  [
    "a plain function among the functions",
    () => contextCommands({ nodes, functions: [() => 1] as never }),
    "contextCommands: functions[0] is no memoised function.",
  ],
  [
    "a function for the oracle",
    () => oracle(total as never, []),
    "oracle: the first argument is a memoised function: write .node(…).",
  ],
  ["no context", () => checkInvariants(total as never), "checkInvariants: expected a context."],
  [
    "a function that should run",
    () => expect(new Context()).toRun([total as never], () => total()),
    "toRun: what should run (0) is a memoised function: write .node(…).",
  ],
])("%s is a mistake of use, told as one", (_, act, message) => {
  expect(act).toThrow(InvalidArgumentError);
  expect(act).toThrow(message);
});
