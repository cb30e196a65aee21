import { readFileSync } from "node:fs";

/** A European option on one share. */
export interface Option {
  readonly kind: "call" | "put";
  /** In dollars. */
  readonly strike: number;
  /** Time to expiry. */
  readonly months: number;
}

/** A holding of the book: of a share, or of an option on it. */
export interface Position {
  readonly id: string;
  readonly ticker: string;
  readonly contract: { readonly kind: "share" } | Option;
  /** Shares, or options on one share each; negative if sold. */
  readonly quantity: number;
}

/** Reads data/book.csv: lines such as `IBM-C115-3m,IBM,call,115,3,1250`. */
export function readPositions(
  text: string = readFileSync(new URL("../../data/book.csv", import.meta.url), "utf8"),
): readonly Position[] {
  return text.trim().split("\n").slice(1).map(positionOf);
}

function positionOf(line: string): Position {
  const [id = "", ticker = "", kind, strike, months, quantity] = line.split(",");
  return {
    id,
    ticker,
    contract:
      kind === "call" || kind === "put"
        ? { kind, strike: Number(strike), months: Number(months) }
        : { kind: "share" },
    quantity: Number(quantity),
  };
}
