/** Plain data that `buildGraph` makes memoised functions of. It shrinks, prints and compares well. */
export interface GraphSpec {
  readonly functions: readonly FunctionSpec[];
  /** Whether `ahead` calls close cycles. Then no function among the first half opens a context. */
  readonly cycles: boolean;
}

/** One memoised function. */
export interface FunctionSpec {
  /** The argument lists with which others call it; at least one. */
  readonly tuples: readonly (readonly unknown[])[];
  readonly body: Expression;
  readonly reuse: boolean;
  readonly cacheErrors: boolean;
  /** Its `equals` takes `2n` and `2n + 1` for equal, and those who call it see `2n`. */
  readonly coarse: boolean;
  /** Its value is an object that each run makes anew: equal to no other by `Object.is`, however alike. */
  readonly fresh: boolean;
  /** An `input` function has a fingerprint of the world. */
  readonly fingerprint: boolean;
}

/** A call of a function defined before (or, with `ahead` and in a graph with cycles, of itself or one defined after). */
export interface CallSpec {
  readonly kind: "call";
  /** How far back, from 0: reduced to what there is. */
  readonly back: number;
  readonly tuple: number;
  readonly ahead: boolean;
}

/** What a function computes. */
export type Expression =
  | { readonly kind: "constant"; readonly value: unknown }
  | { readonly kind: "argument"; readonly index: number }
  /** Reads a cell of the world: makes the function an `input`. */
  | { readonly kind: "world"; readonly cell: number }
  | CallSpec
  | { readonly kind: "mix"; readonly of: readonly Expression[]; readonly modulus: number }
  /** Calls the branch that the test's value selects: a dynamic dependency. */
  | {
      readonly kind: "choose";
      readonly test: Expression;
      readonly odd: Expression;
      readonly even: Expression;
    }
  /** Throws when the value is odd. */
  | { readonly kind: "throw"; readonly when: Expression; readonly message: string }
  | { readonly kind: "catch"; readonly body: Expression; readonly instead: Expression }
  | OpenSpec;

/** Opens a context, reads there, tweaks, and reads again: bump and revalue. */
export interface OpenSpec {
  readonly kind: "open";
  readonly how: "new" | "fork";
  readonly before: Expression | undefined;
  readonly tweaks: readonly {
    readonly at: CallSpec;
    readonly to: ReplacementSpec;
    readonly all: boolean;
  }[];
  readonly after: Expression;
  /** Whether the context is entered once more for `after`, instead of in one go. */
  readonly twice: boolean;
}

/** What a tweak puts in place of a value. */
export type ReplacementSpec =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "add"; readonly by: number }
  | { readonly kind: "anonymous"; readonly by: number }
  | { readonly kind: "failing" };

/** What a whole-function tweak puts in place of values. */
export type WholeSpec = {
  readonly to:
    | ReplacementSpec
    /** A callback that uses its base value, ignores it, or catches what it throws. */
    | {
        readonly kind: "callback";
        readonly use: "base" | "nothing" | "catch";
        readonly by: number;
      };
  /** Which nodes: all, those of the function's first argument list, those the predicate likes, or the predicate throws. */
  readonly where: "all" | "first" | "some" | "throwing";
};

/** The graph as a program, for counterexamples. */
export function showGraph(spec: GraphSpec): string {
  const lines = spec.functions.map((each, index) => {
    const options = [
      each.reuse ? "" : "reuse: false",
      each.cacheErrors ? "" : "cacheErrors: false",
      each.coarse ? "coarse" : "",
      each.fresh ? "fresh" : "",
      each.fingerprint ? "fingerprint" : "",
    ].filter((option) => option !== "");
    const tuples = each.tuples.map((tuple) => `(${tuple.map(show).join(", ")})`).join(" ");
    return `f${index} ${tuples}${options.length > 0 ? ` {${options.join(", ")}}` : ""} = ${showExpression(each.body)}`;
  });
  return `${spec.cycles ? "with cycles:" : "graph:"}\n  ${lines.join("\n  ")}`;
}

function showExpression(of: Expression): string {
  switch (of.kind) {
    case "constant":
      return show(of.value);
    case "argument":
      return `arg${of.index}`;
    case "world":
      return `world[${of.cell}]`;
    case "call":
      return `call(${of.ahead ? "+" : "-"}${of.back}, #${of.tuple})`;
    case "mix":
      return `mix${of.modulus}(${of.of.map(showExpression).join(", ")})`;
    case "choose":
      return `(${showExpression(of.test)} odd ? ${showExpression(of.odd)} : ${showExpression(of.even)})`;
    case "throw":
      return `throwIfOdd(${showExpression(of.when)}, ${of.message})`;
    case "catch":
      return `try(${showExpression(of.body)}, ${showExpression(of.instead)})`;
    case "open":
      return showOpen(of);
  }
}

function showOpen({ how, before, tweaks, after, twice }: OpenSpec): string {
  const puts = tweaks.map(
    ({ at, to, all }) =>
      `${all ? "tweakAll" : "tweak"} ${showExpression(at)} ${showReplacement(to)}`,
  );
  const first = before === undefined ? [] : [showExpression(before)];
  return `${how}{ ${[...first, ...puts, twice ? "again" : "then", showExpression(after)].join("; ")} }`;
}

/** A replacement as a program. */
function showReplacement(to: WholeSpec["to"]): string {
  if (to.kind === "value") return show(to.value);
  if (to.kind === "failing") return "shift(throws)";
  if (to.kind === "callback") return `callback(${to.use}, ${to.by})`;
  return `${to.kind === "add" ? "add" : "shift"}(${to.by})`;
}

function show(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
