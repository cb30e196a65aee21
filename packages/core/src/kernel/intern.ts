import { type ArgumentsKind, Cell } from "./cell.ts";
import { keep } from "../identity/copy.ts";
import type { Definition } from "../identity/definition.ts";
import { type Key, keyOf, sameKey } from "../identity/key.ts";
import { Places } from "./places.ts";

/** A cell, or after `compact` has let go of it a weak hold. */
type Hold = Cell | WeakRef<Cell>;

/** One step of the path that leads from several arguments to their cell. */
interface Branch {
  cell: Hold | undefined;
  next: Map<unknown, Branch> | undefined;
}

const negativeZero = Symbol("-0");

/**
 * Finds the cells of one function in one family by their arguments: one Map for a single primitive,
 * a trie of them for none or several, the key's text for the rest.
 */
export class Table {
  readonly #nextSequence: () => number;
  readonly #definition: Definition;
  /** Most functions have one argument: its own Map spares them the branches, a sixth of a base's memory. */
  readonly #single = new Places<Cell>();
  /** Those of a single argument that `compact` has let go of. */
  #released: Map<unknown, WeakRef<Cell>> | undefined = undefined;
  readonly #primitive: Branch = { cell: undefined, next: undefined };
  readonly #structural = new Map<string, Branch[]>();

  constructor(definition: Definition, nextSequence: () => number) {
    this.#nextSequence = nextSequence;
    this.#definition = definition;
  }

  /** The cell of these arguments, made if it is new. Complexity: one native look-up an argument, for primitives. @throws {UnsupportedArgumentError} */
  intern(args: readonly unknown[]): Cell {
    if (args.length === 1) return this.internOne(args[0]);
    let branch = this.#primitive;
    for (const arg of args) {
      if (isStructured(arg)) return this.#internByKey(args);
      branch = this.#step(branch, placeOf(arg));
    }
    return alive(branch.cell) ?? (branch.cell = this.#make([...args], false));
  }

  /** The cell of a single argument. */
  internOne(arg: unknown): Cell {
    const key = arg === 0 ? placeOf(arg) : arg;
    return this.#single.get(key) ?? this.#internNew(arg, key);
  }

  /** The cell of a single argument, if it was made and is found without looking at structure. */
  findOne(arg: unknown): Cell | undefined {
    return this.#single.get(arg === 0 ? placeOf(arg) : arg);
  }

  #internNew(arg: unknown, key: unknown): Cell {
    if (isStructured(arg)) return this.#internByKey([arg]);
    const cell =
      this.#released?.get(key)?.deref() ??
      new Cell(this.#definition, arg, "single", this.#nextSequence());
    this.#single.set(key, cell);
    return cell;
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
      const cell = alive(branch.cell);
      if (cell !== undefined && sameKey(cell.node.key, key)) return cell;
    }
    const { args: kept, mutable } = keep(args);
    const cell = this.#make(kept, mutable, key);
    bucket.push({ cell, next: undefined });
    return cell;
  }

  #make(args: readonly unknown[], mutable: boolean, key?: Key): Cell {
    const [kind, given]: [ArgumentsKind, unknown] = mutable
      ? ["mutable", args]
      : args.length === 1
        ? ["single", args[0]]
        : ["frozen", args];
    return new Cell(this.#definition, given, kind, this.#nextSequence(), key);
  }

  /** All cells of the function that are still held. */
  *cells(): Generator<Cell> {
    for (const hold of this.#holds()) {
      const cell = alive(hold);
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
    this.#releaseSingle();
    for (const branch of [...this.#branches()].toReversed()) {
      branch.cell = branch.cell && weak(branch.cell);
      for (const [key, next] of branch.next ?? []) {
        if (isBare(next)) branch.next?.delete(key);
      }
    }
    for (const [text, bucket] of this.#structural) {
      const live = bucket.filter((branch) => !isBare(branch));
      if (live.length > 0) this.#structural.set(text, live);
      else this.#structural.delete(text);
    }
    const isEmpty = this.#released === undefined && isBare(this.#primitive);
    return isEmpty && this.#structural.size === 0;
  }

  #releaseSingle(): void {
    const released = new Map<unknown, WeakRef<Cell>>();
    for (const [key, ref] of this.#released ?? [])
      if (ref.deref() !== undefined) released.set(key, ref);
    for (const [key, cell] of this.#single.entries()) released.set(key, new WeakRef(cell));
    this.#single.clear();
    this.#released = released.size === 0 ? undefined : released;
  }

  *#holds(): Generator<Hold | undefined> {
    yield* this.#single.values();
    if (this.#released !== undefined)
      for (const [key, ref] of this.#released) if (!this.#single.has(key)) yield ref;
    for (const branch of this.#branches()) yield branch.cell;
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

/** What a primitive is found by: to Maps and arrays -0 is 0. */
function placeOf(arg: unknown): unknown {
  return arg === 0 && Object.is(arg, -0) ? negativeZero : arg;
}

/** Whether an argument is compared by its structure. */
function isStructured(arg: unknown): boolean {
  return (
    (typeof arg === "object" && arg !== null) ||
    typeof arg === "function" ||
    typeof arg === "symbol"
  );
}

function alive(hold: Hold | undefined): Cell | undefined {
  return hold === undefined || hold instanceof Cell ? hold : hold.deref();
}

function weak(hold: Hold): WeakRef<Cell> {
  return hold instanceof Cell ? new WeakRef(hold) : hold;
}

function isBare({ cell, next }: Branch): boolean {
  return alive(cell) === undefined && (next === undefined || next.size === 0);
}
