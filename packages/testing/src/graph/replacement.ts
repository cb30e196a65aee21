import { defineShift, type Node, type Shift, shift, type Tweaks } from "@dug/core";
import type { ReplacementSpec, WholeSpec } from "./spec.ts";
import { code } from "./value.ts";

/** A memoised function of a built graph. */
export interface GraphFunction {
  (...args: readonly unknown[]): unknown;
  readonly id: string;
  node(...args: readonly unknown[]): Node;
}

const anonymous = new Map<number, Shift<unknown>>();
const failing: Shift<unknown> = shift((): unknown => {
  throw errorOf("a shift failed");
});

/** A named shift, for values of all kinds. */
const addCode: (by: number) => Shift<unknown> = defineShift(
  "graph.addCode",
  (base: unknown, by: number): unknown => code(base) + by,
);

/** What `tweak` takes for a replacement. The same specification gives the same object. */
export function replacementOf(spec: ReplacementSpec): unknown {
  switch (spec.kind) {
    case "value":
      return spec.value;
    case "add":
      return addCode(spec.by);
    case "anonymous": {
      const made =
        anonymous.get(spec.by) ?? shift((base: unknown): unknown => code(base) + spec.by);
      anonymous.set(spec.by, made);
      return made;
    }
    case "failing":
      return failing;
  }
}

/** The set of tweaks with a whole function tweaked as specified. */
export function withWhole(
  tweaks: Tweaks,
  fn: GraphFunction,
  first: readonly unknown[],
  spec: WholeSpec,
): Tweaks {
  const where = filterOf(spec.where, first);
  return tweaks.tweakAll<Body>(fn, wholeOf(spec.to), where === undefined ? undefined : { where });
}

type Body = (...args: unknown[]) => unknown;

function wholeOf(to: WholeSpec["to"]): unknown {
  if (to.kind !== "callback") return replacementOf(to);
  const { use, by } = to;
  if (use === "nothing") return (_: () => unknown, ...args: readonly unknown[]) => args.length + by;
  if (use === "base") return (base: () => unknown) => code(base()) + by;
  return (base: () => unknown) => {
    try {
      return code(base()) + by;
    } catch {
      return by;
    }
  };
}

function filterOf(
  where: WholeSpec["where"],
  first: readonly unknown[],
): ((...args: unknown[]) => boolean) | readonly unknown[][] | undefined {
  switch (where) {
    case "all":
      return undefined;
    case "first":
      return [[...first]];
    case "some":
      return (...args) => code(args[0]) % 2 === 0;
    case "throwing":
      return (...args) => {
        if (code(args[0]) % 2 === 0) throw errorOf("a filter failed");
        return false;
      };
  }
}

const errors = new Map<string, Error>();

/** The error with this message: always the same object, so that identity says nothing about who ran when. */
export function errorOf(message: string): Error {
  const error = errors.get(message) ?? new Error(message);
  errors.set(message, error);
  return error;
}
