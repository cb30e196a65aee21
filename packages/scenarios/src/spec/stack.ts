import { type FunctionTweak, matches, type Node, type Tweaks } from "@dug/core";
import { areApart, selectionOf } from "./selection.ts";

/** Tweaks on one another: each a context of its own, the first nearest to the base. */
export type Layers = readonly Tweaks[];

/**
 * Puts tweaks on tweaks. A single layer goes as low as it can: beside all that it has no node in common
 * with, so that its shifts see what those see; above the highest layer that tweaks one of its nodes, so
 * that its shifts see what that makes of them. Several layers, nested on purpose, all go on top.
 */
export function stack(below: Layers, above: Layers): Layers {
  const [layer, ...more] = above;
  if (layer === undefined || (layer.isEmpty && more.length === 0)) return below;
  if (more.length > 0) return [...below, ...above];
  const height = 1 + below.findLastIndex((other) => overlap(other, layer));
  const beside = below[height];
  return beside === undefined ? [...below, layer] : below.with(height, beside.merge(layer));
}

/** All of them on one another, the first at the bottom. */
export function stackAll(list: Iterable<Layers | Tweaks>): Layers {
  let layers: Layers = [];
  for (const each of list) layers = stack(layers, "length" in each ? each : [each]);
  return layers;
}

/** Whether some node may be tweaked by both. Complexity: the smaller set's, if neither tweaks whole functions. */
export function overlap(a: Tweaks, b: Tweaks): boolean {
  const [few, many] = a.nodes.size <= b.nodes.size ? [a, b] : [b, a];
  return (
    few.nodes.some((_, node) => many.nodes.has(node)) ||
    meetsNodes(a, b) ||
    meetsNodes(b, a) ||
    a.functions.some((list, definition) =>
      list.some(
        (one) => b.functions.get(definition)?.some((other) => mayMeet(one, other)) === true,
      ),
    )
  );
}

/** Whether a whole-function tweak of the first may be for a node that the second tweaks. */
function meetsNodes({ functions }: Tweaks, { nodes }: Tweaks): boolean {
  if (functions.isEmpty()) return false;
  return nodes.some(
    (_, node) => functions.get(node.definition)?.some((whole) => mayMatch(whole, node)) === true,
  );
}

/** A filter of the user's may throw, which the run will report: until then it may well match. */
function mayMatch(whole: FunctionTweak, node: Node): boolean {
  try {
    return matches(whole, node);
  } catch {
    return true;
  }
}

function mayMeet(a: FunctionTweak, b: FunctionTweak): boolean {
  return !areApart(selectionOf(a.where), selectionOf(b.where));
}
