import { memoize } from "@dug/core";
import { readScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";

memoize("spot", (ticker: string): number => ticker.length);

const read = (text: string, file = "s.yaml") => readScenarios(text, { file });

const tweak = (amount: string) => `- name: a\n  tweaks: [{ target: spot, add: '${amount}' }]`;

/** Tweaks whose values are lists of lists of …, each by an alias of the one before. */
function ladder(steps: number): string {
  const lines = [`- name: a`, `  tweaks:`, `    - ['spot("0")', &a0 [1]]`];
  for (let i = 1; i < steps; i++) lines.push(`    - ['spot("${i}")', &a${i} [*a${i - 1}]]`);
  return lines.join("\n");
}

test("aliases cannot nest deeper than what is written out", () => {
  expect(read(ladder(90))).toHaveLength(1);
  expect(() => read(ladder(5000))).toThrow(
    "s.yaml:99:28: nested deeper than 100 levels, with what the aliases stand for",
  );
});

test("an alias stands for the latest anchor of its name before it, on a name too; never for one that it is in", () => {
  const [first, second] = read(
    `- &n name: &v a\n  tweaks: [['spot("A")', *n]]\n- name: &v b\n  tweaks: [['spot("A")', *v]]\n`,
  );
  const values = (layers = first?.layers): unknown[] =>
    (layers ?? []).flatMap(({ nodes }) =>
      [...nodes.values()].map((to) => (to.kind === "value" ? to.value : undefined)),
    );
  expect([values(first?.layers), values(second?.layers)]).toEqual([["name"], ["b"]]);
  expect(() => read("- name: a\n  tweaks: &x [*x]\n")).toThrow(
    "s.yaml:2:15: not valid YAML: an anchor holds itself",
  );
  expect(() => read("- name: *x\n")).toThrow(/^s\.yaml:1:9: not valid YAML: .*x/);
});

test("a long row of digits is read, or refused, in one pass", () => {
  const digits = "1".repeat(1_000_000); // in steps of its square this would take an hour
  expect(() => read(tweak(`${digits}%%`))).toThrow("s.yaml:2:33: expected a number");
  expect(() => read(tweak(digits))).toThrow("s.yaml:2:33: expected a number"); // beyond all doubles
  expect(() => read(`- product: { x: { target: spot, add: ${digits}..2 } }`)).toThrow(
    "s.yaml:1:38: expected a list, or from..to:count",
  );
});

test("more draws than a file may give are refused before any is made", () => {
  const variables = "{ x: { target: spot, add: { uniform: { from: 0, to: 1 } } } }";
  expect(() => read(`- draws: { seed: 1, count: 9000000000, variables: ${variables} }`)).toThrow(
    "s.yaml:1:28: 9000000000 draws are more than the 1000000 scenarios that a file may give",
  );
});

test("a message names the nearest of many names, or some of them", () => {
  const many = Array.from({ length: 500 }, (_, i) => `- { name: number ${i}, tweaks: [] }`).join(
    "\n",
  );
  const on = (name: string) => () => read(`${many}\n- { name: last, on: ${name}, tweaks: [] }`);
  expect(on("numbr 17")).toThrow('"numbr 17"; the nearest is "number 17", before this one');
  expect(on("quite another")).toThrow(/ there is number 0, .*, number 19, and 480 more, before/);
  expect(() => read("- { name: last, on: first, tweaks: [] }")).toThrow("there is none");
});

test("a file is one document", () => {
  expect(() => read("- { name: a, tweaks: [] }\n---\n- { name: b, tweaks: [] }")).toThrow(
    /^s\.yaml:2:1: not valid YAML: Source contains multiple documents$/,
  );
});
