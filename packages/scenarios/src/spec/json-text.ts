import { parse, type ValueNode } from "@humanwhocodes/momoa";
import { fail } from "./datum.ts";
import type { Lines } from "./lines.ts";

/** Parses JSON into nodes that know their place. @throws {ScenarioFileError} at the first character that does not fit. */
export function parseJSON(lines: Lines): ValueNode {
  const { text: content } = lines;
  try {
    return parse(content).body;
  } catch (error) {
    if (error instanceof RangeError) throw error; // nested too deep for the parser, which recurses
    const offset = offsetOf(error, content);
    const found = content.slice(offset, offset + 1);
    const problem =
      found === "" ? "it ends too early" : `${JSON.stringify(found)} does not fit here`;
    return fail({ place: lines.placeAt(offset) }, `not valid JSON: ${problem}`, error);
  }
}

/** Where the parser stopped. Of a text that ends too early it names some earlier place. */
function offsetOf(error: unknown, text: string): number {
  const known = error instanceof Error && "offset" in error && typeof error.offset === "number";
  return known && !endsEarly(text) ? Number(error.offset) : text.length;
}

/** The engine's own parser knows: it says so, or gives a position behind the text. */
function endsEarly(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const message = String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    return position === undefined
      ? /end of|unterminated|EOF/i.test(message)
      : Number(position) >= text.length;
  }
}
