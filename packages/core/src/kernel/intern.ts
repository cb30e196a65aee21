import { Cell } from "./cell.ts";
import { keep } from "../identity/copy.ts";
import type { Definition } from "../identity/definition.ts";
import { type Key, keyOf, sameKey } from "../identity/key.ts";

/** One step of the path that leads from arguments to their cell; `WeakRef` once `compact` has let go of it. */
interface Branch {
  cell: Cell | WeakRef<Cell> | undefined;
  next: Map<unknown, Branch> | undefined;
}

const negativeZero = Symbol("-0");

/** Finds the cells of one function in one family by their arguments: a trie of native Maps for primitives, the key's text for the rest. */
export class Table {
  readonly #nextSequence: () => number;
  readonly #definition: Definition;
  readonly #primitive: Branch = { cell: undefined, next: undefined };
  readonly #structural = new Map<string, Branch[]>();

  constructor(definition: Definition, nextSequence: () => number) {
    this.#nextSequence = nextSequence;
    this.#definition = definition;
  }

  /** The cell of these arguments, made if it is new. Complexity: one native look-up an argument, for primitives. @throws {UnsupportedArgumentError} */
  intern(args: readonly unknown[]): Cell {
    let branch = this.#primitive;
    for (const arg of args) {
      if (
        (typeof arg === "object" && arg !== null) ||
        typeof arg === "function" ||
        typeof arg === "symbol"
      ) {
        return this.#internByKey(args);
      }
      branch = this.#step(branch, arg === 0 && Object.is(arg, -0) ? negativeZero : arg);
    }
    return held(branch) ?? (branch.cell = this.#make(Object.freeze([...args]), false));
  }

  #step(branch: Branch, key: unknown): Branch {
    branch.next ??= new Map();
    let next = branch.next.get(key);
    if (next === undefined) branch.next.set(key, (next = { cell: undefined, next: undefined }));
    return next;
  }

  /** The slow way: by structure (S24). Several cells share a text only if they hold instances that compare by `equals`. */
  #internByKey(args: readonly unknown[]): Cell {
    const key = keyOf(args, this.#definition.label);
    let bucket = this.#structural.get(key.text);
    if (bucket === undefined) this.#structural.set(key.text, (bucket = []));
    for (const branch of bucket) {
      const cell = held(branch);
      if (cell !== undefined && sameKey(cell.node.key, key)) return cell;
    }
    const { args: kept, mutable } = keep(args);
    const cell = this.#make(kept, mutable, key);
    bucket.push({ cell, next: undefined });
    return cell;
  }

  #make(args: readonly unknown[], mutable: boolean, key?: Key): Cell {
    return new Cell(this.#definition, args, mutable, this.#nextSequence(), key);
  }

  /** All cells of the function that are still held. */
  *cells(): Generator<Cell> {
    for (const branch of this.#branches()) {
      const cell = held(branch);
      if (cell !== undefined) yield cell;
    }
  }

  /**
   * Lets go of every cell, keeping only a weak hold: what no live cache holds goes with the next
   * collection of garbage, and its place in the table with the next call.
   *
   * @returns whether nothing is left in the table
   */
  release(): boolean {
    for (const branch of [...this.#branches()].toReversed()) {
      if (branch.cell instanceof Cell) branch.cell = new WeakRef(branch.cell);
      for (const [key, next] of branch.next ?? []) {
        if (isBare(next)) branch.next?.delete(key);
      }
    }
    for (const [text, bucket] of this.#structural) {
      const live = bucket.filter((branch) => !isBare(branch));
      if (live.length > 0) this.#structural.set(text, live);
      else this.#structural.delete(text);
    }
    return isBare(this.#primitive) && this.#structural.size === 0;
  }

  *#branches(): Generator<Branch> {
    const todo: Branch[] = [this.#primitive];
    for (let branch = todo.pop(); branch !== undefined; branch = todo.pop()) {
      yield branch;
      for (const next of branch.next?.values() ?? []) todo.push(next);
    }
    for (const bucket of this.#structural.values()) yield* bucket;
  }
}

function held(branch: Branch): Cell | undefined {
  if (!(branch.cell instanceof WeakRef)) return branch.cell;
  return (branch.cell = branch.cell.deref());
}

function isBare(branch: Branch): boolean {
  const gone =
    branch.cell === undefined ||
    (branch.cell instanceof WeakRef && branch.cell.deref() === undefined);
  return gone && (branch.next === undefined || branch.next.size === 0);
}
