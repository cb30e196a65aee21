import { range } from "@dug/scenarios";
import { UsageError } from "./exit.ts";

/** An axis as a user writes it: `spot("IBM")=relative:-20%..20%:21`. */
export interface AxisText {
  /** What is left of the last `=`: the node in its readable form. */
  readonly node: string;
  readonly operation: Operation;
  readonly amounts: readonly number[];
}

/** What is done with an amount, by the names that scenario files use. */
const operations = ["set", "add", "multiply", "relative", "floor", "cap"] as const;
type Operation = (typeof operations)[number];

const form =
  'NODE=OPERATION:FROM..TO:COUNT or NODE=OPERATION:A,B,C, such as spot("IBM")=relative:-20%..20%:21';

/** Reads an axis. @throws {UsageError} that shows the form */
export function readAxis(text: string): AxisText {
  const at = text.lastIndexOf("=");
  const [operation = "", amounts = "", count, ...more] = text.slice(at + 1).split(":");
  const node = text.slice(0, Math.max(at, 0)).trim();
  if (node === "" || amounts === "" || more.length > 0) return refuse(text, `write ${form}`);
  if (!isOperation(operation))
    return refuse(text, `there is no operation "${operation}"; there is: ${operations.join(", ")}`);
  return { node, operation, amounts: amountsIn(amounts, count, text) };
}

/** A list, or a range and how many points it has. */
function amountsIn(text: string, points: string | undefined, axis: string): readonly number[] {
  const [from = "", to, ...more] = text.split("..");
  if (to === undefined && points === undefined)
    return text.split(",").map((each) => amountIn(each, axis));
  if (to === undefined || points === undefined || more.length > 0)
    return refuse(axis, `write ${form}`);
  return range(amountIn(from, axis), amountIn(to, axis), countIn(points, axis));
}

function isOperation(text: string): text is Operation {
  return operations.some((operation) => operation === text);
}

/** A number, or so many percent. */
function amountIn(text: string, axis: string): number {
  const [, digits = "", percent] =
    /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)(%?)\s*$/i.exec(text) ?? [];
  if (digits === "") return refuse(axis, `"${text.trim()}" is no number such as 0.2 or 20%`);
  return percent === "%" ? rounded(Number(digits) / 100) : Number(digits);
}

function countIn(text: string, axis: string): number {
  if (/^\d+$/.test(text) && Number(text) >= 2) return Number(text);
  return refuse(axis, `"${text}" is no count of points, a whole number from 2`);
}

/** Without the last digit, which is that of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(15));
}

function refuse(axis: string, problem: string): never {
  throw new UsageError(`--axis ${axis}: ${problem}`);
}
