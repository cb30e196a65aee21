import type { ReplacementSpec } from "../graph/spec.ts";

/** How a function is written: the colour of its calls. */
export type Way = "sync" | "async" | "promise" | "flow";

/** Plain data that `buildAsyncGraph` makes memoised functions of, synchronous and asynchronous ones. */
export interface AsyncGraphSpec {
  readonly functions: readonly AsyncFunctionSpec[];
  /** Whether `ahead` calls close cycles. Then no function among the first half opens a context. */
  readonly cycles: boolean;
}

/** One memoised function of one small number. */
export interface AsyncFunctionSpec {
  readonly way: Way;
  /** It is called with 0, 1, … below this. */
  readonly nodes: number;
  readonly body: Step;
  readonly reuse: boolean;
  /** `undefined`: what is the default for its colour (S19). */
  readonly cacheErrors: boolean | undefined;
}

/** A call of a function defined before it that its caller may call (or, with `ahead`, of itself or one after). */
export interface AsyncCall {
  readonly kind: "call";
  /** How far back, from 0: reduced to what there is. */
  readonly back: number;
  readonly argument: number;
  readonly ahead: boolean;
}

/** What a function does. In a synchronous one nothing is waited for, and calls are made one after the other. */
export type Step =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "argument" }
  /** Waits for the world. */
  | { readonly kind: "pause" }
  | AsyncCall
  | { readonly kind: "mix"; readonly of: readonly Step[]; readonly modulus: number }
  /** Goes the way that the test's value selects: a dynamic dependency. */
  | { readonly kind: "choose"; readonly test: Step; readonly odd: Step; readonly even: Step }
  /** Throws when the value is odd. */
  | { readonly kind: "throw"; readonly when: Step; readonly message: string }
  | { readonly kind: "catch"; readonly body: Step; readonly instead: Step }
  /** `Promise.all`: fails as soon as one of them does, always with the same error. */
  | { readonly kind: "all"; readonly of: readonly AsyncCall[]; readonly modulus: number }
  /** `Promise.allSettled`. */
  | { readonly kind: "settled"; readonly of: readonly AsyncCall[]; readonly modulus: number }
  /** A call that nobody awaits; its failure is handled. */
  | { readonly kind: "float"; readonly of: AsyncCall }
  | AsyncOpen;

/** Opens a context, reads there, waits, tweaks, waits, and reads again: bump and revalue. */
export interface AsyncOpen {
  readonly kind: "open";
  readonly how: "new" | "fork";
  readonly before: Step | undefined;
  readonly tweaks: readonly { readonly at: AsyncCall; readonly to: ReplacementSpec }[];
  readonly after: Step;
}

/** The graph as a program, for counterexamples. */
export function showAsyncGraph(spec: AsyncGraphSpec): string {
  const lines = spec.functions.map(({ way, nodes, body, reuse, cacheErrors }, index) => {
    const options = [
      reuse ? "" : " reuse: false",
      cacheErrors === undefined ? "" : ` cacheErrors: ${cacheErrors}`,
    ].join("");
    return `${way} f${index}(0…${nodes - 1})${options} = ${show(body)}`;
  });
  return `${spec.cycles ? "with cycles:" : "graph:"}\n  ${lines.join("\n  ")}`;
}

function show(of: Step): string {
  switch (of.kind) {
    case "number":
      return String(of.value);
    case "argument":
      return "n";
    case "pause":
      return "pause";
    case "call":
      return `call(${of.ahead ? "+" : "-"}${of.back}, ${of.argument})`;
    case "float":
      return `float ${show(of.of)}`;
    default:
      return showComposite(of);
  }
}

/** A step that waits for nothing itself, or makes one call at most. */
export type Leaf = Extract<
  Step,
  { readonly kind: "number" | "argument" | "pause" | "call" | "float" }
>;

function showComposite(of: Exclude<Step, Leaf>): string {
  switch (of.kind) {
    case "mix":
    case "all":
    case "settled":
      return `${of.kind}${of.modulus}(${of.of.map(show).join(", ")})`;
    case "choose":
      return `(${show(of.test)} odd ? ${show(of.odd)} : ${show(of.even)})`;
    case "throw":
      return `throwIfOdd(${show(of.when)}, ${of.message})`;
    case "catch":
      return `try(${show(of.body)}, ${show(of.instead)})`;
    case "open":
      return showOpen(of);
  }
}

function showOpen({ how, before, tweaks, after }: AsyncOpen): string {
  const first = before === undefined ? [] : [show(before)];
  const puts = tweaks.map(({ at, to }) => `tweak ${show(at)} ${JSON.stringify(to)}`);
  return `${how}{ ${[...first, ...puts, show(after)].join("; ")} }`;
}
