import { Context, InvalidArgumentError, Node } from "@dug/core";

/** @throws {InvalidArgumentError} when `value` is no node: a function, often. */
export function requireNode(method: string, what: string, value: unknown): asserts value is Node {
  if (value instanceof Node) return;
  const found = isMemoised(value) ? "a memoised function: write .node(…)" : "no node";
  throw new InvalidArgumentError(method, `${what} is ${found}`);
}

/** @throws {InvalidArgumentError} when `value` is no memoised function. */
export function requireMemoised(method: string, what: string, value: unknown): void {
  if (!isMemoised(value)) throw new InvalidArgumentError(method, `${what} is no memoised function`);
}

/** @throws {InvalidArgumentError} when `value` is no context. */
export function requireContext(method: string, value: unknown): asserts value is Context {
  if (!(value instanceof Context)) throw new InvalidArgumentError(method, "expected a context");
}

function isMemoised(value: unknown): boolean {
  return typeof value === "function" && "node" in value && typeof value.node === "function";
}
