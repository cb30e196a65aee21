import { DugError, Tweaks } from "@dug/core";
import type { Along } from "./combine.ts";
import { pointOf } from "./axis.ts";
import { replacementOf } from "./change.ts";
import { type Datum, fail, fieldIn, fieldsAmong, itemsOf, type Mapping, valueOf } from "./datum.ts";
import { amountsAlong, isNumeric, type Operation, operations, readAmount } from "./read-amount.ts";
import { type Aim, readAim, readTarget } from "./read-target.ts";
import type { Reading } from "./reading.ts";
import { type Target, tweakOf, textOf } from "./selection.ts";
import { type Layers, overlap, stack } from "./stack.ts";

/** Reads a list of tweaks, put on one another in their order. */
export function readTweaks(list: Datum, reading: Reading): Layers {
  let layers: Layers = [];
  for (const item of itemsOf(list, "a list of tweaks, such as [{ target: …, set: … }]")) {
    const tweaks = readTweak(item, reading);
    refuseTwice(layers, tweaks, item);
    layers = stack(layers, [tweaks]);
  }
  return layers;
}

/** A value put over another tweak of the same node would leave nothing of that. */
function refuseTwice(layers: Layers, tweaks: Tweaks, item: Datum): void {
  const twice = [...tweaks.nodes].find(
    ([node, { kind }]) => kind === "value" && layers.some(({ nodes }) => nodes.has(node)),
  );
  const at = item.kind === "list" ? (item.items[0] ?? item) : item;
  if (twice !== undefined)
    fail(
      at,
      `${twice[0]} is tweaked twice in this scenario: the value here hides the tweak before it`,
    );
}

function readTweak(item: Datum, reading: Reading): Tweaks {
  return item.kind === "list" ? readPair(item) : readChange(item, reading);
}

/** The short form, `[node, value]`. */
function readPair(pair: Datum): Tweaks {
  const [at, value, ...more] = itemsOf(pair, "a tweak");
  if (at === undefined || value === undefined || more.length > 0)
    return fail(pair, "expected a tweak of two elements, [node, value]");
  return united(
    readTarget(at).map((target) => [target, valueOf(value), "set"] as const),
    at,
  );
}

const what = "a tweak";

function readChange(item: Datum, reading: Reading): Tweaks {
  const parts = readParts(item);
  return changed(parts, parts.amount, reading);
}

/** What a tweak or an axis consists of: targets, and an operation with one amount or several. */
interface Parts {
  readonly aim: Aim;
  readonly targetAt: Datum;
  readonly operation: Operation;
  readonly amount: Datum;
}

/** Reads `{ target: …, <operation>: … }`. */
export function readParts(item: Datum): Parts {
  const fields = fieldsAmong(
    item,
    what,
    ["target", ...operations],
    "a tweak, { target: …, set: … }",
  );
  const targetAt = fieldIn(fields, "target", item, what);
  const [operation, ...more] = operations.filter((name) => fields.has(name));
  if (operation === undefined)
    return fail(item, `the tweak says not what to do: one of ${operations.join(", ")}`);
  const second = more[0] === undefined ? undefined : fields.get(more[0]);
  if (second !== undefined)
    fail(
      second,
      `a tweak has one operation, here are ${operation} and ${second.name}; write two tweaks, which are put on one another`,
    );
  return {
    aim: readAim(targetAt),
    targetAt,
    operation,
    amount: fieldIn(fields, operation, item, what),
  };
}

/** The tweaks of one amount, or of a list with one for each target. */
function changed({ aim, operation, targetAt }: Parts, amount: Datum, reading: Reading): Tweaks {
  const { groups, isList } = aim;
  const each = isList && amount.kind === "list" ? amount.items : groups.map(() => amount);
  if (each.length !== groups.length)
    fail(
      amount,
      `expected one amount for each of ${groups.length} targets, here are ${each.length}`,
    );
  const triples = groups.flatMap((group, i) => {
    const datum = each[i] ?? amount;
    const value = readAmount(operation, datum);
    if (operation === "from")
      reading.mentions.push({ scenario: String(value), place: datum.place });
    return group.map((target) => [target, value, operation] as const);
  });
  return united(triples, targetAt);
}

function united(parts: readonly (readonly [Target, unknown, Operation])[], at: Datum): Tweaks {
  return parts.reduce((tweaks, [target, amount, operation]) => {
    const own = tried(at, () => tweakOf(target, replacementOf(operation, amount, target)));
    if (overlap(tweaks, own)) fail(at, `${textOf(target)} shares nodes with a target before it`);
    return tweaks.merge(own);
  }, Tweaks.empty);
}

function tried<T>(at: Datum, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof DugError) return fail(at, error.message, error);
    throw error;
  }
}

/** Reads an axis, `{ target: …, relative: [-10%, 10%] }`. */
export function readPoints(item: Mapping, reading: Reading): Along {
  const parts = readParts(item);
  const { operation } = parts;
  return amountsAlong(operation, parts.amount).map((amount) =>
    pointOf(operation, valueAt(parts, amount), changed(parts, amount, reading)),
  );
}

/** How a point is labelled: by what the operation takes, read. */
function valueAt({ operation, aim }: Parts, datum: Datum): unknown {
  if (aim.isList && datum.kind === "list")
    return datum.items.map((item) => readAmount(operation, item));
  return isNumeric(operation) ? readAmount(operation, datum) : valueOf(datum);
}
