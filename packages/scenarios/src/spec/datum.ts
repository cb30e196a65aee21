import { nearest } from "@dug/core";
import { type Place, ScenarioFileError } from "../errors.ts";

/** What a file holds, whatever it is written in; every part knows its place. */
export type Datum = Mapping | Listing | Scalar;

/** Fields by name, in the order in which they stand; a name may come twice. */
export interface Mapping {
  readonly kind: "map";
  readonly place: Place;
  readonly fields: readonly Field[];
}

/** A name, where that stands, and what it names. */
export interface Field {
  readonly name: string;
  readonly place: Place;
  readonly value: Datum;
}

/** A list. */
interface Listing {
  readonly kind: "list";
  readonly place: Place;
  readonly items: readonly Datum[];
}

/** A text, a number, `true`, `false` or `null`. */
interface Scalar {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: string | number | boolean | null;
}

/** @throws {ScenarioFileError} always. */
export function fail(
  { place }: { readonly place: Place },
  problem: string,
  cause?: unknown,
): never {
  throw new ScenarioFileError(place, problem, cause === undefined ? {} : { cause });
}

/** The items of a list. */
export function itemsOf(datum: Datum, what: string): readonly Datum[] {
  return datum.kind === "list" ? datum.items : fail(datum, `expected ${what}`);
}

/** A text that is not empty. */
export function textIn(datum: Datum, what: string): string {
  if (datum.kind === "scalar" && typeof datum.value === "string" && datum.value !== "")
    return datum.value;
  return fail(datum, `expected ${what}, a text that is not empty`);
}

/** The fields of a mapping by name, any names. */
export function fieldsOf(datum: Datum, what: string): ReadonlyMap<string, Field> {
  if (datum.kind !== "map") fail(datum, `expected ${what}`);
  const fields = new Map<string, Field>();
  for (const field of datum.fields) {
    if (fields.has(field.name)) fail(field, `the field ${JSON.stringify(field.name)} comes twice`);
    fields.set(field.name, field);
  }
  return fields;
}

/** The fields of a mapping that has some of these and no others. @param owner such as "a scenario" */
export function fieldsAmong(
  datum: Datum,
  owner: string,
  names: readonly string[],
  what: string = owner,
): ReadonlyMap<string, Field> {
  const fields = fieldsOf(datum, what);
  for (const field of fields.values())
    if (!names.includes(field.name))
      fail(field, `${owner} has no field ${unknownAmong(field.name, names)}`);
  return fields;
}

/** How many names a message lists. */
const most = 20;

/** `"nme"; the nearest is "name"`, or what there is where none is near. */
export function unknownAmong(name: string, names: Iterable<string>): string {
  const all = [...names];
  const [first] = nearest(name, all);
  const some = all.length > most ? [...all.slice(0, most), `and ${all.length - most} more`] : all;
  const there = all.length === 0 ? "there is none" : `there is ${some.join(", ")}`;
  const hint = first === undefined ? there : `the nearest is ${JSON.stringify(first)}`;
  return `${JSON.stringify(name)}; ${hint}`;
}

/** A field that has to be there. */
export function fieldIn(
  fields: ReadonlyMap<string, Field>,
  name: string,
  owner: { readonly place: Place },
  what: string,
): Datum {
  return fields.get(name)?.value ?? fail(owner, `${what} has no ${JSON.stringify(name)}`);
}

/** The plain value that a datum stands for. */
export function valueOf(datum: Datum): unknown {
  if (datum.kind === "scalar") return datum.value;
  if (datum.kind === "list") return datum.items.map(valueOf);
  const fields = [...fieldsOf(datum, "fields").values()];
  return Object.fromEntries(fields.map(({ name, value }) => [name, valueOf(value)]));
}
