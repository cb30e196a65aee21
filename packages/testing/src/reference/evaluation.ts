import {
  type Context,
  CycleError,
  DugError,
  interpret,
  type Interpreter,
  type Node,
  OutsideContextError,
  runBody,
  Tweaks,
} from "@dug/core";
import { byReadableForm, Interned } from "../intern.ts";
import { callInside, type Guard, replaced } from "../layer.ts";
import { deliver, type Outcome, outcomeOf } from "../outcome.ts";
import { equalOutcomes } from "./equal.ts";
import { type Note, propagate } from "./reading.ts";
import { later, type Open, type RefEntry, RefState } from "./state.ts";

/** An outcome, and whether the cache holds it. */
interface Reading {
  readonly outcome: Outcome;
  readonly isCached: boolean;
}

/** What the evaluator asks of the contexts around it. */
export interface Surroundings {
  /** Owns what is evaluated beneath the tweaks of a root. */
  readonly beneath: object;
  /** What `Context.current` answers in `state`. */
  handle(state: RefState): Context;
  /** A function entered a context of its own; returns what leaves it. */
  enter(context: Context): () => void;
  /** Takes over what a function did to the context that is current. */
  catchUp(state: RefState): void;
  /** A function is about to change a context of its own once more. */
  changing(context: Context): void;
}

