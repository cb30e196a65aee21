import { DugError, functionsTagged, Node } from "@dug/core";
import { type Datum, fail, textIn } from "./datum.ts";
import { pattern } from "./pattern.ts";
import { Selection, type Target } from "./selection.ts";

/** What a file says that a tweak is for. */
export interface Aim {
  /** One list of targets for each text: a tag stands for several. */
  readonly groups: readonly (readonly Target[])[];
  /** Whether it is a list, so that a list of amounts is one for each. */
  readonly isList: boolean;
}

/** How messages say what a target looks like. */
const example = 'a target such as spot("IBM"), curve("USD", >=5), spot or tag:equity';

/** Reads a target, or a list of targets. */
export function readAim(datum: Datum): Aim {
  if (datum.kind !== "list") return { groups: [readTarget(datum)], isList: false };
  if (datum.items.length === 0) fail(datum, "expected a target at least; this list is empty");
  return { groups: datum.items.map(readTarget), isList: true };
}

/** Reads one target: a node, a pattern, a function, or a tag. */
export function readTarget(datum: Datum): readonly Target[] {
  return targetsNamed(textIn(datum, example), datum);
}

/** The targets that a text names. @param at where the text stands */
export function targetsNamed(text: string, at: Pick<Datum, "place">): readonly Target[] {
  try {
    if (text.startsWith("tag:")) return functionsTagged(text.slice("tag:".length).trim());
    return [withArguments(pattern(text), at)];
  } catch (error) {
    if (error instanceof DugError && error.code !== "SCENARIO_FILE")
      return fail(at, error.message, error);
    throw error;
  }
}

/** A call with fewer arguments than the function declares is mistyped: no evaluated node will ever be it. */
function withArguments(target: Target, at: Pick<Datum, "place">): Target {
  const [fn, count] =
    target instanceof Node
      ? [target.function, target.args.length]
      : target instanceof Selection && target.matchers?.open === false
        ? [target.function, target.matchers.list.length]
        : [undefined, Infinity];
  const needed = fn?.length ?? 0;
  if (fn === undefined || count >= needed) return target;
  return fail(at, `${String(target)} lacks arguments: ${fn.id} takes ${needed}, here are ${count}`);
}
