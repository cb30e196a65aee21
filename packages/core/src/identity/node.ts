import { hash } from "immutable";
import { brand, refuseForeign } from "./copies.ts";
import { hand, keep } from "./copy.ts";
import { Definition } from "./definition.ts";
import { AnonymousFunctionError, DugError, InvalidArgumentError } from "../errors.ts";
import { type Key, keyOf, sameKey } from "./key.ts";
import type { Memoised } from "../memoize.ts";
import { makePrintable } from "../printable.ts";
import { definitionOf, type Identity, type Named, nodeKey } from "./symbols.ts";
import { writeArguments, writeName } from "./write.ts";

/**
 * Identifies one memoised function with one list of arguments: what is cached, traced, tweaked and
 * masked. A node is a value, bound to no context: two nodes are equal iff their functions are the same
 * and their arguments are equal by value (S24), and it survives a trip through text (S25).
 *
 * Made by `fn.node(…)` or read by `Node.parse`.
 */
export class Node<out R = unknown> implements Identity {
  /** The type of the node's value. Exists in types only. */
  declare readonly result: R;
  readonly definition: Definition;
  readonly key: Key;
  /** The canonical copy of the arguments; `args` hands out copies where these could be changed. */
  readonly kept: readonly unknown[];
  readonly mutable: boolean;

  static {
    brand(this.prototype);
    makePrintable(this.prototype, "Node ");
    Object.defineProperty(this.prototype, nodeKey, { value: identity });
  }

  /** Called by the engine. `key`, `kept` and `mutable` belong to the same arguments. */
  constructor(definition: Definition, key: Key, kept: readonly unknown[], mutable: boolean) {
    this.definition = definition;
    this.key = key;
    this.kept = kept;
    this.mutable = mutable;
  }

  /** The node of a function and arguments. @throws {UnsupportedArgumentError} when an argument cannot be compared by value. */
  static of(definition: Definition, args: readonly unknown[]): Node {
    const key = keyOf(args, definition.label);
    const { args: kept, mutable } = keep(args);
    return new Node(definition, key, kept, mutable);
  }

  /** The memoised function. */
  get function(): Memoised<(...args: never[]) => R> {
    return this.definition.callable as Memoised<(...args: never[]) => R>;
  }

  /** The arguments, deeply frozen; Dates, native Maps and Sets and typed arrays are copied afresh. */
  get args(): readonly unknown[] {
    return this.mutable ? hand(this.kept) : this.kept;
  }

  equals(other: unknown): boolean {
    return (
      this === other ||
      (other instanceof Node &&
        this.definition === other.definition &&
        sameKey(this.key, other.key))
    );
  }

  hashCode(): number {
    return (hash(this.key.text) + this.definition.serial) | 0;
  }

  /** The readable form, such as `price("AAPL",2)`. What has no written form is shown as well as it can be. */
  toString(): string {
    try {
      return this.toJSON();
    } catch (error) {
      if (!(error instanceof DugError)) throw error;
      return `${this.definition.label}(${this.key.text})`;
    }
  }

  /**
   * The readable form, which `Node.parse` reads back in any process that loaded the same functions (S25).
   * @throws {AnonymousFunctionError} when the function has no name.
   * @throws {UnserialisableArgumentError} when an argument has no written form.
   */
  toJSON(): string {
    return writeNode(this);
  }
}

function identity(this: Node): Identity {
  return this;
}

/** @throws {AnonymousFunctionError} when the function has no name. */
function writeDefinition({ id, label }: Named): string {
  if (id === "") throw new AnonymousFunctionError(label);
  return writeName(id);
}

/** How a node or a function inside an argument is written. */
export const write: { node(identity: Identity): string; definition(named: Named): string } = {
  node: writeNode,
  definition: writeDefinition,
};

function writeNode({ definition, args }: Identity): string {
  return `${writeDefinition(definition)}(${writeArguments(args, { ...write, owner: definition.label })})`;
}

/** The definition that a memoised function carries. @throws {InvalidArgumentError} when `fn` is none. */
export function definitionIn(method: string, fn: unknown): Definition {
  refuseForeign(fn, "The memoised function");
  const definition = (fn as { [definitionOf]?: unknown } | null | undefined)?.[definitionOf];
  if (definition instanceof Definition) return definition;
  throw new InvalidArgumentError(method, "expected a memoised function");
}
