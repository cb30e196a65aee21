import { type Fn, type Memoised, type Node, Tweaks } from "@dug/core";
import { accepts, areDisjoint, type Matchers } from "./matcher.ts";

type Filter = (...args: never[]) => boolean;

/** Some nodes of a function, those included that are not known yet: a whole-function tweak with a filter is made for it (S12a). */
export class Selection {
  readonly function: Memoised<Fn>;
  /** How it is written. */
  readonly text: string;
  /** Whether it is for the node of these arguments. */
  readonly accepts: (...args: readonly unknown[]) => boolean;
  /** What it is made of, if it is a pattern and not just any filter. */
  readonly matchers: Matchers | undefined;

  constructor(fn: Memoised<Fn>, text: string, filter: Matchers | Filter) {
    this.function = fn;
    this.text = text;
    const isFilter = typeof filter === "function";
    this.matchers = isFilter ? undefined : filter;
    this.accepts = isFilter
      ? (filter as Selection["accepts"])
      : (...args) => accepts(fn, filter, args);
    selections.set(this.accepts, this);
  }

  toString(): string {
    return this.text;
  }
}

/** The selections, by the filters that they put into tweaks. */
const selections = new WeakMap<object, Selection>();

/** The selection that a filter in a set of tweaks came from; `undefined` if it is the user's own. */
export function selectionOf(filter: unknown): Selection | undefined {
  return typeof filter === "function" ? selections.get(filter) : undefined;
}

/** Whether two selections of one function can be seen to have no node in common. */
export function areApart(a: Selection | undefined, b: Selection | undefined): boolean {
  if (a?.matchers === undefined || b?.matchers === undefined) return false;
  return areDisjoint(a.function, a.matchers, b.matchers);
}

/**
 * The nodes of a function whose arguments a filter accepts. Patterns that can be written are made by `pattern`.
 * @param filter of the arguments; calls no memoised function
 * @param text how messages and tables call it
 */
export function matching<F extends Fn>(
  fn: Memoised<F>,
  filter: (...args: Parameters<F>) => boolean,
  text: string = `${fn.name}(filtered)`,
): Selection {
  return new Selection(fn, text, filter as Filter);
}

/** What is tweaked: a node, a function for all of its arguments, or for some. */
export type Target = Node | Memoised<Fn> | Selection;

/** One target or several, such as those of `functionsTagged("equity")`. */
export type Targets = Target | readonly Target[];

/** The tweak of one target. @param to a value or a shift */
export function tweakOf(target: Target, to: unknown): Tweaks {
  if (target instanceof Selection) {
    const options = { where: target.accepts as never };
    return Tweaks.empty.tweakAll(target.function, to, options);
  }
  if (typeof target === "function") return Tweaks.empty.tweakAll(target, to);
  return Tweaks.empty.tweak(target, to);
}

/** The targets as a list. */
export function listed(targets: Targets): readonly Target[] {
  return isList(targets) ? targets : [targets];
}

/** Whether these are several targets, so that a list of amounts is one for each. */
export function isList(targets: Targets): targets is readonly Target[] {
  return Array.isArray(targets);
}

/** How messages call a target. */
export function textOf(target: Target): string {
  return typeof target === "function" ? target.name : String(target);
}
