import {
  Context,
  type Definition,
  type FunctionTweak,
  matches,
  type Node,
  Tweaks,
} from "@dug/core";
import { selectionOf } from "../spec/selection.ts";

/** A tweak of a function, or of some of its nodes, and whether a node has met it. */
interface Whole {
  readonly text: string;
  readonly isMet: () => boolean;
  /** Whether that is known of any context; else of the innermost alone. */
  readonly isFiltered: boolean;
}

/** Of the contexts that `put` made. */
const notes = new WeakMap<Context, readonly Whole[]>();

/** Puts tweaks on a context, and notes of those of patterns which a node meets, as the engine asks for it. */
export function put(context: Context, tweaks: Tweaks): Context {
  const whole: Whole[] = [];
  notes.set(context, whole);
  if (!(tweaks instanceof Tweaks) || tweaks.functions.isEmpty()) return context.apply(tweaks);
  const functions = tweaks.functions.map((list, definition) =>
    list.map((tweak) => {
      const text = selectionOf(tweak.where)?.text ?? definition.label;
      if (typeof tweak.where === "function") return noting(tweak, text, whole);
      const isFor = (node: Node): boolean => node.definition === definition && matches(tweak, node);
      const isMet =
        tweak.where === undefined
          ? () => isMasked(context, definition)
          : () => some(context.masked, isFor);
      whole.push({ text, isFiltered: false, isMet });
      return tweak;
    }),
  );
  return context.apply(new Tweaks(tweaks.nodes, functions));
}

/** By what all contexts of a run are forks of: functions of which that has cached a node, which each context that tweaks them masks. */
const based = new WeakMap<Context, WeakSet<Definition>>();

/** Whether a context masks a node of a function that it tweaks as a whole. To look through all that is masked makes a map of it: a tenth of a run. */
function isMasked(context: Context, definition: Definition): boolean {
  const top = topOf(context);
  let known = based.get(top);
  if (known === undefined) based.set(top, (known = new WeakSet()));
  if (known.has(definition)) return true;
  let found = false;
  for (const node of context.masked) {
    if (node.definition !== definition) continue;
    found = true;
    if (!top.has(node)) continue; // one that only this scenario has evaluated, or another
    known.add(definition);
    break;
  }
  return found;
}

function topOf(context: Context): Context {
  let top = context;
  for (let at: unknown = context; at instanceof Context; at = at.parent) top = at;
  return top;
}

/** As soon as one is found. */
function some(nodes: Iterable<Node>, isFor: (node: Node) => boolean): boolean {
  for (const node of nodes) if (isFor(node)) return true;
  return false;
}

function noting(tweak: FunctionTweak, text: string, whole: Whole[]): FunctionTweak {
  const { to, where } = tweak;
  let isMet = false;
  whole.push({ text, isFiltered: true, isMet: () => isMet });
  return {
    to,
    where: (...args: readonly unknown[]): boolean => {
      const isFor = typeof where === "function" && where(...(args as never[]));
      isMet ||= isFor;
      return isFor;
    },
  };
}

/**
 * What no node met, in readable form, of the tweaks of whole functions that `put` put on a context and on
 * those above it. Of a function without a filter only the innermost context can tell.
 */
export function unmetIn(context: Context): readonly string[] {
  const unmet: string[] = [];
  for (let at: unknown = context; at instanceof Context; at = at.parent) {
    const isInnermost = at === context;
    for (const { text, isMet, isFiltered } of notes.get(at) ?? [])
      if ((isFiltered || isInnermost) && !isMet()) unmet.push(text);
  }
  return unmet;
}
