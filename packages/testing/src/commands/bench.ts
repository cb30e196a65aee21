import { type Context, type DugEvent, type Node, type Snapshot } from "@dug/core";
import { checkInvariants } from "../invariants.ts";
import { oracle } from "../oracle.ts";
import { outcomeOf, sameOutcome, showOutcome } from "../outcome.ts";
import type { RefContext, RefSnapshot } from "../reference/context.ts";
import { Reference } from "../reference/reference.ts";
import type { Subject } from "./subject.ts";
import { isTold } from "./told.ts";

/** A context of the engine and its counterpart in the reference. */
export interface Pair {
  readonly name: string;
  readonly real: Context;
  readonly ref: RefContext;
  readonly stopListening: () => void;
}

/** A snapshot of both. */
export interface SnapshotPair {
  readonly of: Pair;
  readonly real: Snapshot;
  readonly ref: RefSnapshot;
  /** How often the world had changed when it was taken. */
  readonly world: number;
  /** The same of the oldest snapshot above it, itself included. */
  readonly oldestWorld: number;
}

/** The engine disagrees with what the rules say. */
export class DisagreementError extends Error {
  override readonly name = "DisagreementError";
}

/** Contexts of the engine beside those of the reference, and the comparisons between the two. */
export class Bench {
  readonly subject: Subject;
  readonly reference: Reference = new Reference();
  readonly pairs: Pair[] = [];
  /** Contexts that are no longer used; others may stand under them. */
  readonly dropped: Pair[] = [];
  readonly snapshots: SnapshotPair[] = [];
  /** How many pairs were made, for names. */
  made = 0;
  /** How often the world has changed. */
  world = 0;
  /** How many contexts were entered by commands that are still being carried out. */
  depth = 0;
  #runs: Node[] = [];
  /** Every context of a family is told of each event. */
  readonly #heard = new WeakSet<DugEvent>();
  #turn = 0;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  /** Takes up a context of both engines. */
  add(name: string, real: Context, ref: RefContext): Pair {
    const pair: Pair = {
      name,
      real,
      ref,
      stopListening: real.observe((event) => this.#hear(event)),
    };
    this.made++;
    this.pairs.push(pair);
    return pair;
  }

  /** Lets go of a context; its children live on. */
  drop(pair: Pair): void {
    this.dropped.push(...this.pairs.splice(this.pairs.indexOf(pair), 1));
  }

  /** The pair, node, … that a number means. There is always at least one pair. */
  pick<T>(from: readonly T[], choice: number): T | undefined {
    return from[choice % from.length];
  }

  /** Compares what can be compared after an action: the context that it was about, and one more in turn. */
  check(about: Pair | undefined): void {
    this.checkRuns();
    const other = this.pick(this.pairs, this.#turn++);
    for (const pair of new Set([about, other])) {
      if (pair !== undefined && this.pairs.includes(pair)) this.checkContext(pair);
    }
    const node = this.pick(this.subject.nodes, this.#turn);
    const isTime = this.#turn % 3 === 0 && about !== undefined && this.pairs.includes(about);
    if (isTime && node !== undefined) this.#checkValue(about, node);
    for (const snapshot of this.snapshots) this.#checkSnapshot(snapshot);
  }

  /** Compares everything, every node's value included. */
  checkAll(): void {
    for (const pair of this.pairs) {
      this.checkContext(pair);
      for (const node of this.subject.nodes) this.#checkValue(pair, node);
    }
    for (const snapshot of this.snapshots) this.#checkSnapshot(snapshot);
  }

  /** No function ran that was not allowed to since the last check. */
  checkRuns(): void {
    const runs = this.#runs.splice(0);
    const allowed = counts(this.reference.takeRuns(runs));
    const ran = counts(runs);
    for (const [text, count] of ran) {
      const limit = allowed.get(text) ?? 0;
      if (count > limit) fail(`${text} ran ${count} times where ${limit} are allowed [S16]`);
    }
  }

  checkContext(pair: Pair): void {
    const { name, real, ref } = pair;
    for (const node of this.subject.nodes) {
      const [peeked, expected] = [real.peek(node), ref.peek(node)];
      const found = peeked?.kind === "pending" ? undefined : peeked;
      if (!sameOutcome(found, expected)) {
        fail(
          `${node} in ${name}: the cache holds ${showOutcome(found)}, and should hold ${showOutcome(expected)} [S9, S13]`,
        );
      }
      if (real.has(node) !== (found !== undefined)) fail(`${node} in ${name}: has and peek differ`);
      const [isMasked, shouldBe] = [real.masked.has(node), ref.masked(node)];
      if (isMasked !== shouldBe)
        fail(`${node} in ${name} is ${isMasked ? "" : "not "}masked [S13]`);
    }
    checkInvariants(real);
  }

  /** The value here equals the oracle's, tried in a child that is thrown away. Entering that brings its ancestors up to date, and what it evaluates may be shared. */
  #checkValue({ name, real, ref }: Pair, node: Node): void {
    const found = outcomeOf(() => real.fork("probe").evaluate(node));
    outcomeOf(() => ref.fork("probe").evaluate(node));
    this.reference.takeRuns(this.#runs.splice(0));
    if (!isTold(ref, this.snapshots, this.world)) return;
    const expected = oracle(node, ref.layers);
    if (!sameOutcome(found, expected)) {
      fail(
        `${node} in ${name} is ${showOutcome(found)}, and should be ${showOutcome(expected)} [S1]`,
      );
    }
  }

  #checkSnapshot({ of, real, ref }: SnapshotPair): void {
    for (const node of this.subject.nodes) {
      const [found, expected] = [real.peek(node), ref.peek(node)];
      if (!sameOutcome(found, expected)) {
        fail(
          `${node} in a snapshot of ${of.name} is ${showOutcome(found)}, and should be ${showOutcome(expected)} [S11]`,
        );
      }
      if (real.masked.has(node) !== ref.masked(node)) {
        fail(`${node} in a snapshot of ${of.name}: masked changed [S11]`);
      }
    }
  }

  #hear(event: DugEvent): void {
    if (event.kind !== "evaluated" || this.#heard.has(event)) return;
    this.#heard.add(event);
    this.#runs.push(event.node);
  }
}

/** Fails the run. @throws {DisagreementError} always. */
export function fail(message: string): never {
  throw new DisagreementError(message);
}

function counts(nodes: readonly Node[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const text of nodes.map(String)) found.set(text, (found.get(text) ?? 0) + 1);
  return found;
}
