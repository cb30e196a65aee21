import { isSeq } from "immutable";
import type { AnyCollection, CollectionKind } from "./collections.ts";
import { eachElement, padWithHoles } from "./holes.ts";
import { type AnyRecord, visit, type Visitor } from "./kind.ts";
import { copyTypedArray, type TypedArray } from "./natives.ts";

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

  constructor(all: boolean) {
    this.#all = all;
  }

  readonly copy = (value: unknown): unknown => visit(value, this);

  array(value: readonly unknown[]): readonly unknown[] {
    const copy: unknown[] = [];
    let changed = this.#all;
    eachElement(
      value,
      (element, index) => {
        const made = this.copy(element);
        changed ||= !Object.is(made, element);
        copy[index] = made;
      },
      (count) => padWithHoles(copy, copy.length + count),
    );
    return changed ? Object.freeze(copy) : value;
  }

  object(value: object, bare: boolean): object {
    let changed = this.#all;
    const entries = Object.keys(value).map((name): [string, unknown] => {
      const field: unknown = Reflect.get(value, name);
      const made = this.copy(field);
      changed ||= !Object.is(made, field);
      return [name, made];
    });
    if (!changed) return value;
    // A property named __proto__ is one like any other for fromEntries, as it is where there is no prototype.
    return Object.freeze(
      bare
        ? Object.assign(Object.create(null), Object.fromEntries(entries))
        : Object.fromEntries(entries),
    );
  }

  date(value: Date): Date {
    this.mutable = true;
    return new Date(value.getTime());
  }

  map(value: ReadonlyMap<unknown, unknown>): Map<unknown, unknown> {
    this.mutable = true;
    return new Map(Array.from(value, ([key, held]) => [this.copy(key), this.copy(held)]));
  }

  set(value: ReadonlySet<unknown>): Set<unknown> {
    this.mutable = true;
    return new Set(Array.from(value, this.copy));
  }

  typedArray(value: TypedArray): TypedArray {
    this.mutable = true;
    return copyTypedArray(value);
  }

  /** A sequence is always made anew at first: it may be a view of something that changes. */
  collection(value: AnyCollection, kind: CollectionKind): AnyCollection {
    let changed = this.#all && isSeq(value);
    const copy = (held: unknown): unknown => {
      const made = this.copy(held);
      changed ||= !Object.is(made, held);
      return made;
    };
    if (kind.keyed) {
      const entries = Array.from(
        value.entries(),
        ([key, held]) => [copy(key), copy(held)] as const,
      );
      return changed ? kind.make(entries) : value;
    }
    const elements = Array.from(value.values(), copy);
    return changed ? kind.make(elements) : value;
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
