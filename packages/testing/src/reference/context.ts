import { Context, ForeignSnapshotError, Node, Tweaks } from "@dug/core";
import type { Definition, Fn, Memoised } from "@dug/core";
import { deliver, type Outcome } from "../outcome.ts";
import * as change from "./change.ts";
import { RefPool, type Share } from "./pool.ts";
import type { Reference } from "./reference.ts";
import { later, RefState } from "./state.ts";

/** What `Reference.root` and `RefContext.fork` accept. */
export interface RefOptions {
  /** Whether the cache outlives the outermost exit (S9). Default `true`. */
  readonly retain?: boolean;
  /** Whether it shares evaluations with those beneath it (S17). Default `"none"`. */
  readonly share?: Share;
  /** The engine's context that this one stands for, if a function made it. */
  readonly opened?: Context;
}

/** What stands above a context: `null` nothing, for life; `undefined` whatever is current when it is entered. */
type Parent = RefContext | RefSnapshot | null | undefined;

/** The reference's counterpart of a context: the same operations, by the same rules. */
export class RefContext {
  static readonly #byHandle = new WeakMap<Context, RefContext>();
  readonly name: string;
  readonly isDynamic: boolean;
  readonly retain: boolean;
  readonly opened: Context | undefined;
  /** How often it is entered just now. */
  depth = 0;
  state: RefState;
  readonly #reference: Reference;
  #parent: Parent;
  #handle: Context | undefined;

  /** Called by the reference. */
  constructor(reference: Reference, name: string, parent: Parent, options: RefOptions = {}) {
    this.#reference = reference;
    this.name = name;
    this.#parent = parent;
    this.isDynamic = parent === undefined;
    this.retain = options.retain ?? true;
    this.opened = options.opened;
    this.state = new RefState(this, undefined, Tweaks.empty);
    this.state.dropped = true;
    const { share = "none" } = options;
    if (share !== "none") this.state.ownPool = new RefPool(share);
  }

  /** The counterpart of which `context` is the handle. */
  static of(context: Context): RefContext | undefined {
    return RefContext.#byHandle.get(context);
  }

  /** The parent; for a dynamic context that of its last entry. */
  get parent(): RefContext | RefSnapshot | undefined {
    return this.#parent ?? undefined;
  }

  /** What `Context.current` answers to a function that runs here. */
  get handle(): Context {
    if (this.#handle === undefined) {
      const { parent } = this;
      this.#handle =
        this.opened ??
        (parent instanceof RefContext
          ? parent.handle.fork()
          : new Context(this.name, { parent: null }));
      RefContext.#byHandle.set(this.#handle, this);
    }
    return this.#handle;
  }

  /** Where a dynamic context stands from now on. */
  standUnder(parent: RefContext | undefined): void {
    this.#parent = parent;
  }