/** Evaluates nodes in states by the rules S1–S4 and S12a–S21, running the user's own functions. */
export class Evaluation {
  /** The state that is current, with whose name memoised calls are answered. */
  current: RefState | undefined;
  /** Nodes whose functions ran, in order of completion. */
  readonly runs: Node[] = [];
  /** What these runs made known to others (S17), and where. */
  readonly shared: { readonly entry: RefEntry; readonly state: RefState }[] = [];
  readonly nodes: Interned = new Interned();
  readonly #stack: Note[] = [];
  /** Which outermost run this is. */
  #outermost = 0;
  readonly #surroundings: Surroundings;
  readonly #interpreter: Interpreter;
  #callback: string | undefined;
  #count = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const current = (): Context | undefined =>
      this.current === undefined ? undefined : surroundings.handle(this.current);
    this.#interpreter = {
      call: (node) => this.call(node),
      enter: (context) => this.#enter(context),
      changing: (context) => surroundings.changing(context),
      get current() {
        return current();
      },
    };
  }

  /** A memoised call where `current` is current. */
  call(given: Node): unknown {
    if (this.#callback !== undefined) throw callInside(given, this.#callback);
    if (this.current !== undefined) this.#surroundings.catchUp(this.current);
    const state = this.current;
    if (state === undefined) throw new OutsideContextError(String(given));
    const node = this.nodes.of(given);
    return deliver(this.#readNoted(node, state).outcome);
  }

  /** Forgets the uncached outcomes of S19: the outermost run has ended. */
  end(): void {
    this.#outermost++;
  }

  /** The node that is being evaluated, the innermost if there are several. */
  get evaluating(): Node | undefined {
    const note = this.#stack.findLast(({ kind }) => kind === "evaluation");
    return note?.kind === "evaluation" ? note.frame.node : undefined;
  }

  /** Runs `body` with `state` current. */
  at<R>(state: RefState | undefined, body: () => R): R {
    const before = { current: this.current, callback: this.#callback };
    this.current = state;
    this.#callback = undefined;
    try {
      return body();
    } finally {
      this.current = before.current;
      this.#callback = before.callback;
    }
  }

  /** Runs a callback in which memoised calls are refused. */
  readonly guard: Guard = (where, body) => {
    const before = this.#callback;
    this.#callback = where;
    try {
      return interpret(this.#interpreter, body);
    } finally {
      this.#callback = before;
    }
  };

  #readNoted(node: Node, state: RefState): Reading {
    const reading = this.#read(node, state);
    propagate(this.#stack, node, state, reading, this.guard);
    return reading;
  }

  #read(node: Node, state: RefState): Reading {
    const entry = state.entries.get(node);
    if (entry !== undefined) return { outcome: entry.outcome, isCached: true };
    const kept = state.uncached.get(node);
    if (kept?.run === this.#outermost) return { outcome: kept.outcome, isCached: false };
    const top = state.topmost(node, this.guard);
    if (top === undefined) return this.#evaluate(node, state);
    let isBaseCached = true;
    let askedBase = false;
    const base = (): Outcome => {
      const beneath = this.#base(node, state, top.layer, top.depth);
      askedBase = true;
      isBaseCached &&= beneath.isCached;
      return beneath.outcome;
    };
    const time = later();
    const outcome = replaced(top.to, node, base, this.guard);
    const leaf = top.to.kind === "value" ? "fixed" : "shifted";
    const made: RefEntry = {
      node,
      outcome,
      reads: [],
      inner: undefined,
      leaf,
      askedBase,
      ring: false,
      time,
    };
    return this.#keep(state, made, isBaseCached);
  }

  /** The value beneath the layer that tweaks the node, found in a cache of the reading context's own (S3). */
  #base(node: Node, state: RefState, layer: RefState, depth: number): Reading {
    let base = state.bases.get(depth);
    if (base === undefined) {
      base = layer.below?.copy() ?? beneathRoot(layer, this.#surroundings.beneath);
      base.uncached.clear();
      base.bases = new Map();
      state.bases.set(depth, base);
    }
    const beneath = base;
    if (layer.below === undefined) beneath.above = state;
    this.#stack.push({ kind: "base" });
    try {
      return this.at(beneath, () => this.#readNoted(node, beneath));
    } finally {
      this.#stack.pop();
    }
  }

  #evaluate(node: Node, state: RefState): Reading {
    const open = state.open.get(node);
    if (open !== undefined) return this.#closeRing(open);
    const index = this.#count++;
    const frame: Open = {
      node,
      state,
      index,
      low: index,
      onRing: false,
      reads: [],
      inner: undefined,
      tainted: false,
    };
    state.open.set(node, frame);
    state.unsettled.push(frame);
    this.#stack.push({ kind: "evaluation", frame });
    const found = this.at(state, () => this.#reuse(frame) ?? this.#run(frame));
    this.#stack.pop();
    if (frame.low < index) {
      const caller = this.#callerIn(state);
      if (caller !== undefined) caller.low = Math.min(caller.low, frame.low);
      return { outcome: provisional(node), isCached: !frame.tainted };
    }
    return this.#settle(frame, found);
  }

  #run(frame: Open): RefEntry {
    const time = later();
    const fingerprint = this.#fingerprint(frame.node);
    const outcome = outcomeOf(() => interpret(this.#interpreter, () => runBody(frame.node)));
    this.runs.push(frame.node);
    return {
      node: frame.node,
      outcome,
      reads: frame.reads,
      inner: frame.inner,
      leaf: undefined,
      askedBase: false,
      ring: false,
      time,
      fingerprint,
    };
  }

  /** What the world looks like to a node's function (S27). */
  #fingerprint({ definition, args }: Node): unknown {
    const { fingerprint } = definition.options;
    return fingerprint && this.guard("a fingerprint", () => fingerprint(...(args as never[])));
  }

  /** An earlier evaluation that holds here, its dependencies brought up to date in the order in which they were read (S16). */
  #reuse({ node, state }: Open): RefEntry | undefined {
    if (node.definition.options.reuse === false) return undefined;
    for (const earlier of earlierOf(node, state, this.guard)) {
      const usable = earlier && this.#usable(earlier, state);
      if (usable !== undefined && this.#holds(usable, state)) return { ...usable };
    }
    return undefined;
  }

  /** An earlier evaluation as it may be used here: one from before an invalidation only if the world looks the same, and then as if made now (S27). */
  #usable(known: RefEntry, state: RefState): RefEntry | undefined {
    if (!mayStandIn(known)) return undefined;
    const { node, time } = known;
    if (time > state.invalidated(node) && time > (state.above?.invalidated(node) ?? 0))
      return known;
    const isSame =
      known.node.definition.options.fingerprint !== undefined &&
      Object.is(this.#fingerprint(known.node), known.fingerprint);
    return isSame ? { ...known, time: later() } : undefined;
  }

  /** Whether each of its dependencies is cached here with an equal outcome, once it was brought up to date; what S19 keeps out of the cache is no equal one. */
  #holds(known: RefEntry, state: RefState): boolean {
    return known.reads.every((read) => {
      const here = this.#readNoted(read.node, state);
      return here.isCached && equalOutcomes(read.node, read.outcome, here.outcome);
    });
  }

  /** A call of a node that is open, from inside: whoever made it is on a ring with it (S20). */
  #closeRing(open: Open): Reading {
    const caller = this.#callerIn(open.state);
    if (caller !== undefined) {
      caller.low = Math.min(caller.low, open.index);
      caller.onRing = true;
    }
    return { outcome: provisional(open.node), isCached: true };
  }

  #callerIn(state: RefState): Open | undefined {
    const caller = this.#stack.at(-1);
    return caller?.kind === "evaluation" && caller.frame.state === state ? caller.frame : undefined;
  }

  /** `first` was the first of its ring to be entered: all of the ring is known now. */
  #settle(first: Open, found: RefEntry): Reading {
    const { state } = first;
    const ring = state.unsettled.splice(state.unsettled.indexOf(first));
    for (const { node } of ring) state.open.delete(node);
    if (ring.length === 1 && !first.onRing) {
      const reading = this.#keep(state, found, !first.tainted);
      if (reading.isCached && found.reads === first.reads) this.#share(found, state);
      return reading;
    }
    const nodes = byReadableForm(ring.map(({ node }) => node));
    const outcome: Outcome = { kind: "error", error: new CycleError(nodes) };
    const isCached = ring.every(({ tainted }) => !tainted);
    const time = later();
    for (const { node, reads, inner } of ring.toReversed()) {
      const settled = reads.map((read) =>
        nodes.includes(read.node) ? { node: read.node, outcome } : read,
      );
      this.#keep(
        state,
        {
          node,
          outcome,
          reads: settled,
          inner,
          leaf: undefined,
          askedBase: false,
          ring: true,
          time,
        },
        isCached,
      );
    }
    closeMasks(state, nodes);
    return { outcome, isCached };
  }

  #share(entry: RefEntry, state: RefState): void {
    if (!mayStandIn(entry)) return;
    state.pool?.add(entry, state.family);
    this.shared.push({ entry, state });
  }

  /** Stores an outcome where S19 allows it, else keeps it for the outermost run. */
  #keep(state: RefState, entry: RefEntry, mayBeCached: boolean): Reading {
    const isCached = mayBeCached && isCacheable(entry);
    if (isCached) {
      state.put(entry);
      const read = [...entry.reads.map(({ node }) => node), ...(entry.inner?.keys() ?? [])];
      if (state.below !== undefined && read.some((node) => state.isMasked(node, this.guard))) {
        state.masks.add(entry.node);
      }
    } else {
      state.uncached.set(entry.node, { outcome: entry.outcome, run: this.#outermost });
    }
    return { outcome: entry.outcome, isCached };
  }

  #enter(context: Context): () => void {
    const caller = this.#stack.at(-1);
    if (caller?.kind === "evaluation") caller.frame.inner ??= new Map();
    return this.#surroundings.enter(context);
  }
}

