/** A typed array of any kind. */
export interface TypedArray extends Iterable<number | bigint> {
  readonly length: number;
}

const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);

/** What makes typed arrays of a kind that this platform has. Nothing else that is global may be touched: the kind may be anybody's text. */
function classOfTypedArray(
  kind: string,
): (new (from: readonly unknown[] | TypedArray) => TypedArray) | undefined {
  const found: unknown = kind.endsWith("Array") ? Reflect.get(globalThis, kind) : undefined;
  return typeof found === "function" && Object.hasOwn(found, "BYTES_PER_ELEMENT")
    ? (found as ReturnType<typeof classOfTypedArray>)
    : undefined;
}

/** Whether a value is a typed array, and no instance of a subclass such as Node's `Buffer`. */
export function isTypedArray(value: object, prototype: object): value is TypedArray {
  return (
    ArrayBuffer.isView(value) &&
    Object.hasOwn(prototype, "BYTES_PER_ELEMENT") &&
    classOfTypedArray(kindOfTypedArray(value)) !== undefined
  );
}

/** The name of a typed array's kind, such as `Float64Array`; `""` for anything else. */
export function kindOfTypedArray(value: object): string {
  const tag: unknown = Reflect.get(typedArrayPrototype, Symbol.toStringTag, value);
  return typeof tag === "string" ? tag : "";
}

/** Makes a typed array with memory of its own from elements, converted as the platform does it; `undefined` if there is no such kind here. */
export function makeTypedArray(
  kind: string,
  elements: readonly unknown[] | TypedArray,
): TypedArray | undefined {
  const found = classOfTypedArray(kind);
  return found && new found(elements);
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

/**
 * Whether a value is an instance of a class of the platform, in this realm or another, and of no
 * subclass. A realm's own classes count, however named their prototypes are. What merely looks like an
 * instance makes the class's own `method` throw.
 */
export function isInstance(
  value: object,
  { prototype: own, name }: { readonly prototype: object; readonly name: string },
  method: string,
): boolean {
  const prototype: object = Object.getPrototypeOf(value);
  if (prototype !== own) {
    const constructor: unknown = Reflect.get(prototype, "constructor");
    if (typeof constructor !== "function" || constructor.name !== name) return false;
    if (!inheritsFromObject(prototype)) return false;
  }
  try {
    Reflect.apply(Reflect.get(own, method) as () => unknown, value, []);
    return true;
  } catch {
    return false;
  }
}

function inheritsFromObject(prototype: object): boolean {
  const next: unknown = Object.getPrototypeOf(prototype);
  return typeof next === "object" && next !== null && isObjectPrototype(next);
}
