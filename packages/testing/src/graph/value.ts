/** A small number for any value of a generated graph, of a list by its elements; tells `0`, `-0`, `NaN`, `undefined` and `null` apart. */
export function code(value: unknown): number {
  switch (typeof value) {
    case "number":
      return Number.isNaN(value) ? 13 : Object.is(value, -0) ? 5 : Math.trunc(value);
    case "string":
      return 20 + value.length;
    case "undefined":
      return 17;
    case "boolean":
      return value ? 3 : 2;
    case "bigint":
      return 40 + Number(value % 10n);
    default:
      if (Array.isArray(value)) return 30 + mix(value, 23);
      return value === null ? 19 : 30 + JSON.stringify(value).length;
  }
}

/** One number for several values, below `modulus`: small, so that different dependencies often give equal values. */
export function mix(values: readonly unknown[], modulus: number): number {
  const sum = values.reduce<number>((total, value) => total * 3 + code(value), 1);
  return ((sum % modulus) + modulus) % modulus;
}

/** What callers of a function with a coarse `equals` see of its value. */
export function coarsened(value: unknown): unknown {
  return typeof value === "number" && Number.isFinite(value) ? Math.floor(value / 2) * 2 : value;
}
