import fc from "fast-check";
import type { ReplacementSpec, WholeSpec } from "../graph/spec.ts";
import {
  asyncGraphArbitrary,
  type AsyncGraphOptions,
  numberReplacements,
  numberWholes,
} from "./arbitrary.ts";
import type { AsyncGraphSpec } from "./spec.ts";

/** A random asynchronous graph, and flows that use it at the same time, as plain data. */
export interface AsyncProgram {
  readonly graph: AsyncGraphSpec;
  /** What tweaks of single nodes put in their place, and of whole functions; the flows name them by number. */
  readonly singles: readonly ReplacementSpec[];
  readonly wholes: readonly WholeSpec[];
  /** The contexts that stand at the beginning: each but the first, the root, is a child of an earlier one. */
  readonly tree: readonly { readonly parent: number; readonly retain: boolean }[];
  /** Whether the root shares evaluations (S17). */
  readonly share: boolean;
  readonly flows: readonly (readonly FlowAction[])[];
}

/** What a flow does, one after the other; between any two another flow may have its turn. Contexts, nodes and so on are numbers, reduced to what there is. */
export type FlowAction =
  | Change
  | Evaluation
  | {
      readonly kind: "run";
      readonly context: number;
      readonly way: "async" | "flow";
      readonly actions: readonly RunAction[];
      /** Whether the flow waits for it before it goes on. */
      readonly awaits: boolean;
    };

/** Evaluates a node in a context. */
export interface Evaluation {
  readonly kind: "evaluate";
  readonly context: number;
  readonly node: number;
  readonly awaits: boolean;
}

/** What is done inside a run. */
export type RunAction =
  | Change
  | Evaluation
  | { readonly kind: "call"; readonly node: number; readonly awaits: boolean }
  /** Forks the current context, tweaks a node there, and evaluates one. */
  | { readonly kind: "child"; readonly at: number; readonly to: number; readonly node: number };

/** What changes a context, or makes one. */
export type Change =
  | {
      readonly kind: "tweak" | "tweakAll";
      readonly context: number;
      readonly at: number;
      readonly to: number;
    }
  | {
      readonly kind: "untweak" | "untweakAll" | "invalidate" | "invalidateAll" | "forget";
      readonly context: number;
      readonly at: number;
    }
  | { readonly kind: "clear" | "snapshot" | "fork"; readonly context: number }
  | { readonly kind: "restore" | "forkSnapshot"; readonly snapshot: number };

/** What may happen in a program. */
export interface AsyncProgramOptions extends AsyncGraphOptions {
  /** The largest number of flows; default 4. */
  readonly flows?: number;
  /** Whether contexts are changed. Default `true`. */
  readonly changes?: boolean;
  /** The largest number of contexts at the beginning; default 4. One: there will be no others. */
  readonly contexts?: number;
  /** Whether flows enter contexts, and wait in them. Default `true`. */
  readonly runs?: boolean;
  /** Whether the root shares. Default: in one program of five. */
  readonly share?: boolean;
}

/** Programs of one to four flows over a small tree of contexts, which change them while others wait. */
export function asyncProgramArbitrary(
  options: AsyncProgramOptions = {},
): fc.Arbitrary<AsyncProgram> {
  const { contexts = 4 } = options;
  const kinds = changesOf(contexts === 1);
  const changes = options.changes === false ? [] : [{ weight: 4, arbitrary: kinds }];
  const forks =
    options.changes === false || contexts === 1 ? [] : [{ weight: 1, arbitrary: children }];
  const actions = flowActions(changes, forks, options.runs ?? true);
  return fc.record({
    graph: asyncGraphArbitrary(options),
    singles: fc.array(numberReplacements, { minLength: 4, maxLength: 4 }),
    wholes: fc.array(numberWholes, { minLength: 3, maxLength: 3 }),
    tree: fc.array(fc.record({ parent: fc.nat({ max: 4 }), retain: mostly(true) }), {
      minLength: 1,
      maxLength: contexts,
    }),
    share: options.share === undefined ? mostly(false) : fc.constant(options.share),
    flows: fc.array(fc.array(actions, { minLength: 1, maxLength: 8 }), {
      minLength: 1,
      maxLength: options.flows ?? 4,
    }),
  });
}

function mostly(value: boolean): fc.Arbitrary<boolean> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constant(!value) },
  );
}

const number: fc.Arbitrary<number> = fc.nat({ max: 11 });

const evaluations: fc.Arbitrary<Evaluation> = fc.record({
  kind: fc.constant("evaluate" as const),
  context: number,
  node: number,
  awaits: fc.boolean(),
});

const children: fc.Arbitrary<RunAction> = fc.record({
  kind: fc.constant("child" as const),
  at: number,
  to: number,
  node: number,
});

/** Changes of contexts; without those that make others, if there is to be one alone. */
function changesOf(isAlone: boolean): fc.Arbitrary<Change> {
  const making = isAlone ? [] : (["fork"] as const);
  const travelling = isAlone ? [] : (["forkSnapshot"] as const);
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom("tweak" as const, "tweak" as const, "tweakAll" as const),
        context: number,
        at: number,
        to: number,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          "untweak" as const,
          "untweakAll" as const,
          "invalidate" as const,
          "invalidateAll" as const,
          "forget" as const,
        ),
        context: number,
        at: number,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom("clear" as const, "snapshot" as const, ...making),
        context: number,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom("restore" as const, ...travelling),
        snapshot: number,
      }),
    },
  );
}

type Weighted<T> = readonly fc.WeightedArbitrary<T>[];

function runActions(
  changes: Weighted<Change>,
  forks: Weighted<RunAction>,
): fc.Arbitrary<RunAction> {
  const calls = fc.record({
    kind: fc.constant("call" as const),
    node: number,
    awaits: fc.boolean(),
  });
  return fc.oneof(
    { weight: 5, arbitrary: calls },
    { weight: 1, arbitrary: evaluations },
    ...forks,
    ...changes,
  );
}

function flowActions(
  changes: Weighted<Change>,
  forks: Weighted<RunAction>,
  areEntered: boolean,
): fc.Arbitrary<FlowAction> {
  const runs = fc.record({
    kind: fc.constant("run" as const),
    context: number,
    way: fc.constantFrom("async" as const, "flow" as const),
    actions: fc.array(runActions(changes, forks), { minLength: 1, maxLength: 4 }),
    awaits: fc.boolean(),
  });
  return fc.oneof(
    { weight: 4, arbitrary: evaluations },
    ...(areEntered ? [{ weight: 2, arbitrary: runs }] : []),
    ...changes,
  );
}
