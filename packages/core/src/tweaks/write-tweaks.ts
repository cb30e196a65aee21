import type { Definition } from "../identity/definition.ts";
import {
  AnonymousFunctionError,
  UnserialisableArgumentError,
  UnserialisableTweakError,
} from "../errors.ts";
import type { Node } from "../identity/node.ts";
import { write } from "../identity/node.ts";
import type { FunctionTweak, Tweaks } from "./tweaks.ts";
import { writeArguments } from "../identity/write.ts";

/** What stands in a node's place, written down: a value, or a named shift and its parameters. */
export type WrittenReplacement =
  { readonly value: string } | { readonly shift: string; readonly parameters: string };

/** A set of tweaks as JSON (S12). Nodes, values and lists of arguments are in their readable form. */
export interface WrittenTweaks {
  readonly nodes: readonly (readonly [node: string, to: WrittenReplacement])[];
  /** Whole functions, with the lists of arguments that they are for, if not all. */
  readonly functions: readonly (readonly [
    name: string,
    to: WrittenReplacement,
    where?: readonly string[],
  ])[];
}

/** @throws {UnserialisableTweakError} when one of the tweaks has no written form. */
export function writeTweaks({ nodes, functions }: Tweaks): WrittenTweaks {
  return {
    nodes: [...nodes].map(([node, to]) => [node.toJSON(), writeReplacement(to, node)]),
    functions: [...functions].flatMap(([definition, list]) =>
      list
        .toArray()
        .map((whole): WrittenTweaks["functions"][number] => writeWhole(definition, whole)),
    ),
  };
}

function writeWhole(
  definition: Definition,
  { to, where, listed }: FunctionTweak,
): WrittenTweaks["functions"][number] {
  if (definition.id === "") throw new AnonymousFunctionError(definition.label);
  const name = definition.id;
  const written = writeReplacement(to, definition);
  if (where === undefined) return [name, written];
  if (listed === undefined || typeof where === "function") {
    throw new UnserialisableTweakError(
      definition.label,
      "its filter is a function; list the arguments instead",
    );
  }
  return [
    name,
    written,
    where.map((args) => writeArguments(args, { ...write, owner: definition.label })),
  ];
}

function writeReplacement(to: FunctionTweak["to"], target: Node | Definition): WrittenReplacement {
  const label = "label" in target ? target.label : String(target);
  if (to.kind === "callback") throw new UnserialisableTweakError(label, "it is a callback");
  if (to.kind === "value") return { value: writeList([to.value], label) };
  const { named } = to.shift;
  if (named === undefined) throw new UnserialisableTweakError(label, "its shift has no name");
  return { shift: named.name, parameters: writeList(named.parameters, label) };
}

function writeList(values: readonly unknown[], target: string): string {
  try {
    return writeArguments(values, { ...write, owner: target });
  } catch (error) {
    if (!(error instanceof UnserialisableArgumentError)) throw error;
    throw new UnserialisableTweakError(target, `its value holds ${error.type}`);
  }
}
