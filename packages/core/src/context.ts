import type { OrderedSet } from "immutable";
import { announce, brand, refuseForeign } from "./identity/copies.ts";
import { ambient, standing } from "./current.ts";
import { type Definition, type Fn, isAsyncFunction } from "./identity/definition.ts";
import { forgetIn, invalidateIn, refreshIn, restoreTo, tweakIn, untweakIn } from "./engine/edit.ts";
import { Entrance, runOutside } from "./engine/enter.ts";
import { runEither } from "./engine/run-async.ts";
import { isFlow } from "./flow.ts";
import { InvalidArgumentError, OutsideContextError } from "./errors.ts";
import { type Explanation, explanationOf } from "./readout/explain.ts";
import { type Graph, type GraphOptions, graphOf } from "./readout/graph.ts";
import { guardChange, guardOutside, guardRead, guardTweaks } from "./engine/guard.ts";
import { frozen } from "./kernel/draft.ts";
import type { Memoised } from "./memoize.ts";
import { definitionIn, Node } from "./identity/node.ts";
import { type DugEvent, listen, type Listener } from "./engine/observe.ts";
import {
  cellOf,
  dependantNodesOf,
  dependenciesOf,
  Masked,
  type Peek,
  peekOf,
} from "./readout/readout.ts";
import { refuseUnknown } from "./option-names.ts";
import {
  type ContextOptions,
  type ForkOptions,
  forkOptionNames,
  intervalOf,
  poolOf,
  requireName,
  type RunOptions,
} from "./options.ts";
import type { Sharing } from "./kernel/pool.ts";
import { isPending, type Pending, pendingIn } from "./readout/pending.ts";
import { makePrintable } from "./printable.ts";
import type { Shift } from "./tweaks/shift.ts";
import { Snapshot, stateIn } from "./snapshot.ts";
import { present } from "./engine/stand.ts";
import type { State } from "./kernel/state.ts";
import {
  type FunctionReplacement,
  type FunctionTweakOptions,
  requireNode,
  requireTweaks,
  Tweaks,
} from "./tweaks/tweaks.ts";
import { makeContextsBy, World } from "./engine/world.ts";

/** The world of a context, for the engine. */
export let worldIn: (context: Context) => World;

/**
 * A set of tweaks and a cache of what was computed under them. Contexts nest: a child starts from all
 * that its parent has, and nothing done in it is visible in the parent or in siblings (S8).
 *
 * A root and its descendants are a family; a fork without tweaks is O(1), one with tweaks costs what
 * these affect (S7).
 */
export class Context {
  /** For messages and reports; need not be unique. */
  readonly name: string;
  readonly #world: World;

  /**
   * @param name for messages and reports
   * @throws {InvalidArgumentError} when an option is of the wrong kind
   * @throws {TwoCopiesError} when the parent belongs to another copy of the package
   */
  constructor(name?: string, options?: ContextOptions);
  /** Called by the engine. */
  constructor(world: World);
  constructor(first: string | World = "", options: ContextOptions = {}) {
    announce(() => ambient.level !== undefined);
    this.#world = first instanceof World ? first : worldOf(first, options);
    this.#world.context = this;
    this.name = this.#world.name;
  }

  static {
    brand(this.prototype);
    makePrintable(this.prototype);
    makeContextsBy((world) => new Context(world));
    worldIn = (context) => context.#world;
  }

  /** The current context of the running code. @throws {OutsideContextError} when there is none. */
  static get current(): Context {
    const level = standing();
    const context =
      level?.interpreter === undefined ? level?.world?.context : level.interpreter.current;
    if (context === undefined) throw new OutsideContextError();
    return context;
  }

  /**
   * Runs code with no context: for servers and timers started inside one (S6).
   * @throws {ForeignContextError} inside an evaluation.
   */
  static outside<R>(body: () => R): R {
    guardOutside();
    return runOutside(body);
  }

