import { ExpressionError } from "./errors.ts";
import { range } from "./axis.ts";
import { type Datum, fail, textIn, valueOf } from "./datum.ts";
import { readExpression } from "./expression.ts";
import { type Numeric, numeric } from "./change.ts";

/** The operations that a file has. */
export type Operation = Numeric | "set" | "expression" | "from";

/** The operations that a file has. */
export const operations: readonly Operation[] = [
  "set",
  ...(Object.keys(numeric) as Numeric[]),
  "expression",
  "from",
];

/** Whether an operation takes a number. */
export function isNumeric(operation: Operation): operation is Numeric {
  return Object.hasOwn(numeric, operation);
}

/** Reads what an operation takes. */
export function readAmount(operation: Operation, datum: Datum): unknown {
  if (operation === "set") return valueOf(datum);
  if (operation === "from") return textIn(datum, "the name of a scenario");
  return operation === "expression" ? readFormula(datum) : readNumber(datum);
}

function readFormula(datum: Datum): string {
  const text = textIn(datum, "an expression such as max(base - 5, 0)");
  try {
    readExpression(text);
    return text;
  } catch (error) {
    if (error instanceof ExpressionError) return fail(datum, error.message, error);
    throw error;
  }
}

/** Reads a number, or a text such as `-20%`. */
export function readNumber(datum: Datum): number {
  const number = datum.kind === "scalar" ? numberIn(datum.value) : undefined;
  return number ?? fail(datum, "expected a number such as 0.05 or 5%");
}

/** Never two ways to read the same digits: else a long row of them would take its square in steps. */
const numeral = "[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?";
const number = new RegExp(`^(${numeral})\\s*(%?)$`);
const rangeText = new RegExp(
  `^(${numeral}\\s*%?)\\s*\\.\\.\\s*(${numeral}\\s*%?)\\s*:\\s*([2-9]|[1-9]\\d{1,3}|10000)$`,
);

/** The number that a scalar stands for; `undefined` if none. A percentage is divided as a decimal fraction, so that 7% is 0.07. */
export function numberIn(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  const [, digits = "", percent] = (typeof value === "string" && number.exec(value.trim())) || [];
  if (percent === undefined) return undefined;
  const read = Number(digits);
  const scaled = percent === "" ? read : Number((read / 100).toPrecision(15));
  return Number.isFinite(scaled) ? scaled : undefined;
}

/** Reads a whole number. @param what it is, in messages */
export function readWhole(datum: Datum, what: string): number {
  if (datum.kind === "scalar" && typeof datum.value === "number" && Number.isInteger(datum.value))
    return datum.value;
  return fail(datum, `expected ${what}, a whole number`);
}

/** Reads what stands along an axis: a list, or for numbers a text such as `-20%..20%:5`, five of them. */
export function amountsAlong(operation: Operation, datum: Datum): readonly Datum[] {
  if (datum.kind === "list") {
    if (datum.items.length === 0) fail(datum, "expected an amount at least; this list is empty");
    return datum.items;
  }
  const isRanged = operation === "set" || isNumeric(operation);
  const found = datum.kind === "scalar" && isRanged ? rangeIn(datum.value) : undefined;
  if (found !== undefined)
    return found.map((value): Datum => ({ kind: "scalar", place: datum.place, value }));
  const orRange = ", or from..to:count such as -20%..20%:5, with a count of 2 to 10000";
  return fail(datum, `expected a list${isRanged ? orRange : ""}`);
}

/** The numbers of a text such as `-20%..20%:5`; `undefined` if it is no such text. */
function rangeIn(value: unknown): readonly number[] | undefined {
  const [, from, to, count] = (typeof value === "string" && rangeText.exec(value.trim())) || [];
  const [first, last] = [numberIn(from), numberIn(to)];
  return first === undefined || last === undefined ? undefined : range(first, last, Number(count));
}
