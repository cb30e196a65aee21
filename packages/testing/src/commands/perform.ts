import { Context, dropIndexes } from "@dug/core";
import { outcomeOf, sameOutcome, showOutcome } from "../outcome.ts";
import type { Action, PlainKind } from "./action.ts";
import { type Bench, fail, type Pair } from "./bench.ts";
import { oldestWorld } from "./told.ts";
import { type PutAction, tweaksOf } from "./put.ts";
import { type Share, shareOf } from "../reference/pool.ts";

/** Carries an action out in both engines, and compares them. */
export function perform(bench: Bench, action: Action): void {
  bench.check(carryOut(bench, action));
}

/** Adds a root that shares or does not. */
export function root(bench: Bench, name: string, share: Share): Pair {
  return bench.add(
    name,
    new Context(name, { parent: null, share: shareOf[share] }),
    bench.reference.root(name, { share }),
  );
}

/** Returns the pair that the action was about. */
function carryOut(bench: Bench, action: Action): Pair | undefined {
  switch (action.kind) {
    case "root":
      return root(bench, `context ${bench.made}`, action.share);
    case "dynamic":
      return bench.add(
        `dynamic ${bench.made}`,
        new Context(`dynamic ${bench.made}`),
        bench.reference.dynamic(`dynamic ${bench.made}`),
      );
    case "restore":
    case "forkSnapshot":
      return travel(bench, action);
    case "sharing":
      return forkSharing(bench, action.context, action.share);
    case "world":
      return changeWorld(bench, action.cell, action.value);
    default: {
      const pair = bench.pick(bench.pairs, action.context);
      if (pair !== undefined) act(bench, pair, action);
      return pair;
    }
  }
}

type ContextAction = Exclude<
  Action,
  { kind: "root" | "dynamic" | "sharing" | "restore" | "forkSnapshot" | "world" }
>;

function act(bench: Bench, pair: Pair, action: ContextAction): void {
  switch (action.kind) {
    case "evaluate":
      return evaluate(bench, pair, action.node);
    case "tweak":
    case "tweakAll":
    case "apply":
      return put(bench, pair, action);
    case "untweak":
    case "invalidate":
    case "forget":
      return withNode(bench, pair, action);
    case "untweakAll":
    case "invalidateAll":
    case "forgetAll":
      return withFunction(bench, pair, action);
    case "nest":
      return nest(bench, pair, action.actions, action.throws);
    default:
      return withContext(bench, pair, action.kind);
  }
}

function evaluate(bench: Bench, { name, real, ref }: Pair, choice: number): void {
  const node = bench.pick(bench.subject.nodes, choice);
  if (node === undefined) return;
  const found = outcomeOf(() => real.evaluate(node));
  const expected = outcomeOf(() => ref.evaluate(node));
  if (!sameOutcome(found, expected)) {
    fail(
      `${node} in ${name} came to ${showOutcome(found)}, and should to ${showOutcome(expected)} [S1]`,
    );
  }
}

function put(bench: Bench, { real, ref }: Pair, action: PutAction): void {
  const tweaks = tweaksOf(bench.subject, action);
  if (tweaks.isEmpty) return;
  real.apply(tweaks);
  ref.apply(tweaks);
}

function withNode(
  bench: Bench,
  { real, ref }: Pair,
  action: Extract<Action, { kind: "untweak" | "invalidate" | "forget" }>,
): void {
  const node = bench.pick(bench.subject.nodes, action.node);
  if (node === undefined) return;
  real[action.kind](node);
  ref[action.kind](node);
}

function withFunction(
  bench: Bench,
  { real, ref }: Pair,
  action: Extract<Action, { kind: "untweakAll" | "invalidateAll" | "forgetAll" }>,
): void {
  const fn = bench.pick(bench.subject.functions, action.fn);
  if (fn === undefined) return;
  switch (action.kind) {
    case "untweakAll":
      real.untweakAll(fn);
      ref.untweakAll(fn);
      return;
    case "invalidateAll":
      real.invalidate(fn);
      ref.invalidate(fn);
      return;
    case "forgetAll":
      real.forget(fn);
      ref.forget(fn);
  }
}