  /** A context whose parent is this one, for life. */
  fork(name = "fork", options: RefOptions = {}): RefContext {
    return new RefContext(this.#reference, name, this, options);
  }

  /** Runs `body` with this context current. */
  run<R>(body: () => R): R {
    const leave = this.#reference.enter(this);
    try {
      return body();
    } finally {
      leave();
    }
  }

  /** Evaluates a node here; returns its value or throws its error. */
  evaluate(node: Node): unknown {
    return this.run(() => this.#reference.evaluation.call(node));
  }

  tweak(node: Node, to: unknown): this {
    return this.apply(Tweaks.empty.tweak(node, to));
  }

  tweakAll(...[fn, to, options]: Parameters<Tweaks["tweakAll"]>): this {
    return this.apply(Tweaks.empty.tweakAll(fn, to, options));
  }

  apply(tweaks: Tweaks): this {
    const { guard } = this.#reference.evaluation;
    this.#change((state) => change.apply(state, this.#internedTweaks(tweaks), guard));
    return this;
  }

  untweak(node: Node): this {
    if (!this.state.tweaks.nodes.has(node)) return this;
    const { guard } = this.#reference.evaluation;
    this.#change((state) => change.untweak(state, this.#interned(node), guard));
    return this;
  }

  untweakAll<F extends Fn>(fn: Memoised<F>): this {
    return this.untweakFunction(definitionOf(fn));
  }

  untweakFunction(definition: Definition): this {
    if (!this.state.tweaks.functions.has(definition)) return this;
    const { guard } = this.#reference.evaluation;
    this.#change((state) => change.untweakAll(state, definition, guard));
    return this;
  }

  /** Declares that the world changed for a node, or for all nodes of a function (S16a). */
  invalidate<F extends Fn>(target: Node | Memoised<F>): this {
    const { guard } = this.#reference.evaluation;
    this.#change((state) => {
      if (target instanceof Node) change.invalidateNode(state, this.#interned(target), guard);
      else change.invalidateFunction(state, definitionOf(target), guard);
    });
    return this;
  }

  refresh(): this {
    const { guard } = this.#reference.evaluation;
    this.#change((state) => change.refresh(state, guard));
    return this;
  }

  forget<F extends Fn>(target: Node | Memoised<F>): this {
    const { guard } = this.#reference.evaluation;
    const interned = target instanceof Node ? this.#interned(target) : definitionOf(target);
    this.#change((state) => change.forget(state, interned, guard));
    return this;
  }

  clear(): this {
    const { guard } = this.#reference.evaluation;
    this.#change((state) => change.clear(state, guard));
    return this;
  }

  forgetShared(): this {
    this.#reference.present(this).pool?.clear();
    return this;
  }

  snapshot(): RefSnapshot {
    return new RefSnapshot(this.#reference, this, this.#reference.present(this).copy());
  }

  /** @throws {ForeignSnapshotError} when the snapshot was taken of another context. */
  restore(snapshot: RefSnapshot): this {
    if (snapshot.context !== this) throw new ForeignSnapshotError(this.name, snapshot.context.name);
    const back = snapshot.state.copy();
    if (back.below !== undefined) back.bases.clear();
    else if (this.state.below === undefined) back.bases = this.state.bases;
    if (back.below === undefined) change.spoilLike(back);
    const state = this.depth > 0 ? this.#reference.broughtUpOn(back, this.state.below) : back;
    state.change = later();
    this.#reference.replace(this, state);
    return this;
  }

  /** What is cached of a node here (S8); never evaluates. */
  peek(node: Node): Outcome | undefined {
    return this.#reference.present(this).entries.get(this.#interned(node))?.outcome;
  }

  /** Whether a node is cached here (S8). */
  has(node: Node): boolean {
    return this.peek(node) !== undefined;
  }

  /** What is cached of a node here, delivered: its value, or its error thrown; `undefined` if nothing is. */
  get(node: Node): unknown {
    const outcome = this.peek(node);
    return outcome === undefined ? undefined : deliver(outcome);
  }

  /** Whether a node is masked here (S13). */
  masked(node: Node): boolean {
    return this.#reference
      .present(this)
      .isMasked(this.#interned(node), this.#reference.evaluation.guard);
  }

  /** The tweaks that hold here, layer by layer from the root up: what the oracle takes. */
  get layers(): readonly Tweaks[] {
    return this.#reference.present(this).layers;
  }

  toString(): string {
    return this.name;
  }

  #change(body: (state: RefState) => RefState | void): void {
    this.#reference.change(this, body);
  }

  #interned(node: Node): Node {
    return this.#reference.evaluation.nodes.of(node);
  }

  #internedTweaks(tweaks: Tweaks): Tweaks {
    return new Tweaks(
      tweaks.nodes.mapKeys((node) => this.#interned(node)),
      tweaks.functions,
    );
  }
}

/** The engine's record of a memoised function: what sets of tweaks are keyed by. */
function definitionOf<F extends Fn>(fn: Memoised<F>): Definition {
  const [definition] = Tweaks.empty.tweakAll<Fn>(fn, undefined).functions.keys();
  if (definition === undefined) throw new TypeError("Not a memoised function.");
  return definition;
}

/** The state of a context at one moment, unchanged whatever happens to the context (S11). */
export class RefSnapshot {
  readonly context: RefContext;
  readonly state: RefState;
  readonly #reference: Reference;

  /** Called by `snapshot`. */
  constructor(reference: Reference, context: RefContext, state: RefState) {
    this.#reference = reference;
    this.context = context;
    this.state = state;
  }

  /** A context whose parent is this very state, for life. */
  fork(name = "fork"): RefContext {
    return new RefContext(this.#reference, name, this);
  }

  /** What was cached of a node. */
  peek(node: Node): Outcome | undefined {
    return this.state.entries.get(this.#reference.evaluation.nodes.of(node))?.outcome;
  }

  /** Whether a node was masked. */
  masked(node: Node): boolean {
    const { nodes, guard } = this.#reference.evaluation;
    return this.state.isMasked(nodes.of(node), guard);
  }
}
