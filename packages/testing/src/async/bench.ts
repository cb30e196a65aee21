import { Context, CycleError, type Node, OutsideContextError, type Tweaks } from "@dug/core";
import { checkInvariants } from "../invariants.ts";
import { oracle } from "../oracle.ts";
import { type Outcome, outcomeOf, sameOutcome, showOutcome } from "../outcome.ts";
import { type AsyncGraph, type AsyncGraphNode, buildAsyncGraph, buildTwin } from "./build.ts";
import { flowOf, runAwaiting, type Steps } from "./drive.ts";
import type { AsyncProgram, Evaluation, FlowAction, RunAction } from "./program.ts";
import { type Entry, pick, type Stand, Stands } from "./stand.ts";

/** Who decides when the flows and the functions of a program go on. */
export interface Schedule {
  /** Comes to an end when it is somebody's turn to go on. */
  readonly turn: (who: string) => Promise<unknown>;
  /** A function begins to run; what is returned is called when it is done. */
  readonly started?: (node: Node) => () => void;
  /** Makes the calls of a flow; `state` is the same for two calls iff nothing was changed between them. */
  readonly around?: <R>(state: string, call: () => R) => R;
}

/** Some outcomes of an asynchronous program are not what the rules say. */
export class AsyncDisagreementError extends Error {
  override readonly name = "AsyncDisagreementError";
}

/**
 * Runs an asynchronous program against its oracle: each outcome must be that of the synchronous twin under
 * the layers at the call (S22a).
 */
export class AsyncBench {
  readonly graph: AsyncGraph;
  readonly stands: Stands;
  /** What was wrong, in words. */
  readonly faults: string[] = [];
  readonly #twin: AsyncGraph;
  readonly #schedule: Schedule;
  readonly #unsettled = new Set<Promise<unknown>>();

  constructor(program: AsyncProgram, schedule: Schedule) {
    const { turn, started } = schedule;
    this.#schedule = schedule;
    this.graph = buildAsyncGraph(program.graph, {
      pause: async (node) => await turn(String(node)),
      ...(started !== undefined && { started }),
    });
    this.#twin = buildTwin(program.graph);
    this.stands = new Stands(program, this.graph, this.#twin);
  }

  /** Does what a flow does, and waits for all that it began. */
  async flow(actions: readonly FlowAction[], name: string): Promise<void> {
    for (const action of actions) {
      await this.#schedule.turn(`${name}: ${action.kind}`);
      const begun = this.#begin(action, name);
      if (begun !== undefined && "awaits" in action && action.awaits) await begun;
    }
    while (this.#unsettled.size > 0) await Promise.all(this.#unsettled);
  }

  #begin(action: FlowAction, name: string): Promise<unknown> | undefined {
    if (action.kind === "evaluate") return this.#evaluate(action, []);
    if (action.kind !== "run") {
      this.stands.change(action, []);
      return undefined;
    }
    const stand = this.stands.at(action.context);
    const entry = { stand, pinned: this.stands.pinned(stand, []) };
    const steps = this.#inRun(action.actions, entry, name);
    return this.#watched(
      action.way === "async"
        ? stand.real.run(async () => await runAwaiting(steps))
        : stand.real.run(flowOf(() => steps)),
    );
  }

