import { defineShift, type Node, type Shift, shift, type Tweaks } from "@dug/core";
import type { FunctionSpec, ReplacementSpec, WholeSpec } from "./spec.ts";
import { coarsened, code } from "./value.ts";

/** A memoised function of a built graph. */
export interface GraphFunction {
  (...args: readonly unknown[]): unknown;
  readonly id: string;
  node(...args: readonly unknown[]): Node;
}

const anonymous = new Map<string, Shift<unknown>>();
const failing: Shift<unknown> = shift((): unknown => {
  throw errorOf("a shift failed");
});

/** A named shift, for values of all kinds. */
const addCode: (by: number) => Shift<unknown> = defineShift(
  "graph.addCode",
  (base: unknown, by: number): unknown => code(base) + by,
);

/** The same for a function with a coarse `equals`, which may be given any of the values that count as equal. */
const addCoarse: (by: number) => Shift<unknown> = defineShift(
  "graph.addCoarse",
  (base: unknown, by: number): unknown => code(coarsened(base)) + by,
);

/** What `tweak` takes for a replacement of a function's value, which has a coarse `equals` or none. The same specification gives the same object. */
export function replacementOf(spec: ReplacementSpec, isCoarse: boolean): unknown {
  switch (spec.kind) {
    case "value":
      return spec.value;
    case "add":
      return isCoarse ? addCoarse(spec.by) : addCode(spec.by);
    case "anonymous":
      return anonymousOf(spec.by, isCoarse);
    case "failing":
      return failing;
  }
}

function anonymousOf(by: number, isCoarse: boolean): Shift<unknown> {
  const key = `${by} ${isCoarse}`;
  const seen = (base: unknown): unknown => (isCoarse ? coarsened(base) : base);
  const made = anonymous.get(key) ?? shift((base: unknown): unknown => code(seen(base)) + by);
  anonymous.set(key, made);
  return made;
}

/** The set of tweaks with a whole function tweaked as specified. */
export function withWhole(
  tweaks: Tweaks,
  fn: GraphFunction,
  { tuples, coarse }: Pick<FunctionSpec, "tuples" | "coarse">,
  spec: WholeSpec,
): Tweaks {
  const where = filterOf(spec.where, tuples[0] ?? []);
  return tweaks.tweakAll<Body>(
    fn,
    wholeOf(spec.to, coarse),
    where === undefined ? undefined : { where },
  );
}

type Body = (...args: unknown[]) => unknown;

function wholeOf(to: WholeSpec["to"], isCoarse: boolean): unknown {
  if (to.kind !== "callback") return replacementOf(to, isCoarse);
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
