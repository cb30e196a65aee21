import { brand } from "../identity/copies.ts";
import { hand, keep } from "../identity/copy.ts";
import { nearest, placeOfCaller } from "../identity/definition.ts";
import { DuplicateNameError, InvalidArgumentError, UnknownFunctionError } from "../errors.ts";
import { type Key, keyOf, sameKey } from "../identity/key.ts";

/** A name and the parameters given to it: what makes a shift comparable and writable (S12). */
export interface Named {
  readonly name: string;
  readonly parameters: readonly unknown[];
  readonly key: Key;
}

/**
 * A tweak that is a function of the node's base value: the value that the node has beneath the context
 * of the tweak (S1). So with `spot = 80` and a shift of `vol(spot)` in one context the shift sees the
 * old `vol`; to shift the new one, fork again.
 *
 * A shift made by `defineShift` compares by its name and parameters and can be written down; one made
 * by `shift` compares by identity (S12).
 */
export class Shift<in out V = never> {
  /** The base value to the node's value. Memoised calls inside throw `CallInShiftError` (S2). */
  readonly apply: (base: V) => V;
  readonly named: Named | undefined;

  static {
    brand(this.prototype);
  }

  /** Called by `shift` and `defineShift`. */
  constructor(apply: (base: V) => V, named?: Named) {
    this.apply = apply;
    this.named = named;
  }

  /** Whether the two replace a value alike: the same name and parameters, or for anonymous ones the same function. */
  equals(other: unknown): boolean {
    if (!(other instanceof Shift)) return false;
    if (this.named === undefined || other.named === undefined) return this.apply === other.apply;
    return this.named.name === other.named.name && sameKey(this.named.key, other.named.key);
  }

  /** What native maps find the shift by: equal for shifts that are equal, but for parameters that only their own `equals` compares. */
  get identity(): unknown {
    if (this.named === undefined) return this.apply;
    const { name, key } = this.named;
    return key.instances.length === 0 ? `${name}(${key.text})` : this;
  }

  toString(): string {
    return this.named === undefined ? "shift" : `${this.named.name}(${this.named.key.text})`;
  }
}

/** A shift of values of some type that is not known. */
export interface AnyShift {
  readonly apply: (base: never) => unknown;
  readonly named: Named | undefined;
  readonly identity: unknown;
  equals(other: unknown): boolean;
  toString(): string;
}

/** A shift that compares by identity. @example `shift((spot: number) => spot * 1.1)` */
export function shift<V>(apply: (base: V) => V): Shift<V> {
  if (typeof apply !== "function")
    throw new InvalidArgumentError("shift", "expected a function of the base value");
  return new Shift(apply);
}

const defined = new Map<
  string,
  { readonly make: (...parameters: never[]) => Shift; readonly place: string }
>();

/**
 * Names a family of shifts, so that they compare by content and can be written down (S12).
 * @param name unique in the process: it is what the written form holds
 * @param apply the base value and the parameters to the value
 * @returns a function from parameters to the shift; parameters are supported values (S24)
 * @throws {DuplicateNameError} when the name is taken
 * @example `const bump = defineShift("bump", (value: number, by: number) => value + by)`
 */
export function defineShift<V, P extends readonly unknown[]>(
  name: string,
  apply: (base: V, ...parameters: P) => V,
): (...parameters: P) => Shift<V> {
  const place = placeOfCaller(defineShift);
  const before = defined.get(name);
  if (before !== undefined)
    throw new DuplicateNameError({ duplicate: name, first: before.place, second: place });
  const make = (...given: P): Shift<V> => {
    const key = keyOf(given, name);
    const { args: parameters, mutable } = keep(given);
    const own = (): P => (mutable ? hand(parameters) : parameters) as P; // copies of what was given
    return new Shift((base: V) => apply(base, ...own()), { name, parameters, key });
  };
  defined.set(name, { make: make as never, place });
  return make;
}

/** The shift that was written under `name` with `parameters`. @throws {UnknownFunctionError} when no such shift is defined here. */
export function shiftNamed(name: string, parameters: readonly unknown[]): Shift {
  void [add, scale, relative]; // whoever reads shifts reads these
  const found = defined.get(name);
  if (found === undefined)
    throw new UnknownFunctionError(name, "shift", nearest(name, defined.keys()));
  return found.make(...(parameters as never[]));
}

/** Adds: `add(5)` makes 100 to 105. */
export const add: (by: number) => Shift<number> = /* @__PURE__ */ defineShift(
  "add",
  (value: number, by: number) => value + by,
);
/** Multiplies: `scale(1.5)` makes 100 to 150. */
export const scale: (by: number) => Shift<number> = /* @__PURE__ */ defineShift(
  "scale",
  (value: number, by: number) => value * by,
);
/** Changes by a fraction of the value: `relative(-0.2)` makes 100 to 80. */
export const relative: (by: number) => Shift<number> = /* @__PURE__ */ defineShift(
  "relative",
  (value: number, by: number) => value * (1 + by),
);
