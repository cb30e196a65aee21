/** A typed array of any kind. */
export interface TypedArray extends Iterable<number | bigint> {
  readonly length: number;
  set(source: TypedArray): void;
}

/** Makes typed arrays of one kind: of zeros when given a length. */
type TypedArrayConstructor = new (from: number | readonly unknown[]) => TypedArray;

const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);

/** Kinds of typed arrays that this platform has, by name. */
const typedArrays: ReadonlyMap<string, TypedArrayConstructor> = new Map(
  ["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32", "BigInt64", "BigUint64"]
    .concat("Float16", "Float32", "Float64")
    .map((kind): [string, unknown] => [`${kind}Array`, Reflect.get(globalThis, `${kind}Array`)])
    .filter((entry): entry is [string, TypedArrayConstructor] => typeof entry[1] === "function"),
);

/** Whether a value is a typed array, and no instance of a subclass such as Node's `Buffer`. */
export function isTypedArray(value: object, prototype: object): value is TypedArray {
  if (!ArrayBuffer.isView(value) || !Object.hasOwn(prototype, "BYTES_PER_ELEMENT")) return false;
  return typedArrays.has(kindOfTypedArray(value));
}

/** The name of a typed array's kind, such as `Float64Array`; `""` for anything else. */
export function kindOfTypedArray(value: object): string {
  const tag: unknown = Reflect.get(typedArrayPrototype, Symbol.toStringTag, value);
  return typeof tag === "string" ? tag : "";
}

/** Makes a typed array from its elements, converted as the platform does it; `undefined` if there is no such kind here. */
export function makeTypedArray(kind: string, elements: readonly unknown[]): TypedArray | undefined {
  const constructor = typedArrays.get(kind);
  return constructor && new constructor(elements);
}

/** A copy with memory of its own, whatever the original's memory is shared with. */
export function copyTypedArray(value: TypedArray): TypedArray {
  const constructor = typedArrays.get(kindOfTypedArray(value));
  if (constructor === undefined) return value;
  const copy = new constructor(value.length);
  if (value.length > 0) copy.set(value);
  return copy;
}

/** Whether elements of this kind of typed array are of type `bigint`. */
export function holdsBigints(kind: string): boolean {
  return kind.startsWith("Big");
}

/** Whether `prototype` is what object literals inherit from, in this realm or another. */
export function isObjectPrototype(prototype: object): boolean {
  return (
    prototype === Object.prototype ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf"))
  );
}

/** Whether `prototype` is what arrays inherit from, in this realm or another: it is itself an array, a subclass's is not. */
export function isArrayPrototype(prototype: object): boolean {
  return (
    prototype === Array.prototype || (Array.isArray(prototype) && inheritsFromObject(prototype))
  );
}

/** Whether a value is a Date and no instance of a subclass. A realm's own classes count, however named their prototypes are. */
export function isDate(value: object, prototype: object): value is Date {
  return isPrototypeOfClass(prototype, Date) && hasSlot(() => Date.prototype.getTime.call(value));
}

/** Whether a value is a native Map and no instance of a subclass. */
export function isMap(value: object, prototype: object): value is Map<unknown, unknown> {
  return isPrototypeOfClass(prototype, Map) && hasSlot(() => Map.prototype.has.call(value, 0));
}

/** Whether a value is a native Set and no instance of a subclass. */
export function isSet(value: object, prototype: object): value is Set<unknown> {
  return isPrototypeOfClass(prototype, Set) && hasSlot(() => Set.prototype.has.call(value, 0));
}

/** Whether `prototype` belongs to the class of this realm, or looks as if it belonged to the same class of another. */
function isPrototypeOfClass(
  prototype: object,
  { prototype: own, name }: { prototype: object; name: string },
): boolean {
  if (prototype === own) return true;
  const constructor: unknown = Reflect.get(prototype, "constructor");
  return (
    typeof constructor === "function" && constructor.name === name && inheritsFromObject(prototype)
  );
}

function inheritsFromObject(prototype: object): boolean {
  const next: unknown = Object.getPrototypeOf(prototype);
  return typeof next === "object" && next !== null && isObjectPrototype(next);
}

/** Whether a built-in method finds in its `this` what it needs: what merely looks like a Date makes it throw. */
function hasSlot(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