  *#inRun(actions: readonly RunAction[], entry: Entry, name: string): Steps<void> {
    const since = this.stands.version;
    for (const action of actions) {
      const begun = this.#act(action, entry, since);
      if (begun !== undefined && !("awaits" in action && !action.awaits)) yield begun;
      if (Context.current !== entry.stand.real) this.faults.push(`${name} lost its context`);
      yield this.#schedule.turn(`${name}: in a run`);
      if (Context.current !== entry.stand.real) this.faults.push(`${name} lost its context`);
    }
  }

  #act(action: RunAction, entry: Entry, since: number): Promise<unknown> | undefined {
    switch (action.kind) {
      case "call": {
        const at = pick(this.graph.nodes, action.node);
        const layers = this.stands.layers(entry.stand, [entry]);
        const state = `${since}/${this.stands.version}`;
        const call = (): unknown => pick(this.graph.functions, at.index)(at.argument);
        return this.#expect(at, layers, () => this.#around(state, call));
      }
      case "child": {
        const child = this.stands.child(entry.stand, action.at, action.to);
        return this.#evaluateIn(child, action.node, [entry], `child ${this.stands.version}`);
      }
      case "evaluate":
        return this.#evaluate(action, [entry]);
      default:
        this.stands.change(action, [entry]);
        return undefined;
    }
  }

  #evaluate({ context, node }: Evaluation, entries: readonly Entry[]): Promise<unknown> {
    const { version } = this.stands;
    const state = entries.length === 0 ? `${version}/${version}` : `inside ${version}`;
    return this.#evaluateIn(this.stands.at(context), node, entries, state);
  }

  #evaluateIn(
    stand: Stand,
    number: number,
    entries: readonly Entry[],
    state: string,
  ): Promise<unknown> {
    const at = pick(this.graph.nodes, number);
    const layers = this.stands.layers(stand, entries);
    return this.#expect(at, layers, () => this.#around(state, () => stand.real.evaluate(at.node)));
  }

  #around<R>(state: string, call: () => R): R {
    const { around } = this.#schedule;
    return around === undefined ? call() : around(state, call);
  }

  /** Makes a call, and compares what it comes to with the oracle's word under these layers. */
  #expect(at: AsyncGraphNode, layers: readonly Tweaks[], call: () => unknown): Promise<unknown> {
    const called = outcomeOf(call);
    if (at.way !== "sync" && !(called.kind === "value" && called.value instanceof Promise)) {
      this.faults.push(`${at.node} gave ${showOutcome(called)} and no promise`);
    }
    const settled =
      called.kind === "value" && called.value instanceof Promise
        ? settledOf(called.value)
        : Promise.resolve(called);
    return this.#watched(settled.then((found) => this.#compare(at, layers, found)));
  }

  #compare(at: AsyncGraphNode, layers: readonly Tweaks[], found: Outcome): void {
    const twin = this.#twin.nodes.find(
      ({ index, argument }) => index === at.index && argument === at.argument,
    );
    if (twin === undefined) throw new RangeError(`There is no twin of ${at.node}.`);
    const expected = oracle(twin.node, layers);
    if (agree(found, expected)) return;
    this.faults.push(
      `${at.node} came to ${showOutcome(found)}, and should to ${showOutcome(expected)}`,
    );
  }

  /** Holds a promise until it settles; a failure of it is a fault. */
  #watched(promise: Promise<unknown>): Promise<unknown> {
    const watched = promise
      .catch((error: unknown) => void this.faults.push(`a run failed: ${String(error)}`))
      .finally(() => this.#unsettled.delete(watched));
    this.#unsettled.add(watched);
    return watched;
  }

  /** At rest, when all flows have come to their end, every node has the oracle's outcome in every context. */
  async rest(): Promise<void> {
    for (const stand of this.stands.all) {
      const layers = this.stands.layers(stand, []);
      for (const at of this.graph.nodes)
        await this.#expect(at, layers, () =>
          this.#around(`rest ${this.stands.version}`, () => stand.real.evaluate(at.node)),
        );
    }
  }

  /**
   * What must hold when nobody is left who could go on: nothing is pending, nobody is in a context, and no
   * state contradicts itself.
   */
  quiet(): void {
    const outside = outcomeOf(() => Context.current);
    if (outside.kind === "value" || !(outside.error instanceof OutsideContextError))
      this.faults.push(`somebody is still in ${showOutcome(outside)}`);
    for (const { real } of this.stands.all) {
      for (const { node } of real.pending()) this.faults.push(`${node} is pending in ${real}`);
      const sound = outcomeOf(() => checkInvariants(real));
      if (sound.kind === "error") this.faults.push(String(sound.error));
    }
  }

  /** @throws {AsyncDisagreementError} if anything was wrong. */
  verdict(): void {
    if (this.faults.length > 0) throw new AsyncDisagreementError(this.faults.join("\n"));
  }
}

/** What a promise comes to. */
async function settledOf(promise: Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: "value", value: await promise };
  } catch (error) {
    return { kind: "error", error };
  }
}

/** Whether an outcome is the twin's: cycles by the numbers of their functions. */
function agree(found: Outcome, expected: Outcome): boolean {
  if (found.kind === "error" && expected.kind === "error") {
    const [a, b] = [found.error, expected.error];
    if (a instanceof CycleError && b instanceof CycleError) return cycle(a) === cycle(b);
  }
  return sameOutcome(found, expected);
}

function cycle(error: CycleError): string {
  return error.nodes
    .map((node) => String(node).replace(/^.*\./, ""))
    .toSorted()
    .join(" ");
}