/** What lies beneath a root's tweaks: nothing but its invalidations. */
function beneathRoot(root: RefState, owner: object): RefState {
  const base = new RefState(owner, undefined, Tweaks.empty);
  base.family = root.family;
  base.ownPool = root.pool;
  root.copyInvalidations(base);
  return base;
}

/** Each of a ring depends on each: all are masked if one is (S13). */
function closeMasks(state: RefState, ring: readonly Node[]): void {
  if (ring.some((node) => state.masks.has(node))) for (const node of ring) state.masks.add(node);
}

function provisional(node: Node): Outcome {
  return { kind: "error", error: new CycleError([node]) };
}

function mayStandIn(known: RefEntry): boolean {
  return known.leaf === undefined && !known.ring && known.inner === undefined;
}

/** Whether S19 lets an outcome be cached for its own sake. */
function isCacheable({ node, outcome, ring }: RefEntry): boolean {
  if (outcome.kind === "value" || ring) return true;
  const isOfUse = outcome.error instanceof DugError && !(outcome.error instanceof CycleError);
  return !isOfUse && node.definition.options.cacheErrors !== false;
}

/** The evaluations of a node that are known to a state: its own, its parent's, its reader's and the shared ones. */
function earlierOf(node: Node, state: RefState, guard: Guard): readonly (RefEntry | undefined)[] {
  const { known, heard, above, pool, family } = state;
  const reader = [above?.known, above?.heard, above?.entries].map((each) => each?.get(node));
  return [
    known.get(node),
    heard.get(node),
    parentsOf(node, state, guard),
    ...reader,
    ...(pool?.of(node, family) ?? []),
  ];
}

/** What the parent has of a node; of one that it has masked and not cached, what its own parent has. */
function parentsOf(node: Node, { below }: RefState, guard: Guard): RefEntry | undefined {
  const entry = below?.entries.get(node);
  if (entry !== undefined || below?.isMasked(node, guard) !== true) return entry;
  return parentsOf(node, below, guard);
}
