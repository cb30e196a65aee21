import { Map as ImmutableMap } from "immutable";
import type { Context } from "../context.ts";
import type { Mark } from "../current.ts";
import { Era } from "./era.ts";
import { Family } from "../kernel/family.ts";
import type { Frame } from "./frame.ts";
import type { Own, State } from "../kernel/state.ts";
import type { Pool } from "../kernel/pool.ts";
import { Tweaks } from "../tweaks/tweaks.ts";

let worlds = 0;

let contextOver: (world: World) => Context;

/** Says how a context is made over a world: passed in by the context's module, which stands on this one. */
export function makeContextsBy(make: (world: World) => Context): void {
  contextOver = make;
}

const untouched: Own = { tweaks: Tweaks.empty, invalidations: ImmutableMap() };

/**
 * What a context is to the engine: one field that holds its present state, and what is not part of any
 * state: where it stands, whether it is entered, and what can be dropped at any time.
 */
export class World {
  readonly id: number = ++worlds;
  readonly name: string;
  #era: Era = new Era(undefined);
  /** Where plain hits are found, while it has a state. */
  readonly mark: Mark = { version: -1, family: undefined };
  /** When it and all above it were seen to be up to date: what the family counted as its changes then. */
  seen = -1;
  /** What it says itself, kept here while there is no state. */
  #own: Own;
  /** A dynamic context takes the parent of the flow that enters it; `parent` is then that of its last entry (S6). */
  readonly isDynamic: boolean;
  parent: World | State | null;
  readonly retain: boolean;
  /** How many entries are open. */
  entered = 0;
  /** Whether it is entered, and how many of its children are in use: while it is above 0 it is in use itself, and cannot change its parent. */
  uses = 0;
  /** The innermost evaluation under way when it was made (S21). */
  readonly madeBy: Frame | undefined;
  /** What read-outs have found out while nothing is entered: the state on its parent's present one. */
  view:
    { readonly from: object; readonly parent: State | null; readonly state: State } | undefined =
    undefined;
  /** The root that it lies beneath, whose evaluations may serve here, too (S16). */
  readonly above: World | undefined;
  /** The context itself; another world of it is one as it stood in an era, or on another state of its parent. */
  readonly origin: World;
  /** Where other flows have entered it while its parent's state was another (S8); of a context itself. */
  stays: Set<World> | undefined = undefined;
  /** Whether this is the context as it stood in one era, which nothing changes (S22a). */
  isPinned = false;
  /** How many evaluations that opened contexts lie around it. */
  readonly nesting: number;
  #context: Context | undefined = undefined;
  #family: Family | undefined;

  constructor(options: {
    readonly name: string;
    readonly parent: World | State | null | undefined;
    readonly retain?: boolean;
    readonly madeBy: Frame | undefined;
    readonly above?: World | undefined;
    readonly pool?: Pool | undefined;
    readonly of?: World;
  }) {
    this.origin = options.of?.origin ?? this;
    this.#own = options.pool === undefined ? untouched : { ...untouched, pool: options.pool };
    this.#family = options.above?.now.family;
    this.name = options.name;
    this.isDynamic = options.parent === undefined;
    this.parent = options.parent ?? null;
    this.retain = options.retain ?? true;
    this.madeBy = options.madeBy;
    this.above = options.above;
    this.nesting = options.madeBy === undefined ? 0 : options.madeBy.world.nesting + 1;
  }

  /** A context as it stands in its present era. It counts as entered: whoever stands on it finds it as it is. */
  static pinned(world: World): World {
    const { name, parent, retain, madeBy, above } = world;
    const pin = new World({ name, parent, retain, madeBy, above, of: world });
    pin.isPinned = true;
    pin.era = world.era;
    pin.entered = 1;
    pin.uses = 1;
    return pin;
  }

  /** A context as it is entered by another flow, on another state of its parent (S8). */
  static stay(world: World, parent: World | State | null): World {
    const { name, retain, madeBy, above } = world;
    return new World({ name, parent, retain, madeBy, above, of: world });
  }

  /** The context through which users see it; a private continuation gets one when it is asked for. */
  get context(): Context {
    if (this.origin !== this) return this.origin.context;
    return (this.#context ??= contextOver(this));
  }

  set context(context: Context) {
    this.#context = context;
  }

  /** The context itself, entered or not, and its entries by other flows: what a change of it concerns (S8). */
  get entries(): World[] {
    return this.stays === undefined ? [this] : [this, ...this.stays];
  }

  /** The present state, and what depends on it. */
  get era(): Era {
    return this.#era;
  }

  set era(era: Era) {
    this.#era = era;
    this.#remark();
  }

  #remark(): void {
    const { mark } = this;
    const { state } = this.#era;
    // That of the family which it leaves counts, too: contexts under it stand there still.
    if (mark.family !== undefined && mark.family !== state?.family) {
      mark.family.changes++;
      this.seen = -1; // what one family counts says nothing of another
    }
    if (state !== undefined) state.family.changes++;
    mark.version = state?.version ?? -1;
    mark.family = state?.family;
  }

  /** The present state; `undefined` before it stands anywhere, and while nothing is retained. */
  get state(): State | undefined {
    return this.#era.state;
  }

  /** With more stored in it, or written down otherwise; a change begins a new era. What is stored in a draft leaves it the same: nobody stands on that. */
  set state(state: State | undefined) {
    if (state === undefined || state !== this.#era.state) {
      this.#era.state = state;
      this.#remark();
    } else this.mark.version = state.version;
  }

  /** The present state of a context that is entered, or was brought up to date just now. */
  get now(): State {
    const { state } = this.#era;
    if (state === undefined) throw new TypeError(`${this} stands nowhere yet`);
    return state;
  }

  get own(): Own {
    return this.state?.own ?? this.#own;
  }

  set own(own: Own) {
    this.#own = own;
  }

  /** The family that it is the root of, when it is one. */
  get family(): Family {
    return (this.#family ??= new Family());
  }

  /** Drops the cache and keeps the tweaks and invalidations. */
  unload(): void {
    this.#own = this.own;
    this.era = new Era(undefined);
    this.view = undefined;
  }

  toString(): string {
    return this.name === "" ? `context ${this.id}` : `context "${this.name}"`;
  }
}
