import type { MemberNode, ValueNode } from "@humanwhocodes/momoa";
import type { Place } from "../errors.ts";
import { parseJSON } from "../json-text.ts";
import { type Datum, fail, type Field } from "./datum.ts";

/** Reads JSON, with the places of its parts. @throws {ScenarioFileError} at the first character that does not fit. */
export function readJSON(text: string, file: string): Datum {
  return datumOf(parse(text, file), file);
}

function parse(text: string, file: string): ValueNode {
  try {
    return parseJSON(text, file);
  } catch (error) {
    // The parser recurses: what is nested too deep for it is a mistake in the file, not in the program.
    if (!(error instanceof RangeError)) throw error;
    return fail(
      { place: { file, line: 1, column: 1 } },
      "not valid JSON: it is nested too deep",
      error,
    );
  }
}

const deepest = 100;

function datumOf(node: ValueNode, file: string, depth = 0): Datum {
  const place = placeOf(node, file);
  if (depth > deepest) fail({ place }, `nested deeper than ${deepest} levels`);
  switch (node.type) {
    case "Object":
      return {
        kind: "map",
        place,
        fields: node.members.map((member) => fieldOf(member, file, depth)),
      };
    case "Array":
      return {
        kind: "list",
        place,
        items: node.elements.map(({ value }) => datumOf(value, file, depth + 1)),
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

function fieldOf({ name, value }: MemberNode, file: string, depth: number): Field {
  return {
    name: name.type === "String" ? name.value : name.name,
    place: placeOf(name, file),
    value: datumOf(value, file, depth + 1),
  };
}

function placeOf({ loc }: Pick<ValueNode, "loc">, file: string): Place {
  return { file, line: loc.start.line, column: loc.start.column };
}
