import { type Context, ContextBusyError, type Node } from "@dug/core";
import { boundParent, foreign } from "../parent.ts";
import { RefContext, type RefOptions, RefSnapshot } from "./context.ts";
import { Evaluation } from "./evaluation.ts";
import { catchUp } from "./opened.ts";
import { bringUp } from "./rebase.ts";
import { later, type RefState } from "./state.ts";

/**
 * A second implementation of what contexts answer, written for being right and not for being fast: plain
 * Maps, full scans, a copy of the parent's whole state at every entry. It runs the same memoised
 * functions as the engine (through `interpret`) and answers for each of its contexts what is cached,
 * what is masked, and which functions had to run.
 *
 * @example
 * ```ts
 * const reference = new Reference();
 * const base = reference.root("base");
 * base.evaluate(book.node());
 * const crash = base.fork("crash");
 * crash.tweak(spot.node(), 80);
 * crash.masked(book.node()); // true
 * reference.takeRuns(); // the nodes whose functions ran
 * ```
 */
export class Reference {
  /** Called by the contexts. */
  readonly evaluation: Evaluation;
  readonly #entered: RefContext[] = [];
  readonly #opened = new WeakMap<Context, RefContext>();

  constructor() {
    this.evaluation = new Evaluation({
      beneath: this.root("beneath"),
      handle: (state) => ownerOf(state).handle,
      enter: (context) => this.#enterOpened(context),
      catchUp: (state) => this.#catchUp(state),
      changing: (context) => this.#changing(context),
    });
  }

  /** A context with a fixed parent: none. */
  root(name = "root", options: RefOptions = {}): RefContext {
    return new RefContext(this, name, null, options);
  }

  /** A dynamic context: each entry takes as parent the context that is current (S6). */
  dynamic(name = "dynamic", options: RefOptions = {}): RefContext {
    return new RefContext(this, name, undefined, options);
  }

  /** The current context. */
  get current(): RefContext | undefined {
    const state = this.evaluation.current;
    return state === undefined ? undefined : ownerOf(state);
  }

  /**
   * The nodes whose functions ran since this was last asked, in order of completion.
   *
   * @param elsewhere those that ran in the engine meanwhile. What ran less often there, as it may (S16), has
   * not been evaluated so often, and no pool is to know of it (S17).
   */
  takeRuns(elsewhere?: readonly Node[]): readonly Node[] {
    const runs = this.evaluation.runs.splice(0);
    const shared = this.evaluation.shared.splice(0);
    if (elsewhere === undefined) return runs;
    for (const { entry, state } of shared) {
      if (countIn(elsewhere, entry.node) < countIn(runs, entry.node))
        state.pool?.remove(entry, state.family);
    }
    return runs;
  }

  /** Enters a context, and returns what leaves it. @throws {ContextBusyError} when it is in use under another parent. */
  enter(context: RefContext): () => void {
    this.#settleParent(context);
    this.#bringUp(context);
    const { evaluation } = this;
    const before = evaluation.current;
    const beneath =
      before !== undefined && this.current?.state === before ? this.current : undefined;
    context.depth++;
    this.#entered.push(context);
    evaluation.current = context.state;
    return () => {
      this.#entered.pop();
      context.depth--;
      if (context.depth === 0 && !context.retain) context.state = dropped(context.state);
      evaluation.current = beneath?.state ?? before;
      if (this.#entered.length === 0) evaluation.end();
    };
  }

  /** The state that a context has now, or would have if it were entered now; its own is left as it is (S8). */
  present(context: RefContext): RefState {
    return context.depth > 0
      ? context.state
      : this.#broughtUp(context, (parent) => this.present(parent));
  }

  /** Brings a context up to date for good, and its ancestors with it. */
  #bringUp(context: RefContext): RefState {
    if (context.depth === 0) {
      context.state = this.#broughtUp(context, (parent) => this.#bringUp(parent));
    }
    return context.state;
  }

  #broughtUp(context: RefContext, present: (parent: RefContext) => RefState): RefState {
    return this.broughtUpOn(context.state, this.#stateOf(context.parent, present));
  }

