import { Map, Set } from "immutable";

/** How often each operation was asked for, by its name; `visits`: how many entries were walked through. */
export type Operations = Readonly<Record<string, number>>;

type Method = (this: { readonly size: number }, ...args: unknown[]) => unknown;

/** They are given no function but as a key or a value. */
const keyed = ["get", "has", "set", "add", "delete"];
const walks = ["__iterate", "__iterator"]; // every walk through a map or a set ends in one of a map

/**
 * Counts what `act` asks of Immutable's maps and sets, all that they inherit included. What these ask of
 * themselves meanwhile is no operation of its own, but for walks; what a function does that they are given is.
 */
export function mapOperations(act: () => void): Operations {
  const prototypes = [Map, Set].flatMap(({ prototype }) => chain(prototype));
  return counted([...new globalThis.Set(prototypes)], act);
}

/** The same of the platform's own maps and sets; of those operations only that are about an object, if so asked. */
export function nativeOperations(act: () => void, about: "all" | "objects" = "all"): Operations {
  const isCounted = (key: unknown): boolean => about === "all" || typeof key === "object";
  return counted(
    [globalThis.Map, globalThis.Set, WeakMap].map((each) => each.prototype),
    act,
    isCounted,
  );
}

/** A prototype and all from which it inherits, but what every object has. */
function chain(prototype: object): object[] {
  const above: unknown = Object.getPrototypeOf(prototype);
  return typeof above === "object" && above !== null ? [prototype, ...chain(above)] : [];
}

function counted(
  prototypes: readonly object[],
  act: () => void,
  isCounted: (key: unknown) => boolean = () => true,
): Operations {
  const tally = new Tally(isCounted);
  const restores = prototypes.map((prototype) => tally.watch(prototype));
  try {
    act();
  } finally {
    for (const restore of restores) restore();
  }
  return tally.counts;
}

class Tally {
  readonly counts: Record<string, number> = {};
  readonly #isCounted: (key: unknown) => boolean;
  #isInside = false;

  constructor(isCounted: (key: unknown) => boolean) {
    this.#isCounted = isCounted;
  }

  #add(name: string, count: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + count;
  }

  /** Counts the calls of a prototype's methods, until what is returned is called. */
  watch(prototype: object): () => void {
    const before = Object.getOwnPropertyDescriptors(prototype);
    for (const [name, { value }] of Object.entries(before)) {
      if (typeof value !== "function" || name === "constructor") continue;
      const counting = this.#counting(name, value as Method, prototype === Map.prototype);
      Object.defineProperty(prototype, name, {
        value: counting,
        writable: true,
        configurable: true,
      });
    }
    return () => void Object.defineProperties(prototype, before);
  }

  #counting(name: string, method: Method, isMap: boolean): Method {
    const isWalk = isMap && walks.includes(name);
    // oxlint-disable-next-line typescript/no-this-alias, unicorn/no-this-assignment -- methods have a `this` of their own
    const tally = this;
    return function (...args) {
      if (isWalk) tally.#add("visits", this.size);
      if (tally.#isInside) return method.apply(this, args);
      if (!isWalk && tally.#isCounted(args[0])) tally.#add(name, 1);
      const given = keyed.includes(name) ? args : args.map((arg) => tally.#outside(arg));
      return tally.#be(true, () => method.apply(this, given));
    };
  }

  /** A function that is given to a method, and is no part of it. */
  #outside(arg: unknown): unknown {
    if (typeof arg !== "function") return arg;
    const given = arg as (...args: readonly unknown[]) => unknown;
    return (...args: unknown[]) => this.#be(false, () => given(...args));
  }

  #be<R>(isInside: boolean, act: () => R): R {
    const before = this.#isInside;
    this.#isInside = isInside;
    try {
      return act();
    } finally {
      this.#isInside = before;
    }
  }
}
