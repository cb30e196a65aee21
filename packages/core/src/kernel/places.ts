/** As many integers as make it worth while to look whether they lie close together. */
const least = 64;

/** At most so many places of the array for each integer in it: what a native Map takes for one. */
const places = 4;

/**
 * A native Map whose small integers lie in an array once they are many and close together, as the
 * arguments of most functions are that are called often. Right because a key stands in the array if it
 * is an integer within its length, else in the Map. In a base of 100,000 nodes a look-up in the Map was a seventh
 * of RETWEAK and FANOUT: three places in memory where the array has one.
 */
export class Places<V extends object> {
  readonly #map = new Map<unknown, V>();
  readonly #array: (V | undefined)[] = [];
  /** How many integers lie in the array, how many in the Map, and the largest of these. */
  #close = 0;
  #apart = 0;
  #largest = 0;

  get(key: unknown): V | undefined {
    if (typeof key === "number" && key >= 0 && key < this.#array.length) {
      const value = this.#array[key]; // nothing for a fraction
      if (value !== undefined) return value;
    }
    return this.#map.get(key);
  }

  set(key: unknown, value: V): void {
    if (!isIndex(key)) {
      this.#map.set(key, value);
    } else if (key < this.#array.length) {
      if (this.#array[key] === undefined) this.#close++;
      this.#array[key] = value;
    } else {
      if (!this.#map.has(key)) this.#apart++;
      this.#map.set(key, value);
      this.#largest = Math.max(this.#largest, key);
      if (this.#apart >= Math.max(least, this.#close / 2)) this.#gather();
    }
  }

  /** Moves the Map's integers to the array, if they would lie there close enough. */
  #gather(): void {
    if (this.#largest >= places * (this.#close + this.#apart)) return;
    while (this.#array.length <= this.#largest) this.#array.push(undefined);
    this.#map.forEach((value, key) => {
      if (!isIndex(key)) return;
      this.#array[key] = value;
      this.#map.delete(key);
    });
    this.#close += this.#apart;
    this.#apart = 0;
  }

  *values(): Generator<V> {
    for (const value of this.#array) if (value !== undefined) yield value;
    yield* this.#map.values();
  }

  *entries(): Generator<[unknown, V]> {
    for (const [key, value] of this.#array.entries()) if (value !== undefined) yield [key, value];
    yield* this.#map;
  }

  has(key: unknown): boolean {
    return this.get(key) !== undefined;
  }

  clear(): void {
    this.#map.clear();
    this.#array.length = 0;
    this.#close = this.#apart = this.#largest = 0;
  }
}

/** Whether a key can be a place in an array; -0, which a caller must have replaced, is none. */
function isIndex(key: unknown): key is number {
  return typeof key === "number" && (key | 0) === key && key >= 0;
}
