/** What stands in a field of CSV, by the rules of docs/table.md: as the JSON of that page has it; "missing" and "error" for these. */
export function cellOf(text: string): unknown {
  if (text === "") return "missing";
  if (text === "#ERROR") return "error";
  if (/^(["[{]|(null|true|false)$)/.test(text)) return JSON.parse(text);
  if (text === "undefined") return { $undefined: true };
  if (/^(NaN|-?Infinity|-0)$/.test(text)) return { $number: text };
  const number = Number(text);
  if (Number.isNaN(number)) return text;
  return String(number) === text ? number : { $bigint: text };
}
