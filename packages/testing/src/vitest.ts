import { Context, type Node } from "@dug/core";
import { test as base, expect, type TestAPI } from "vitest";
import { checkInvariants, InvariantError } from "./invariants.ts";
import { runs } from "./runs.ts";
import { requireNode } from "./usage.ts";

/** What `import "@dug/testing/vitest"` adds to `expect(context)`. */
interface ContextMatchers {
  /** An outcome of the node is cached in the context: a value or an error. */
  toBeCached(node: Node): void;
  /** What the parent knows of the node is not used in the context (S13). */
  toBeMasked(node: Node): void;
  /**
   * While the body runs in the context exactly these functions run, in this order: readable forms, or
   * nodes. `[]`: none.
   */
  toRun(nodes: readonly (Node | string)[], body: () => unknown): void;
  /** The state of the context does not contradict itself: see `checkInvariants`. */
  toHoldInvariants(): void;
}

declare module "vitest" {
  // The parameter is vitest's, and must be named as it is there.
  // oxlint-disable-next-line no-unused-vars
  interface Matchers<T> extends ContextMatchers {}
}

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

function contextIn(received: unknown, matcher: string): Context {
  if (received instanceof Context) return received;
  throw new TypeError(`expect(…).${matcher} is for contexts: write expect(context).${matcher}(…).`);
}

function toBeCached(received: unknown, node: Node): Verdict {
  const context = contextIn(received, "toBeCached");
  const pass = context.has(node);
  return {
    pass,
    message: () => `${node} is ${pass ? "" : "not "}cached in ${context}`,
  };
}

function toBeMasked(received: unknown, node: Node): Verdict {
  const context = contextIn(received, "toBeMasked");
  const pass = context.masked.has(node);
  return {
    pass,
    message: () => `${node} is ${pass ? "" : "not "}masked in ${context}`,
  };
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? "nothing" : texts.join(", ");
}

function toRun(received: unknown, nodes: readonly (Node | string)[], body: () => unknown): Verdict {
  const context = contextIn(received, "toRun");
  nodes.forEach((node, i) => {
    if (typeof node !== "string") requireNode("toRun", `what should run (${i})`, node);
  });
  const actual = runs(context, body);
  const expected = nodes.map(String);
  const pass = actual.length === expected.length && actual.every((text, i) => text === expected[i]);
  return {
    pass,
    actual,
    expected,
    message: () =>
      pass
        ? `${list(actual)} ran in ${context}`
        : `${list(expected)} should have run in ${context}, and ${list(actual)} did`,
  };
}

function toHoldInvariants(received: unknown): Verdict {
  const context = contextIn(received, "toHoldInvariants");
  try {
    checkInvariants(context);
    return { pass: true, message: () => `the invariants of ${context} hold` };
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    return { pass: false, message: () => error.message };
  }
}

expect.extend({ toBeCached, toBeMasked, toRun, toHoldInvariants });

/**
 * Vitest's `test` with a root context as the fixture `context`. Verification is on in it and in its
 * children: every hit and every reuse is run anyway, and a function that reads what it is not given
 * throws `UntrackedReadError` (S27). At the end of the test its invariants are checked.
 *
 * @example
 * ```ts
 * import { test } from "@dug/testing/vitest";
 * test("a crash halves the book", ({ context }) => {
 *   expect(context.fork().tweak(spot.node(), 50).evaluate(book.node())).toBe(100);
 * });
 * ```
 */
export const test: TestAPI<{ context: Context }> = base.extend<{ context: Context }>({
  context: async ({ task }, use) => {
    const context = new Context(task.name, { parent: null, verify: 1 });
    await use(context);
    checkInvariants(context);
  },
});
