import { definitionNamed, definitions, type Fn, nearest } from "./identity/definition.ts";
import { UnknownFunctionError } from "./errors.ts";
import type { Memoised } from "./memoize.ts";

/**
 * The memoised function that is loaded under a name: that of `node.function`.
 * @throws {UnknownFunctionError} when there is none; it tells the nearest names
 */
export function functionNamed(name: string): Memoised<Fn> {
  return definitionNamed(name).callable as Memoised<Fn>;
}

/**
 * The named functions that were memoised with a tag, in the order in which they were. Complexity: the
 * number of named functions.
 * @throws {UnknownFunctionError} when there is none; it tells the nearest tags
 */
export function functionsTagged(tag: string): readonly Memoised<Fn>[] {
  const all = [...definitions()];
  const tagged = all.filter(({ options }) => options.tags?.includes(tag) === true);
  if (tagged.length > 0) return tagged.map(({ callable }) => callable as Memoised<Fn>);
  const tags = new Set(all.flatMap(({ options }) => options.tags ?? []));
  throw new UnknownFunctionError(tag, "memoised function with the tag", nearest(tag, tags));
}
