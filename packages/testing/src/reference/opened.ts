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
  for (const definition of present.functions.keys()) {
    if (!wanted.functions.has(definition)) context.untweakFunction(definition);
  }
  const nodes = wanted.nodes.filter((to, node) => present.nodes.get(node) !== to);
  const functions = wanted.functions
    .map((list, definition) =>
      list.filter((each) => present.functions.get(definition)?.includes(each) !== true),
    )
    .filter((added) => !added.isEmpty());
  context.apply(new Tweaks(nodes, functions));
  context.state.tweaks = wanted;
}
