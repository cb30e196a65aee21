import type { Numeric } from "./change.ts";

/** How a point of an axis is called: a number as a change of its kind, anything else as JSON. */
export function labelOf(
  operation: Numeric | "set" | "expression" | "from",
  amount: unknown,
): string {
  if (Array.isArray(amount))
    return `[${amount.map((each) => labelOf(operation, each)).join(", ")}]`;
  if (typeof amount !== "number") return plain(amount);
  switch (operation) {
    case "relative":
      return `${signed(rounded(amount * 100))}%`;
    case "add":
      return signed(rounded(amount));
    case "multiply":
      return `×${rounded(amount)}`;
    case "floor":
      return `at least ${amount}`;
    case "cap":
      return `at most ${amount}`;
    default:
      return String(amount);
  }
}

function plain(amount: unknown): string {
  if (typeof amount === "string") return amount;
  return JSON.stringify(amount) ?? String(amount);
}

/** Without the last digits, which are those of binary fractions: 0.07 × 100 is 7.000000000000001. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
