import { TwoCopiesError } from "../errors.ts";

/**
 * Two copies of the package in one process keep caches that know nothing of each other (S25). Each
 * announces itself under a shared symbol and marks its objects, so that a meeting is seen.
 */
interface Copy {
  readonly path: string;
  /** Whether this copy has a current context just now. */
  readonly isInside: () => boolean;
}

const announced = Symbol.for("@dug/core.copies");
/** The property by which the package's objects name the copy that made them. */
export const madeBy: unique symbol = Symbol.for("@dug/core.copy") as never;

const self: { path: string; isInside: () => boolean } = {
  path: import.meta.url,
  isInside: () => false,
};

function copies(): Copy[] {
  const holder = globalThis as { [announced]?: Copy[] };
  return (holder[announced] ??= []);
}

/** Makes this copy known to the others, and says how they learn whether it has a current context. */
export function announce(isInside: () => boolean): void {
  if (copies().includes(self)) return;
  self.isInside = isInside;
  copies().push(self);
}

/** Marks an object, or all that inherit from it, as this copy's. */
export function brand(object: object): void {
  Object.defineProperty(object, madeBy, { value: self });
}

/** @throws {TwoCopiesError} when `value` was made by another copy of the package. */
export function refuseForeign(value: unknown, what: string): void {
  const copy = (value as { [madeBy]?: Copy } | null | undefined)?.[madeBy];
  if (copy !== undefined && copy !== self) throw new TwoCopiesError(what, [self.path, copy.path]);
}

/** @throws {TwoCopiesError} when a context of another copy is current, where this copy has none. */
export function refuseInsideAnother(call: string): void {
  const other = copies().find((copy) => copy !== self && copy.isInside());
  if (other !== undefined) throw new TwoCopiesError(call, [self.path, other.path]);
}
