import type { Outputs, Row } from "./row.ts";

/** What stands in one place of the table: a value, an error, or nothing. */
export type Cell =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown }
  | { readonly kind: "missing" };

const missing: Cell = { kind: "missing" };

export function outputCell<O extends Outputs>(row: Row<O>, output: keyof O & string): Cell {
  if (Object.hasOwn(row.errors, output)) return { kind: "error", error: row.errors[output] };
  return Object.hasOwn(row.outputs, output)
    ? { kind: "value", value: row.outputs[output] }
    : missing;
}

export function differenceCell<O extends Outputs>(row: Row<O>, output: keyof O & string): Cell {
  return optionalCell(row.differences[output]);
}

export function relativeCell<O extends Outputs>(row: Row<O>, output: keyof O & string): Cell {
  return optionalCell(row.relativeDifferences[output]);
}

export function optionalCell(value: unknown): Cell {
  return value === undefined || value === "" ? missing : { kind: "value", value };
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `threw ${String(error)}`;
}
