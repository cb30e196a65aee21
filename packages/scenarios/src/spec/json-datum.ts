import type { MemberNode, ValueNode } from "@humanwhocodes/momoa";
import { type Datum, fail, type Field } from "./datum.ts";
import { parseJSON } from "./json-text.ts";
import { Lines } from "./lines.ts";

/** Reads JSON, with the places of its parts. @throws {ScenarioFileError} at the first character that does not fit. */
export function readJSON(text: string, file: string): Datum {
  const lines = new Lines(text, file);
  return datumOf(parse(lines), lines);
}

function parse(lines: Lines): ValueNode {
  try {
    return parseJSON(lines);
  } catch (error) {
    // The parser recurses: what is nested too deep for it is a mistake in the file, not in the program.
    if (!(error instanceof RangeError)) throw error;
    return fail({ place: lines.placeAt(0) }, "not valid JSON: it is nested too deep", error);
  }
}

const deepest = 100;

function datumOf(node: ValueNode, lines: Lines, depth = 0): Datum {
  const place = lines.placeAt(node.loc.start.offset);
  if (depth > deepest) fail({ place }, `nested deeper than ${deepest} levels`);
  switch (node.type) {
    case "Object":
      return {
        kind: "map",
        place,
        fields: node.members.map((member) => fieldOf(member, lines, depth)),
      };
    case "Array":
      return {
        kind: "list",
        place,
        items: node.elements.map(({ value }) => datumOf(value, lines, depth + 1)),
      };
    case "Null":
      return { kind: "scalar", place, value: null };
    case "String":
    case "Number":
    case "Boolean":
      return { kind: "scalar", place, value: node.value };
    default:
      return fail({ place }, "not valid JSON: expected a number");
  }
}

function fieldOf({ name, value }: MemberNode, lines: Lines, depth: number): Field {
  return {
    name: name.type === "String" ? name.value : name.name,
    place: lines.placeAt(name.loc.start.offset),
    value: datumOf(value, lines, depth + 1),
  };
}
