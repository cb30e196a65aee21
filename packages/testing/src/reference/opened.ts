import { type Context, Tweaks } from "@dug/core";
import type { RefContext } from "./context.ts";

/** Makes on `context` the changes that a function made to the tweaks of its own context `real` meanwhile. */
export function catchUp(context: RefContext, real: Context): void {
  const wanted = real.tweaks;
  const present = context.state.tweaks;
  if (wanted === present) return;
  for (const node of present.nodes.keys()) {
    if (!wanted.nodes.has(node)) context.untweak(node);
  }
  for (const [definition, list] of present.functions) {
    if (wanted.functions.get(definition) !== list) context.untweakFunction(definition);
  }
  const nodes = wanted.nodes.filter((to, node) => present.nodes.get(node) !== to);
  const functions = wanted.functions.filter(
    (list, definition) => present.functions.get(definition) !== list,
  );
  context.apply(new Tweaks(nodes, functions));
  context.state.tweaks = wanted;
}
