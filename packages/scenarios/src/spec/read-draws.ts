import { DugError } from "@dug/core";
import { type Datum, fail, fieldIn, fieldsAmong, fieldsOf, unknownAmong } from "./datum.ts";
import type { Distribution } from "./distribution.ts";
import { draws, type Variable } from "./draws.ts";
import { isNumeric, readNumber, readWhole } from "./read-amount.ts";
import { readParts } from "./read-change.ts";
import type { TargetsOf } from "./change.ts";
import type { LayeredScenario } from "../scenario.ts";

const what = "a set of draws";

/** Reads `{ seed: 1, count: 100, variables: { spot: { target: …, relative: { normal: { mean: 0, deviation: 20% } } } } }`. */
export function readDraws(datum: Datum): Iterable<LayeredScenario> {
  const fields = fieldsAmong(datum, what, ["seed", "count", "variables"]);
  const at = fieldIn(fields, "variables", datum, what);
  const variables = [...fieldsOf(at, "variables by name").values()].map(
    ({ name, value }) => [name, readVariable(value)] as const,
  );
  if (variables.length === 0) fail(at, "expected a variable at least");
  const seed = readWhole(fieldIn(fields, "seed", datum, what), "a seed");
  const count = readWhole(fieldIn(fields, "count", datum, what), "a count");
  try {
    return draws({ seed, count, variables: Object.fromEntries(variables) });
  } catch (error) {
    if (error instanceof DugError) return fail(datum, error.message, error);
    throw error;
  }
}

function readVariable(datum: Datum): Variable {
  const { aim, operation, amount } = readParts(datum);
  if (operation !== "set" && !isNumeric(operation))
    return fail(
      datum,
      `${operation} takes no drawn number; set, add, multiply, relative, floor and cap do`,
    );
  const target = aim.groups.flat() as TargetsOf<number>;
  return { target, change: operation, by: readDistribution(amount) };
}

const parameters: Readonly<Record<Distribution["kind"], readonly string[]>> = {
  normal: ["mean", "deviation"],
  lognormal: ["mean", "deviation"],
  uniform: ["from", "to"],
};

function readDistribution(datum: Datum): Distribution {
  const form = "a distribution such as { normal: { mean: 0, deviation: 20% } }";
  const [only, ...more] = fieldsOf(datum, form).values();
  if (only === undefined || more.length > 0) return fail(datum, `expected ${form}`);
  const kind = only.name as Distribution["kind"];
  const names = Object.hasOwn(parameters, kind) ? parameters[kind] : undefined;
  if (names === undefined)
    return fail(only, `there is no distribution ${unknownAmong(kind, Object.keys(parameters))}`);
  const fields = fieldsAmong(only.value, `a ${kind} distribution`, names);
  const [a = NaN, b = NaN] = names.map((name) =>
    readNumber(fieldIn(fields, name, only.value, `the ${kind} distribution`)),
  );
  return kind === "uniform" ? { kind, from: a, to: b } : { kind, mean: a, deviation: b };
}
