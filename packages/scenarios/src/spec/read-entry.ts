import { DugError } from "@dug/core";
import { ScenarioFileError } from "../errors.ts";
import { type AxesOf, combine } from "./combine.ts";
import {
  type Datum,
  fail,
  type Field,
  fieldsAmong,
  fieldsOf,
  itemsOf,
  textIn,
  unknownAmong,
} from "./datum.ts";
import { readPoints, readTweaks } from "./read-change.ts";
import { readDraws } from "./read-draws.ts";
import { readHistory } from "./read-history.ts";
import type { Reading } from "./reading.ts";
import { type LayeredScenario, scenario } from "../scenario.ts";
import type { Layers } from "./stack.ts";

type Read = (value: Datum, reading: Reading) => Iterable<LayeredScenario>;

/** The combinations that an entry may be, by the field that says so. */
const combinations: Readonly<Record<string, Read>> = {
  product: (value, reading) => combine.product(readAxes(value, reading)),
  zip: (value, reading) => combine.zip(readAxes(value, reading)),
  oneAtATime: (value, reading) => combine.oneAtATime(readAxes(value, reading)),
  nested: readNested,
  historical: readHistory,
  draws: readDraws,
};

const kinds = ["tweaks", "layers", ...Object.keys(combinations)];
const fieldNames = ["name", ...kinds, "on", "note"];

/** Reads an entry of a list of scenarios: one scenario, or a combination that gives many. */
export function readEntry(datum: Datum, reading: Reading): readonly LayeredScenario[] {
  const fields = fieldsAmong(
    datum,
    "a scenario",
    fieldNames,
    'a scenario, { "name": …, "tweaks": … }',
  );
  const [kind, second] = kinds.flatMap((name) => fields.get(name) ?? []);
  if (second !== undefined)
    fail(
      second,
      `an entry is one of ${kinds.join(", ")}; here are ${kind?.name} and ${second.name}`,
    );
  const read = Object.hasOwn(combinations, kind?.name ?? "")
    ? combinations[kind?.name ?? ""]
    : undefined;
  const note = fields.get("note");
  const details = note === undefined ? {} : { note: textIn(note.value, "a note") };
  const list =
    kind === undefined || read === undefined
      ? [readOne(datum, fields, kind, reading, details)]
      : limited(kind, read, fields.get("name"), reading, details);
  const on = fields.get("on");
  return on === undefined ? list : list.map((each) => put(each, on, reading));
}

function readOne(
  datum: Datum,
  fields: ReadonlyMap<string, Field>,
  kind: Field | undefined,
  reading: Reading,
  details: { readonly note?: string },
): LayeredScenario {
  const name = fields.get("name");
  if (name === undefined) return fail(datum, 'the scenario has no "name"');
  const text = textIn(name.value, "the scenario's name");
  if (kind === undefined) return fail(datum, 'the scenario has no "tweaks"');
  const layers =
    kind.name === "tweaks" ? readTweaks(kind.value, reading) : readLayers(kind.value, reading);
  return { ...scenario(text, [], details), layers };
}

/** Lists of tweaks, each list put on the one before it whatever they tweak. */
function readLayers(datum: Datum, reading: Reading): Layers {
  return itemsOf(datum, "a list of lists of tweaks").flatMap((list) => readTweaks(list, reading));
}

/** The scenarios of a combination, as far as a file may give so many. */
function limited(
  kind: Field,
  read: Read,
  prefix: Field | undefined,
  reading: Reading,
  details: { readonly note?: string },
): readonly LayeredScenario[] {
  const before = prefix === undefined ? "" : `${textIn(prefix.value, "a name")}: `;
  const list: LayeredScenario[] = [];
  try {
    for (const each of read(kind.value, reading)) {
      if (list.length >= reading.most) fail(kind, `this gives more than ${reading.most} scenarios`);
      const note = [each.note, details.note].filter((text) => text !== undefined).join("; ");
      list.push({ ...each, name: before + each.name, ...(note !== "" && { note }) });
    }
  } catch (error) {
    // Much is seen only when the scenarios are made, and not by who reads the parts.
    if (error instanceof DugError && !(error instanceof ScenarioFileError))
      return fail(kind.value, error.message, error);
    throw error;
  }
  return list;
}

/** The scenario on the one that `on` names: within its contexts. */
function put(each: LayeredScenario, { value }: Field, { named }: Reading): LayeredScenario {
  const name = textIn(value, "the name of a scenario before this one");
  const below = named.get(name);
  if (below === undefined)
    return fail(value, `there is no scenario ${unknownAmong(name, named.keys())}, before this one`);
  return {
    ...each,
    axes: { ...below.axes, ...each.axes },
    layers: [...below.layers, ...each.layers],
  };
}

function readAxes(datum: Datum, reading: Reading): AxesOf {
  const fields = [
    ...fieldsOf(
      datum,
      "axes by name, such as { spot: { target: …, relative: [-10%, 10%] } }",
    ).values(),
  ];
  if (fields.length === 0) fail(datum, "expected an axis at least");
  return Object.fromEntries(
    fields.map(({ name, value }) => [
      name,
      value.kind === "map" ? readPoints(value, reading) : readEntries(value, reading),
    ]),
  );
}

/** Reads a list of entries inside another. */
function readEntries(datum: Datum, reading: Reading): readonly LayeredScenario[] {
  const items = itemsOf(
    datum,
    "an axis, { target: …, relative: [-10%, 10%] }, or a list of scenarios",
  );
  return items.flatMap((item) => readEntry(item, reading));
}

function readNested(datum: Datum, reading: Reading): Iterable<LayeredScenario> {
  const lists = itemsOf(datum, "a list of lists of scenarios");
  if (lists.length === 0) fail(datum, "expected a list of scenarios at least");
  return combine.nested(...lists.map((list) => readEntries(list, reading)));
}
