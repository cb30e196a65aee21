import { hand } from "../identity/copy.ts";
import { callBack } from "../current.ts";
import { frozen } from "../kernel/draft.ts";
import { Entry, Outcome, type TweakMark } from "../kernel/entry.ts";
import type { Frame } from "./frame.ts";
import { beneath } from "./stand.ts";
import { type Binding, isFresh, leaf } from "../kernel/state.ts";
import type { AnyShift } from "../tweaks/shift.ts";
import { matches } from "../tweaks/tweaks.ts";
import type { World } from "./world.ts";

/** Reads a node in a context: its entry, evaluated if need be. Throws when that closes a cycle. */
export type Read = (world: World, frame: Frame) => Entry;

/**
 * Makes the entry of a tweaked node: a leaf (S2). A shift is applied to the base value, which is
 * evaluated in a private continuation of what lies beneath the layer that made it (S1, S3).
 */
export function bind(frame: Frame, binding: Binding, read: Read): Entry {
  const { cell, world } = frame;
  if (binding.to.kind === "value" && binding.whole?.where === undefined)
    return leaf(cell, binding.to.value, binding.layer);
  let under: World | undefined;
  let base: Entry | undefined;
  const readBase = (): unknown => {
    under ??= beneath(world, binding.layer);
    base ??= read(under, frame);
    if (base.extras.volatile === true) frame.isVolatile = true;
    if (base.outcome.failed) throw base.outcome.value;
    return base.outcome.value;
  };
  let failed = false;
  let value: unknown;
  try {
    value = apply(binding, readBase, frame, () => base?.outcome);
  } catch (error) {
    failed = true;
    value = error;
  }
  return new Entry(new Outcome(cell, failed, value), undefined, frame.began, {
    tweak: { layer: binding.layer, hasBase: base !== undefined, ...insideOf(world, base, under) },
  });
}

/** Who opened the context of a shift depends on what the base value was made of (S21). */
function insideOf(
  world: World,
  entry: Entry | undefined,
  under: World | undefined,
): Pick<TweakMark, "base"> {
  if (world.madeBy === undefined || entry === undefined || under === undefined) return {};
  return { base: { entry, state: frozen(under.now) } };
}

function apply(
  { to, whole }: Binding,
  base: () => unknown,
  frame: Frame,
  outcomeOfBase: () => Outcome | undefined,
): unknown {
  const { cell } = frame;
  if (whole?.where !== undefined)
    callBack("a filter of tweakAll", () => matches(whole, cell.node), frame);
  const what = `the tweak of ${cell.definition.label}`;
  switch (to.kind) {
    case "value":
      return to.value;
    case "shift": {
      const value = base();
      const made = (): unknown => callBack(what, () => to.shift.apply(value as never), frame);
      const outcome = outcomeOfBase();
      return outcome === undefined ? made() : shifted(frame, to.shift, outcome, made);
    }
    case "callback": {
      const args = cell.mutable ? hand(cell.args) : cell.args;
      return callBack(what, () => to.apply(base, ...(args as never[])), frame);
    }
    default:
      return to satisfies never;
  }
}

/** What a shift makes of a base value: taken from where it is shared, if an equal one was made of an equal base since the last invalidation (S16a, S17). */
function shifted(frame: Frame, shift: AnyShift, base: Outcome, make: () => unknown): unknown {
  const { now } = frame.world;
  const shared = now.pool?.shifted(shift, base, (entry) => isFresh(now, entry));
  if (shared !== undefined) return shared.value;
  const value = make();
  if (!frame.isVolatile) now.pool?.shareShifted(shift, base, value, frame.began);
  return value;
}
