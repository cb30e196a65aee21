import { DugError, type Model, Node } from "@dug/core";
import { InputError } from "./exit.ts";
import { isUnknownName, unknownName } from "./scenarios-of.ts";

/**
 * The node that a user wrote, such as `price("IBM")`.
 * @param option where it was written, for messages
 * @throws {InputError} when it is none, names no function of the model, or lacks arguments
 */
export function nodeNamed(text: string, model: Model, option = "--node"): Node {
  const node = parse(text, model, option);
  const needed = node.function.length;
  if (node.args.length >= needed) return node;
  throw new InputError(
    `${option}: ${node} lacks arguments: ${node.function.id} takes ${needed}, here are ${node.args.length}`,
  );
}

function parse(text: string, model: Model, option: string): Node {
  try {
    return Node.parse(text);
  } catch (cause) {
    if (isUnknownName(cause))
      throw new InputError(`${option}: ${unknownName(cause, model)}`, { cause });
    if (cause instanceof DugError) throw new InputError(`${option}: ${cause.message}`, { cause });
    throw cause;
  }
}
