/**
 * What a value has more than another, or the share by which it does: of numbers a number, of bigints a
 * bigint, of lists and plain objects of these one of the same shape. Of anything else there is none.
 */
export type Difference<V> = V extends number
  ? number
  : V extends bigint
    ? bigint
    : V extends readonly (infer E)[]
      ? readonly Difference<E>[]
      : unknown;

/** The same as a share: always of numbers. */
export type RelativeDifference<V> = V extends number | bigint
  ? number
  : V extends readonly (infer E)[]
    ? readonly RelativeDifference<E>[]
    : unknown;

/** `value − base`; for lists and typed arrays of one length, and plain objects of the same keys, element by element. `undefined`: there is none. */
export function difference(value: unknown, base: unknown): unknown {
  return zip(value, base, (a, b) => minus(a, b));
}

/**
 * `(value − base) / |base|`, element by element: from −100 to 50 is 1.5. From zero it is infinite, or `NaN`
 * if nothing changed.
 */
export function relativeDifference(value: unknown, base: unknown): unknown {
  return zip(value, base, (a, b) => {
    const change = minus(a, b);
    return change === undefined ? undefined : Number(change) / Math.abs(Number(b));
  });
}

function minus(a: unknown, b: unknown): number | bigint | undefined {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return typeof a === "bigint" && typeof b === "bigint" ? a - b : undefined;
}

/** Applies `each` to the places that two values have in common; `undefined` if their shapes differ or nothing is there. */
function zip(a: unknown, b: unknown, each: (a: unknown, b: unknown) => unknown): unknown {
  const [listA, listB] = [elementsOf(a), elementsOf(b)];
  if (listA !== undefined || listB !== undefined) {
    if (listA?.length !== listB?.length || listA === undefined) return undefined;
    return someOf(listA.map((element, i) => zip(element, listB?.[i], each)));
  }
  if (!isPlain(a) || !isPlain(b)) return each(a, b);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || !keys.every((key) => Object.hasOwn(b, key)))
    return undefined;
  const found = keys.map((key) => zip(a[key], b[key], each));
  return someOf(found) && Object.fromEntries(keys.map((key, i) => [key, found[i]]));
}

function someOf(found: readonly unknown[]): readonly unknown[] | undefined {
  return found.some((each) => each !== undefined) ? found : undefined;
}

/** The elements of a list or of a typed array. */
export function elementsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return undefined;
  return Array.from(value as Float64Array | BigInt64Array as Iterable<number | bigint>);
}

/** Whether a value is an object and nothing more. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
