import { DugError } from "@dug/core";
import { type Correlation, factored } from "./correlation.ts";
import {
  type Datum,
  fail,
  type Field,
  fieldIn,
  fieldsAmong,
  fieldsOf,
  itemsOf,
  unknownAmong,
} from "./datum.ts";
import { type Distribution, requireSound } from "./distribution.ts";
import { draws, type Variable } from "./draws.ts";
import { isNumeric, readNumber, readWhole } from "./read-amount.ts";
import { readParts } from "./read-change.ts";
import type { TargetsOf } from "./change.ts";
import type { Reading } from "./reading.ts";
import type { LayeredScenario } from "../scenario.ts";

const what = "a set of draws";

/** Reads `{ seed: 1, count: 100, variables: { spot: { target: …, relative: { normal: { mean: 0, deviation: 20% } } } } }`. */
export function readDraws(datum: Datum, { most }: Reading): Iterable<LayeredScenario> {
  const fields = fieldsAmong(datum, what, ["seed", "count", "variables", "correlation"]);
  const at = fieldIn(fields, "variables", datum, what);
  const variables = [...fieldsOf(at, "variables by name").values()].map(
    ({ name, value }) => [name, readVariable(value)] as const,
  );
  if (variables.length === 0) fail(at, "expected a variable at least");
  const seed = readWhole(fieldIn(fields, "seed", datum, what), "a seed");
  const counted = fieldIn(fields, "count", datum, what);
  const count = readWhole(counted, "a count");
  if (count > most)
    fail(counted, `${count} draws are more than the ${most} scenarios that a file may give`);
  const names = variables.map(([name]) => name);
  const correlation = readCorrelation(fields.get("correlation"), names);
  return placed(datum, () =>
    draws({ seed, count, variables: Object.fromEntries(variables), correlation }),
  );
}

/** What is thrown is told with the place. */
function placed<R>(datum: Datum, make: () => R): R {
  try {
    return make();
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

/** Reads a list of lists of correlations; whatever is wrong is told where it stands. */
function readCorrelation(
  field: Field | undefined,
  names: readonly string[],
): Correlation | undefined {
  if (field === undefined) return undefined;
  const lines = itemsOf(field.value, "a list of lists of correlations, one for each variable");
  const cells = lines.map((line) =>
    itemsOf(line, "a list of correlations, one with each variable"),
  );
  const correlation = cells.map((line) => line.map(readNumber));
  const found = factored(correlation, names);
  if (found.kind === "factor") return correlation;
  const { line = -1, column = -1, problem } = found;
  return fail(cells[line]?.[column] ?? lines[line] ?? field.value, problem);
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
  const found: Distribution =
    kind === "uniform" ? { kind, from: a, to: b } : { kind, mean: a, deviation: b };
  return placed(only.value, () => {
    requireSound(found);
    return found;
  });
}
