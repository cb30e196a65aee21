import { readFileSync } from "node:fs";

/** Monthly prices: for each ticker, in the file's order, month ("2004-08") to price, oldest first. */
export type Prices = ReadonlyMap<string, ReadonlyMap<string, number>>;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Reads data/stocks.csv: lines such as `MSFT,Jan 1 2000,39.81`. */
export function readPrices(
  text: string = readFileSync(new URL("../../data/stocks.csv", import.meta.url), "utf8"),
): Prices {
  const prices = new Map<string, Map<string, number>>();
  for (const line of text.trim().split("\n").slice(1)) {
    const [ticker = "", date = "", price = ""] = line.split(",");
    const history = prices.get(ticker) ?? new Map<string, number>();
    prices.set(ticker, history.set(monthOf(date), Number(price)));
  }
  return prices;
}

function monthOf(date: string): string {
  const [name = "", , year = ""] = date.split(" ");
  return `${year}-${String(MONTHS.indexOf(name) + 1).padStart(2, "0")}`;
}

/** The month before, in the calendar: "2005-01" gives "2004-12". */
export function monthBefore(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, "0")}`;
}