  /** The parent for life; `undefined` for a dynamic context, which takes one on every entry (S6). */
  get parent(): Context | Snapshot | null | undefined {
    const { isDynamic, parent } = this.#world;
    if (isDynamic || parent === null) return isDynamic ? undefined : null;
    return parent instanceof World ? parent.context : new Snapshot("", parent);
  }

  /** A child with this context as its parent for life. Complexity: O(1). */
  fork(name = "", options: ForkOptions = {}): Context {
    refuseUnknown("fork", options, forkOptionNames);
    const { retain = true, share } = options;
    requireName(name);
    const parent = asSeen(this.#world);
    const madeBy = standing()?.frame;
    return new World({ name, parent, retain, madeBy, pool: poolOf(share) }).context;
  }

  /**
   * Runs a function in this context, on the parent's present state, and goes back to the previous context
   * on every way out (S7, S10). An async function or a flow gives a promise, and the context stays entered
   * until it settles (S22).
   *
   * @throws {ContextBusyError} when the context is in use under another parent
   * @throws {ForeignContextError} inside an evaluation that did not make the context
   * @throws {ContextOrderError} when a context entered inside was left open
   * @throws {UndeclaredAsyncError} when a plain function returns a promise
   */
  run<R>(body: () => R, options: RunOptions = {}): R {
    const interpreter = ambient.level?.interpreter;
    if (interpreter === undefined)
      return runEither(this.#world, body, options, isFlow(body) || isAsyncFunction(body));
    const leave = interpreter.enter(this);
    try {
      return body();
    } finally {
      leave();
    }
  }

  /** Enters this context until what is returned is disposed: `using _ = context.enter()`, for one synchronous stretch (S10). */
  enter(): Disposable {
    const interpreter = ambient.level?.interpreter;
    if (interpreter === undefined) return new Entrance(this.#world);
    const leave = interpreter.enter(this);
    return { [Symbol.dispose]: leave };
  }

  /** The value of a node here, evaluated if need be. Throws what the node's function threw. */
  evaluate<R>(node: Node<R>, options: RunOptions = {}): R {
    const { definition, kept } = requireNode("evaluate", node);
    const memoised = definition.callable as (...args: readonly unknown[]) => R;
    const body = (): R => memoised(...kept);
    return ambient.level?.interpreter === undefined
      ? runEither(this.#world, body, options, definition.isAsync)
      : this.run(body);
  }

  /**
   * Replaces a node's value here and in the children, by a value or by a shift of its value beneath this
   * context: with `spot = 80` and a shift of `vol(spot)` in one context the shift sees the old `vol`; to
   * shift the new one, fork again (S1). A later tweak of the node replaces this one.
   *
   * Complexity: the known nodes that it reaches.
   * @returns this context
   * @throws {InvalidArgumentError} when `to` is a plain function: of the base value it is `shift(…)`, as a value `shift(() => …)`
   * @throws {TweakDuringEvaluationError} inside an evaluation that did not make the context
   */
  tweak<R>(node: Node<R>, to: NoInfer<Awaited<R>> | Shift<NoInfer<Awaited<R>>>): this {
    return this.apply(Tweaks.empty.tweak(node, to));
  }

  /**
   * Tweaks every node of a function that `where` accepts, those included that are not known yet (S12a).
   * `to` is a value, a shift, or a callback of the lazy base value and the arguments.
   *
   * @returns this context
   * @throws {TweakDuringEvaluationError} inside an evaluation that did not make the context
   */
  tweakAll<F extends Fn>(
    fn: Memoised<F>,
    to: FunctionReplacement<F>,
    options?: FunctionTweakOptions<F>,
  ): this {
    return this.apply(Tweaks.empty.tweakAll(fn, to, options));
  }

  /** Puts a whole set of tweaks on, all at once, on top of this context's own (S12). @returns this context */
  apply(tweaks: Tweaks): this {
    tweakIn(this.#world, requireTweaks("apply", tweaks));
    return this;
  }

  /** Takes this context's own tweak of a node back; an inherited one shows again (S12b). @returns this context */
  untweak(node: Node): this {
    untweakIn(this.#world, (tweaks) => tweaks.untweak(node));
    return this;
  }

  /** Takes this context's own whole-function tweaks of a function back (S12a). @returns this context */
  untweakAll<F extends Fn>(fn: Memoised<F>): this {
    untweakIn(this.#world, (tweaks) => tweaks.untweakAll(fn));
    return this;
  }

  /** This context's own tweaks. @throws {ReadDuringEvaluationError} inside an evaluation that did not make this context. */
  get tweaks(): Tweaks {
    guardTweaks(this.#world);
    return this.#world.own.tweaks;
  }

  /** Says that the world has changed: what was evaluated of a node, or of a function, is unusable here and below (S16a). @returns this context */
  invalidate<F extends Fn>(target: Node | Memoised<F>): this {
    invalidateIn(this.#world, [targetOf("invalidate", target)]);
    return this;
  }

  /** Invalidates every function marked `input`. Runs nothing itself (S27). @returns this context */
  refresh(): this {
    refreshIn(this.#world);
    return this;
  }

  /** Unloads a node, or all nodes of a function, with what was computed from them. Masks nothing (S26). @returns this context */
  forget<F extends Fn>(target: Node | Memoised<F>): this {
    const found = targetOf("forget", target);
    forgetIn(this.#world, found, (state) =>
      found instanceof Node ? [cellOf(state, found)] : [...state.family.cells(found)],
    );
    return this;
  }

  /** Unloads all that was computed here; what the parent has shows again (S26). @returns this context */
  clear(): this {
    forgetIn(this.#world, undefined, () => []);
    return this;
  }

  /** Forgets what is shared where this context shares (S17). No value, no mask and no cache changes by it. @returns this context */
  forgetShared(): this {
    guardChange(this.#world, "forgetShared");
    present(this.#world).pool?.empty();
    return this;
  }

  /** What the pool in which this context shares holds, and has saved (S17); `undefined` if it shares in none. @throws {ReadDuringEvaluationError} inside an evaluation. */
  get sharing(): Sharing | undefined {
    return this.#read("sharing").pool?.figures;
  }

  /**
   * The asynchronous evaluations of this context that have not settled, and what each of them waits for; in
   * whatever state of the context they were called (S22g).
   *
   * @throws {ReadDuringEvaluationError} inside an evaluation
   */
  pending(): readonly Pending[] {
    guardRead("pending");
    return pendingIn(this.#world);
  }

  /** Lets go of what is interned for the family and held by no live cache; garbage collection takes it (S26). @returns this context */
  compact(): this {
    guardChange(this.#world, "compact");
    present(this.#world).family.compact();
    return this;
  }

  /** The cached value of a node; `undefined` if there is none, or it is an error. Never evaluates. @throws {ReadDuringEvaluationError} inside an evaluation. */
  get<R>(node: Node<R>): Awaited<R> | undefined {
    const peeked = this.#peek("get", node);
    return peeked?.kind === "value" ? (peeked.value as Awaited<R>) : undefined;
  }

  /** Whether an outcome of a node, an error included, is cached. @throws {ReadDuringEvaluationError} inside an evaluation. */
  has(node: Node): boolean {
    return this.#peek("has", node) !== undefined;
  }

  /** What is cached of a node: a value or an error; or that an asynchronous evaluation of it is pending. @throws {ReadDuringEvaluationError} inside an evaluation. */
  peek<R>(node: Node<R>): Peek<Awaited<R>> | undefined {
    const peeked = this.#peek("peek", node) as Peek<Awaited<R>> | undefined;
    return peeked ?? (isPending(this.#world, node) ? { kind: "pending" } : undefined);
  }

  #peek(method: string, node: Node): Peek | undefined {
    guardRead(method);
    return peekOf(present(this.#world), requireNode(method, node));
  }

  /** The present state as a value, to be read out. */
  #read(method: string): State {
    guardRead(method);
    return frozen(present(this.#world));
  }

  /** The nodes of which the parent's entry must not be used here (S13), as they are now. @throws {ReadDuringEvaluationError} inside an evaluation. */
  get masked(): Masked {
    return new Masked(this.#read("masked"));
  }

  /** What the cached evaluation of a node read, in reading order; a tweaked node is a leaf. @throws {ReadDuringEvaluationError} inside an evaluation. */
  dependencies(node: Node): OrderedSet<Node> {
    return dependenciesOf(this.#read("dependencies"), requireNode("dependencies", node));
  }

  /** Whose cached evaluations read a node. @throws {ReadDuringEvaluationError} inside an evaluation. */
  dependants(node: Node): OrderedSet<Node> {
    guardRead("dependants");
    return dependantNodesOf(present(this.#world), requireNode("dependants", node));
  }

  /** The cached subgraph below or above a node, as plain data. @throws {ReadDuringEvaluationError} inside an evaluation. */
  graph(node: Node, options?: GraphOptions): Graph {
    return graphOf(this.#read("graph"), requireNode("graph", node), options);
  }

  /** Why a node differs from the parent's: the tweaks that reach it and the paths, as data and as text. @throws {ReadDuringEvaluationError} inside an evaluation. */
  explain(node: Node): Explanation {
    return explanationOf(this.#read("explain"), requireNode("explain", node));
  }

  /** The whole state of this context as a value. Complexity: O(1). @throws {ReadDuringEvaluationError} inside an evaluation. */
  snapshot(): Snapshot {
    return new Snapshot(this.name, this.#read("snapshot"));
  }

  /**
   * Goes back to a snapshot of this context: values, errors, tweaks, masks and dependencies are as they
   * were, invalidations made since undone (S11). Complexity: O(1) if the parent's state is that of the snapshot.
   *
   * @returns this context
   * @throws {ForeignSnapshotError} when the snapshot is another context's
   */
  restore(snapshot: Snapshot): this {
    restoreTo(this.#world, stateIn("restore", snapshot));
    return this;
  }

  /**
   * Hears what happens in this context's family, until the function that is returned is called. Costs
   * nothing while nobody listens, and nothing for kinds of events that nobody asked for.
   *
   * @param kinds what to hear; everything if left out
   */
  observe(listener: Listener): () => void;
  observe<K extends DugEvent["kind"]>(kinds: readonly K[], listener: Listener<K>): () => void;
  observe(first: Listener | readonly DugEvent["kind"][], second?: Listener): () => void {
    return listen(present(this.#world).family, first, second);
  }

  toString(): string {
    return String(this.#world);
  }
}

function worldOf(name: string, options: ContextOptions): World {
  refuseUnknown("Context", options, `parent, verify, ${forkOptionNames}`);
  const { parent, retain, share, verify } = options;
  requireName(name);
  const world = new World({
    name,
    parent: parent === undefined ? undefined : placeOf(parent),
    retain: retain ?? true,
    madeBy: standing()?.frame,
    pool: poolOf(share),
  });
  if (verify === undefined) return world;
  if (parent !== undefined && parent !== null)
    throw new InvalidArgumentError("Context", "`verify` is said of a root, for its family");
  world.family.verifyEvery = intervalOf(verify);
  return world;
}

/** A context as the running evaluation sees it: as it stood when that was called, if it is evaluated there (S22a). */
function asSeen(world: World): World {
  const within = standing()?.frame?.world;
  return within?.isPinned === true && within.origin === world ? within : world;
}

function placeOf(parent: Context | Snapshot | null): World | State | null {
  if (parent === null) return null;
  if (parent instanceof Context) return asSeen(worldIn(parent));
  if (parent instanceof Snapshot) return stateIn("Context", parent);
  refuseForeign(parent, "The parent");
  throw new InvalidArgumentError(
    "Context",
    "the parent is a context, a snapshot, or null for a root",
  );
}

function targetOf<F extends Fn>(method: string, target: Node | Memoised<F>): Node | Definition {
  return target instanceof Node ? target : definitionIn(method, target);
}
