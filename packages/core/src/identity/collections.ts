import {
  type Collection,
  isCollection,
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

/** An Immutable.js collection of any kind. */
export type AnyCollection = Collection<unknown, unknown>;

/** One kind of Immutable.js collection, and how the walks treat it. */
export type CollectionKind = {
  /** What stands for the kind in a text. */
  readonly tag: string;
  /** Whether the order of the elements is part of the value (S24). */
  readonly ordered: boolean;
  is(value: AnyCollection): boolean;
} & (
  | { readonly keyed: true; make(entries: readonly (readonly [unknown, unknown])[]): AnyCollection }
  | { readonly keyed: false; make(elements: readonly unknown[]): AnyCollection }
);

/** The ordered kinds stand before the unordered ones, which the tests of Immutable.js include them in. */
const kinds: readonly CollectionKind[] = [
  { tag: "List", keyed: false, ordered: true, is: isList, make: (elements) => List(elements) },
  {
    tag: "OrderedMap",
    keyed: true,
    ordered: true,
    is: isOrderedMap,
    make: (entries) => OrderedMap(pairs(entries)),
  },
  {
    tag: "ImmutableMap",
    keyed: true,
    ordered: false,
    is: isMap,
    make: (entries) => ImmutableMap(pairs(entries)),
  },
  {
    tag: "OrderedSet",
    keyed: false,
    ordered: true,
    is: isOrderedSet,
    make: (elements) => OrderedSet(elements),
  },
  {
    tag: "ImmutableSet",
    keyed: false,
    ordered: false,
    is: isSet,
    make: (elements) => ImmutableSet(elements),
  },
  { tag: "Stack", keyed: false, ordered: true, is: isStack, make: (elements) => Stack(elements) },
  {
    tag: "KeyedSeq",
    keyed: true,
    ordered: true,
    is: (value) => isSeq(value) && isKeyed(value),
    make: (entries) => Seq.Keyed(pairs(entries)),
  },
  {
    tag: "IndexedSeq",
    keyed: false,
    ordered: true,
    is: (value) => isSeq(value) && isIndexed(value),
    make: (elements) => Seq.Indexed(elements),
  },
  { tag: "SetSeq", keyed: false, ordered: true, is: isSeq, make: (elements) => Seq.Set(elements) },
];

const byTag: ReadonlyMap<string, CollectionKind> = new Map(kinds.map((kind) => [kind.tag, kind]));

/** The kind of a collection; `undefined` for anything else. */
export function kindOfCollection(value: AnyCollection): CollectionKind | undefined {
  return kinds.find((kind) => kind.is(value));
}

/** The kind that has this tag. */
export function collectionKind(tag: string): CollectionKind | undefined {
  return byTag.get(tag);
}

/** Whether a value is an Immutable.js collection, of this or another copy of Immutable.js. */
export function isAnyCollection(value: object): value is AnyCollection {
  return isCollection(value);
}

function pairs(entries: readonly (readonly [unknown, unknown])[]): [unknown, unknown][] {
  return entries.map(([key, value]) => [key, value]);
}
