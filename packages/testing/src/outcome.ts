import { CycleError, DugError } from "@dug/core";
import { is, isCollection } from "immutable";

/** What a node comes to: a value, or the error that its function threw. */
export type Outcome =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown };

/** The outcome of running `body`. */
export function outcomeOf(body: () => unknown): Outcome {
  try {
    return { kind: "value", value: body() };
  } catch (error) {
    return { kind: "error", error };
  }
}

/** Hands an outcome to a caller: returns the value or throws the error. */
export function deliver(outcome: Outcome): unknown {
  if (outcome.kind === "error") throw outcome.error;
  return outcome.value;
}

/**
 * Whether two outcomes mean the same: values by structure, errors by class and message, `CycleError`s by
 * their nodes. Two engines that run the same functions agree by this relation; by identity they cannot.
 */
export function sameOutcome(a: Outcome | undefined, b: Outcome | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === "value") return b.kind === "value" && sameValue(a.value, b.value);
  return b.kind === "error" && sameValue(a.error, b.error);
}

/** Whether two values are the same by structure; `0` and `-0` differ, `NaN` equals itself. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return isObject(a) && isObject(b) && sameObject(a, b);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function sameObject(a: object, b: object): boolean {
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Error && b instanceof Error) return sameError(a, b);
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (isCollection(a)) return is(a, b);
  if (Symbol.iterator in a && Symbol.iterator in b) {
    return sameList([...(a as Iterable<unknown>)], [...(b as Iterable<unknown>)]);
  }
  return sameFields(a, b);
}

function sameError(a: Error, b: Error): boolean {
  if (a instanceof CycleError && b instanceof CycleError) {
    return sameList(a.nodes.map(String), b.nodes.map(String));
  }
  return a instanceof DugError || a.message === b.message;
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => sameValue(value, b[i]));
}

function sameFields(a: object, b: object): boolean {
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameValue(value, right.get(key)))
  );
}

/** An outcome for people: `80`, `"x"`, `throws Error: …`. */
export function showOutcome(outcome: Outcome | undefined): string {
  if (outcome === undefined) return "nothing";
  return outcome.kind === "value" ? showValue(outcome.value) : `throws ${String(outcome.error)}`;
}

function showValue(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null || isCollection(value)) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
