import {
  isIndexed,
  isKeyed,
  isList,
  isMap,
  isOrderedMap,
  isOrderedSet,
  isSeq,
  isSet,
  isStack,
  List,
  Map as ImmutableMap,
  OrderedMap,
  OrderedSet,
  Seq,
  Set as ImmutableSet,
  Stack,
} from "immutable";
import { isInstance } from "./natives.ts";

/** A collection of any kind: one of Immutable.js's, or a native Map or Set. */
export interface AnyCollection {
  entries(): Iterable<[unknown, unknown]>;
  values(): Iterable<unknown>;
}

/** One kind of collection, and how the walks treat it. */
export interface CollectionKind {
  /** What stands for the kind in a text. */
  readonly tag: string;
  is(value: object): boolean;
  /** Makes a collection of its parts: entries if it is `keyed`, elements if not. */
  readonly make: (parts: readonly never[]) => AnyCollection;
  readonly keyed?: true;
  /** The order of the parts is no part of the value (S24). */
  readonly unordered?: true;
  /** It changes in place. */
  readonly mutable?: true;
}

const nativeKinds: readonly CollectionKind[] = [
  {
    tag: "Map",
    is: (value) => isInstance(value, Map, "has"),
    make: (entries) => new Map(entries),
    keyed: true,
    mutable: true,
  },
  {
    tag: "Set",
    is: (value) => isInstance(value, Set, "has"),
    make: (elements) => new Set(elements),
    mutable: true,
  },
];

/** The ordered kinds stand before the unordered ones, which the tests of Immutable.js include them in. */
const immutableKinds: readonly CollectionKind[] = [
  { tag: "List", is: isList, make: List },
  { tag: "OrderedMap", is: isOrderedMap, make: OrderedMap, keyed: true },
  { tag: "ImmutableMap", is: isMap, make: ImmutableMap, keyed: true, unordered: true },
  { tag: "OrderedSet", is: isOrderedSet, make: OrderedSet },
  { tag: "ImmutableSet", is: isSet, make: ImmutableSet, unordered: true },
  { tag: "Stack", is: isStack, make: Stack },
  { tag: "KeyedSeq", is: (value) => isSeq(value) && isKeyed(value), make: Seq.Keyed, keyed: true },
  { tag: "IndexedSeq", is: (value) => isSeq(value) && isIndexed(value), make: Seq.Indexed },
  { tag: "SetSeq", is: isSeq, make: Seq.Set },
];

/** The kind of a native Map or Set; `undefined` for anything else. */
export function nativeKind(value: object): CollectionKind | undefined {
  return nativeKinds.find((kind) => kind.is(value));
}

/** The kind of a collection of Immutable.js, of this or another copy of it; `undefined` for anything else. */
export function immutableKind(value: object): CollectionKind | undefined {
  return immutableKinds.find((kind) => kind.is(value));
}

/** The kind that has this tag. */
export function collectionKind(tag: string): CollectionKind | undefined {
  return [...nativeKinds, ...immutableKinds].find((kind) => kind.tag === tag);
}

/** The parts of a collection. */
export function partsOf(value: AnyCollection, { keyed }: CollectionKind): unknown[] {
  return [...(keyed === true ? value.entries() : value.values())];
}

/** The collection of some parts, which are the kind's. */
export function withParts({ make }: CollectionKind, parts: readonly unknown[]): AnyCollection {
  return make(parts as readonly never[]);
}