function withContext(bench: Bench, pair: Pair, kind: PlainKind): void {
  const { real, ref } = pair;
  const name = `${kind} ${bench.made} of ${pair.name}`;
  switch (kind) {
    case "refresh":
    case "clear":
    case "forgetShared":
      real[kind]();
      ref[kind]();
      return;
    case "dropIndexes":
      return dropIndexes(real);
    case "snapshot":
      bench.snapshots.push({
        of: pair,
        real: real.snapshot(),
        ref: ref.snapshot(),
        world: bench.world,
        oldestWorld: oldestWorld(ref, bench.snapshots, bench.world),
      });
      return;
    case "drop":
      if (bench.depth === 0 && bench.pairs.length > 1) bench.drop(pair);
      return;
    case "fork":
      bench.add(name, real.fork(name), ref.fork(name));
      return;
    case "forgetful":
      bench.add(name, real.fork(name, { retain: false }), ref.fork(name, { retain: false }));
  }
}

/** Forks with a pool of its own, or none: then the parent's. */
function forkSharing(bench: Bench, choice: number, share: Share): Pair | undefined {
  const pair = bench.pick(bench.pairs, choice);
  if (pair === undefined) return undefined;
  const name = `sharing ${bench.made} of ${pair.name}`;
  bench.add(name, pair.real.fork(name, { share: shareOf[share] }), pair.ref.fork(name, { share }));
  return pair;
}

/** Enters the context and carries out actions there. */
function nest(
  bench: Bench,
  { name, real, ref }: Pair,
  actions: readonly Action[],
  throws: boolean,
): void {
  const stop = new Error("the run is broken off");
  let isInside = false;
  const found = outcomeOf(() =>
    real.run(() => {
      isInside = true;
      ref.run(() => {
        bench.depth++;
        try {
          for (const action of actions) perform(bench, action);
        } finally {
          bench.depth--;
        }
        if (throws) throw stop;
      });
    }),
  );
  if (isInside) {
    if (found.kind === "error" && found.error !== stop) throw found.error;
    return;
  }
  const expected = outcomeOf(() => ref.run(() => undefined));
  if (!sameOutcome(found, { kind: "error", error: undefined }) && expected.kind === "value") {
    fail(`${name} could not be entered: ${showOutcome(found)} [S6]`);
  }
}

function travel(
  bench: Bench,
  action: Extract<Action, { kind: "restore" | "forkSnapshot" }>,
): Pair | undefined {
  const chosen = bench.pick(bench.snapshots, action.snapshot);
  if (chosen === undefined) return undefined;
  const isStale = chosen.world !== bench.world;
  if (action.kind === "forkSnapshot") {
    const name = `fork ${bench.made} of a snapshot of ${chosen.of.name}`;
    const pair = bench.add(name, chosen.real.fork(name), chosen.ref.fork(name));
    if (isStale) refresh(pair);
    return pair;
  }
  chosen.of.real.restore(chosen.real);
  chosen.of.ref.restore(chosen.ref);
  if (isStale) for (const pair of [...bench.pairs, ...bench.dropped]) refresh(pair);
  return chosen.of;
}

/** Changes what `input` functions read, and says so in every context. Only where none is entered: an entered one does not see what its parent is told. */
function changeWorld(bench: Bench, cell: number, value: number): undefined {
  if (bench.depth > 0) return;
  bench.subject.changeWorld(cell, value);
  bench.world++;
  for (const pair of [...bench.pairs, ...bench.dropped]) refresh(pair);
}

function refresh({ real, ref }: Pair): void {
  real.refresh();
  ref.refresh();
}
