import { add, relative, scale, type Shift } from "@dug/core";
import { UsageError } from "./exit.ts";

/** An axis as a user writes it: `spot("IBM")=relative:-20%..20%:21`. */
export interface AxisText {
  /** What is left of the last `=`: the node in its readable form. */
  readonly node: string;
  readonly operation: Operation;
  readonly amounts: readonly number[];
}

/** What is done with an amount, by the names that scenario files use. */
const operations = ["set", "add", "multiply", "relative"] as const;
export type Operation = (typeof operations)[number];

const shifts = { add, multiply: scale, relative };

/** What stands in the place of the node's value at a point. */
export function replacement(operation: Operation, amount: number): number | Shift<number> {
  return operation === "set" ? amount : shifts[operation](amount);
}

/** How a point is called. */
export function label(operation: Operation, amount: number): string {
  const sign = amount > 0 ? "+" : "";
  if (operation === "relative") return `${sign}${Number((amount * 100).toPrecision(12))}%`;
  if (operation === "multiply") return `×${amount}`;
  return operation === "add" ? `${sign}${amount}` : String(amount);
}

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
    /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%?)\s*$/i.exec(text) ?? [];
  if (digits === "") return refuse(axis, `"${text.trim()}" is no number such as 0.2 or 20%`);
  return percent === "%" ? rounded(Number(digits) / 100) : Number(digits);
}

function countIn(text: string, axis: string): number {
  if (/^\d+$/.test(text) && Number(text) >= 2) return Number(text);
  return refuse(axis, `"${text}" is no count of points, a whole number from 2`);
}

/** Numbers from one to another at equal distances, both ends included. */
function range(from: number, to: number, count: number): readonly number[] {
  const steps = count - 1;
  return Array.from({ length: count }, (_, i) => rounded((from * (steps - i) + to * i) / steps));
}

/** Without the last digit, which is that of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(15));
}

function refuse(axis: string, problem: string): never {
  throw new UsageError(`--axis ${axis}: ${problem}`);
}