  /** A context's `state` on a state of its parent; in another family it starts empty (S6). */
  broughtUpOn(state: RefState, below: RefState | undefined): RefState {
    const family = below === undefined ? state.owner : familyOf(below);
    const old = state.dropped || familyOf(state) === family ? state : dropped(state);
    return bringUp(old, below, this.evaluation.guard);
  }

  #stateOf(
    parent: RefContext | RefSnapshot | undefined,
    present: (parent: RefContext) => RefState,
  ): RefState | undefined {
    if (parent === undefined) return undefined;
    if (parent instanceof RefSnapshot) return parent.state;
    const { current } = this.evaluation;
    const pinned = (current?.owner === parent ? current : present(parent)).copy();
    pinned.bases = new Map();
    return pinned;
  }

  /** Changes a context, as if it were entered for it; one that stands nowhere yet only records the change. */
  change(context: RefContext, body: (state: RefState) => RefState | void): void {
    const state = context.state.dropped ? context.state : this.#bringUp(context);
    this.replace(context, body(state) ?? state);
  }

  /** Gives a context another state, where it is current, too. */
  replace(context: RefContext, state: RefState): void {
    const isCurrent = this.evaluation.current === context.state;
    context.state = state;
    if (isCurrent) this.evaluation.current = state;
  }

  /** S6: which parent a dynamic context is entered under. */
  #settleParent(context: RefContext): void {
    const { current } = this;
    if (!context.isDynamic || context.parent === current) return;
    if (current !== undefined && descends(current, context)) return;
    if (this.#entered.some((each) => descends(each, context))) {
      const [under, wanted] = [context.parent, current].map((each) =>
        each !== undefined && "name" in each ? each.name : "no parent",
      ) as [string, string];
      throw new ContextBusyError({ context: context.name, under, wanted });
    }
    context.standUnder(current);
  }

  #catchUp(state: RefState | undefined): void {
    const context = state === undefined ? undefined : ownerOf(state);
    if (context?.opened !== undefined && context.state === state) catchUp(context, context.opened);
  }

  /** Changes of a context that stands act in the order in which they are made (S9). */
  #changing(real: Context): void {
    const context = this.#opened.get(real);
    if (context !== undefined) catchUp(context, real);
  }

  #enterOpened(real: Context): () => void {
    this.#catchUp(this.evaluation.current);
    const context = this.#counterpart(real);
    catchUp(context, real);
    const leave = this.enter(context);
    return () => {
      catchUp(context, real);
      leave();
    };
  }

  /** The reference's counterpart of a context that a function made for itself. */
  #counterpart(real: Context): RefContext {
    const before = this.#opened.get(real);
    if (before !== undefined) return before;
    const node = this.evaluation.evaluating;
    const parent = boundParent(real, node);
    const owner =
      parent === undefined ? undefined : (RefContext.of(parent) ?? this.#counterpart(parent));
    if (owner?.isDynamic === true && owner.opened !== undefined && owner.parent === undefined) {
      throw foreign(real, node);
    }
    const made = new RefContext(this, "opened", owner, { opened: real });
    this.#opened.set(real, made);
    return made;
  }
}

function ownerOf(state: RefState): RefContext {
  if (state.owner instanceof RefContext) return state.owner;
  throw new TypeError("A state belongs to a context.");
}

/** Whether `context` is `ancestor` or stands beneath it. */
function descends(context: RefContext, ancestor: RefContext): boolean {
  for (let each: RefContext | RefSnapshot | undefined = context; each instanceof RefContext;) {
    if (each === ancestor) return true;
    each = each.parent;
  }
  return false;
}

/** The root of the family that a state belongs to. */
function familyOf(state: RefState): object {
  return state.below === undefined ? state.owner : familyOf(state.below);
}

/** Tweaks and invalidations without the cache. */
function dropped(state: RefState): RefState {
  const bare = state.bare(undefined);
  bare.dropped = true;
  bare.change = later();
  return bare;
}

function countIn(nodes: readonly Node[], node: Node): number {
  return nodes.filter((each) => each.equals(node)).length;
}
