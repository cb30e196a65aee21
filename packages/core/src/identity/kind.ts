import { isCollection, isRecord, isSeq, type Record as ImmutableRecord } from "immutable";
import {
  type AnyCollection,
  type CollectionKind,
  immutableKind,
  nativeKind,
} from "./collections.ts";
import { refuseForeign } from "./copies.ts";
import * as natives from "./natives.ts";
import { definitionOf, dugKey, type Identity, type Named, nodeKey } from "./symbols.ts";

/** Values that are what they are. */
export type Primitive = string | number | bigint | boolean | undefined | null;

/** An instance of a class that says what its instances are equal by. */
export interface Keyed {
  [dugKey](): unknown;
}

/** An instance of a class that compares its instances itself. */
export interface Comparable {
  equals(other: unknown): boolean;
  hashCode(): unknown;
}

/** An Immutable.js Record. */
export type AnyRecord = ImmutableRecord<Record<string, unknown>>;

/** One walk through values: what it makes of each kind that can be an argument (S24), and of anything else. */
export interface Visitor<R> {
  primitive(value: Primitive): R;
  memoised(definition: Named, value: unknown): R;
  node(identity: Identity, value: object): R;
  array(value: readonly unknown[]): R;
  /** A plain object: own enumerable data properties with string names. `bare`: without a prototype. */
  object(value: object, bare: boolean): R;
  date(value: Date): R;
  typedArray(value: natives.TypedArray): R;
  collection(value: AnyCollection, kind: CollectionKind): R;
  record(value: AnyRecord): R;
  keyed(value: Keyed): R;
  comparable(value: Comparable): R;
  /** `property` is the one that is at fault, if it is not the value itself. */
  unsupported(value: unknown, type: string, property?: string): R;
}

/** Finds out what a value is, and has `visitor` treat it so. */
export function visit<R>(value: unknown, visitor: Visitor<R>): R {
  if (typeof value === "function") return visitFunction(value, visitor);
  if (typeof value === "symbol") return visitor.unsupported(value, "symbol");
  return typeof value === "object" && value !== null
    ? visitObject(value, visitor)
    : visitor.primitive(value as Primitive);
}

function visitFunction<R>(value: object, visitor: Visitor<R>): R {
  const definition: unknown = Reflect.get(value, definitionOf);
  if (definition === undefined) return visitor.unsupported(value, "function");
  refuseForeign(value, "A memoised function among the arguments");
  return visitor.memoised(definition as Named, value);
}

function visitObject<R>(value: object, visitor: Visitor<R>): R {
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === null || natives.isObjectPrototype(prototype))
    return visitPlain(value, prototype === null, visitor);
  if (Array.isArray(value) && natives.isArrayPrototype(prototype)) {
    // The platform lists indices first, then `length`, then what was added, then symbols.
    return Reflect.ownKeys(value).at(-1) === "length"
      ? visitor.array(value)
      : visitor.unsupported(value, "array with extra properties");
  }
  if (isNode(value)) {
    refuseForeign(value, "A node among the arguments");
    return visitor.node(value[nodeKey](), value);
  }
  if (isKeyed(value)) return visitor.keyed(value);
  if (isCollection(value)) return visitCollection(value, visitor);
  if (isRecord(value)) return visitRecord(value as AnyRecord, visitor);
  return visitNative(value, prototype, visitor);
}

function visitPlain<R>(value: object, bare: boolean, visitor: Visitor<R>): R {
  for (const name of Reflect.ownKeys(value)) {
    if (typeof name === "symbol")
      return visitor.unsupported(value, "object with a symbol as a key");
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (property !== undefined && !("value" in property))
      return visitor.unsupported(value, "accessor property", name);
    if (property?.enumerable !== true) return visitor.unsupported(value, "hidden property", name);
  }
  return visitor.object(value, bare);
}

function visitCollection<R>(value: AnyCollection, visitor: Visitor<R>): R {
  const kind = immutableKind(value);
  if (kind === undefined) return visitor.unsupported(value, describe(value));
  if (isSeq(value)) {
    if (value.size === undefined)
      return visitor.unsupported(value, "lazy sequence of unknown size");
    if (value.size === Infinity) return visitor.unsupported(value, "infinite sequence");
  } else if (isTransient(value)) {
    return visitor.unsupported(value, `mutable ${kind.tag} (inside asMutable)`);
  }
  return visitor.collection(value, kind);
}

function visitRecord<R>(value: AnyRecord, visitor: Visitor<R>): R {
  if (isTransient(value)) return visitor.unsupported(value, "mutable Record (inside asMutable)");
  return Object.keys(value).some((name) => name !== "_values" && name !== "__ownerID")
    ? visitor.unsupported(value, "Record with extra properties")
    : visitor.record(value);
}

function visitNative<R>(value: object, prototype: object, visitor: Visitor<R>): R {
  if (natives.isTypedArray(value, prototype)) return visitor.typedArray(value);
  const isDate = natives.isInstance(value, Date, "getTime");
  const kind = isDate ? undefined : nativeKind(value);
  const tag = isDate ? "Date" : kind?.tag;
  if (tag === undefined)
    return isComparable(value)
      ? visitor.comparable(value)
      : visitor.unsupported(value, describe(value));
  if (Reflect.ownKeys(value).length > 0)
    return visitor.unsupported(value, `${tag} with extra properties`);
  return kind === undefined
    ? visitor.date(value as Date)
    : visitor.collection(value as unknown as AnyCollection, kind);
}

/** Whether a collection or Record is one that `asMutable` made, which changes in place. */
function isTransient(value: object): boolean {
  return Reflect.get(value, "__ownerID") !== undefined;
}

/** What an object is called in a message. */
export function describe(value: object): string {
  const name = nameOfClass(classOf(value));
  if (name === "Object") return "object that inherits from another";
  return name === "" ? "instance of a class without a name" : `instance of ${name}`;
}

/** The class of an instance, if it can be told. */
export function classOf(value: object): object | undefined {
  const constructor: unknown = Reflect.get(value, "constructor");
  return typeof constructor === "function" ? constructor : undefined;
}

/** The name of a class; `""` if it has none. */
export function nameOfClass(constructor: object | undefined): string {
  const name: unknown = constructor && Reflect.get(constructor, "name");
  return typeof name === "string" ? name : "";
}

function isNode(value: object): value is { [nodeKey](): Identity } {
  return hasMethod(value, nodeKey);
}

function isKeyed(value: object): value is Keyed {
  return hasMethod(value, dugKey);
}

function isComparable(value: object): value is Comparable {
  return hasMethod(value, "equals") && hasMethod(value, "hashCode");
}

function hasMethod(value: object, name: string | symbol): boolean {
  return typeof Reflect.get(value, name) === "function";
}
