import { isSeq } from "immutable";
import { type AnyCollection, type CollectionKind, partsOf, withParts } from "./collections.ts";
import { eachElement, padWithHoles } from "./holes.ts";
import { type AnyRecord, visit, type Visitor } from "./kind.ts";
import { kindOfTypedArray, makeTypedArray, type TypedArray } from "./natives.ts";

/** What is kept of a list of arguments. */
export interface Kept {
  readonly args: readonly unknown[];
  /** Whether a Date, a native Map or Set or a typed array is anywhere inside: what freezing does not protect. */
  readonly mutable: boolean;
}

/**
 * Makes the copy of a list of arguments that nobody outside can change (S24): plain objects and arrays
 * copied and frozen, Dates, native Maps and Sets and typed arrays copied, Immutable collections rebuilt
 * where they contain any of these. What stands in two places is copied twice, so that a copy depends on
 * nothing but the values. Everything else is shared.
 * @param args Arguments that `keyOf` has accepted.
 */
export function keep(args: readonly unknown[]): Kept {
  const walk = new CopyWalk(true);
  const copies = Object.freeze(args.map(walk.copy));
  return { args: copies, mutable: walk.mutable };
}

/** What one run of a function is given: `kept`, with fresh copies of all that it could change. The rest is shared. */
export function hand(kept: readonly unknown[]): readonly unknown[] {
  return Object.freeze(kept.map(new CopyWalk(false).copy));
}

class CopyWalk implements Visitor<unknown> {
  mutable = false;
  /** Whether plain objects and arrays are copied even if nothing in them is. */
  readonly #all: boolean;
  /** How many copies were made so far. */
  #made = 0;

  constructor(all: boolean) {
    this.#all = all;
  }

  readonly copy = (value: unknown): unknown => visit(value, this);

  array(value: readonly unknown[]): unknown {
    const before = this.#made;
    const copy: unknown[] = [];
    eachElement(
      value,
      (element, index) => (copy[index] = this.copy(element)),
      (count) => padWithHoles(copy, copy.length + count),
    );
    return this.#isNew(before, this.#all) ? Object.freeze(copy) : value;
  }

  object(value: object, bare: boolean): unknown {
    const before = this.#made;
    const fields = Object.entries(value).map(([name, field]) => [name, this.copy(field)] as const);
    if (!this.#isNew(before, this.#all)) return value;
    // A property named __proto__ is one like any other for fromEntries, as it is where there is no prototype.
    const copy: object = Object.fromEntries(fields);
    return Object.freeze(bare ? Object.setPrototypeOf(copy, null) : copy);
  }

  date(value: Date): Date {
    return this.#mutable(new Date(value.getTime()));
  }

  typedArray(value: TypedArray): unknown {
    // Of memory that is gone the platform makes no array.
    return this.#mutable(makeTypedArray(kindOfTypedArray(value), value.length > 0 ? value : []));
  }

  /** A sequence is always made anew at first: it may be a view of something that changes. */
  collection(value: AnyCollection, kind: CollectionKind): unknown {
    const before = this.#made;
    const parts = partsOf(value, kind).map(kind.keyed === true ? this.#entry : this.copy);
    if (kind.mutable === true) this.#mutable(value);
    return this.#isNew(before, this.#all && isSeq(value)) ? withParts(kind, parts) : value;
  }

  readonly #entry = (entry: unknown): unknown => (entry as readonly unknown[]).map(this.copy);

  /** Whether a container is made anew: if it has to be, or a part of it was copied. */
  #isNew(before: number, hasToBe: boolean): boolean {
    if (hasToBe) this.#made++;
    return this.#made > before;
  }

  #mutable<T>(copy: T): T {
    this.mutable = true;
    this.#made++;
    return copy;
  }

  record(value: AnyRecord): AnyRecord {
    let copy = value;
    for (const [name, field] of value.toSeq()) copy = copy.set(name, this.copy(field));
    return copy;
  }

  primitive(value: unknown): unknown {
    return value;
  }

  memoised(_definition: unknown, value: unknown): unknown {
    return value;
  }

  node(_identity: unknown, value: unknown): unknown {
    return value;
  }

  keyed(value: unknown): unknown {
    return value;
  }

  comparable(value: unknown): unknown {
    return value;
  }

  /** Such a value has no key, so this is not reached unless a value changes as it is read. */
  unsupported(value: unknown): unknown {
    return value;
  }
}
