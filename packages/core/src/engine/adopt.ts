/**
 * A promise of what a value comes to, that settles once. Native ones are taken as they are, which saves
 * two turns; unless they bear a `then` of their own, which may call back twice, or throw.
 */
export function adopt<T>(value: T): Promise<Awaited<T>> {
  const promise = Promise.resolve(value);
  // oxlint-disable-next-line typescript/unbound-method -- compared, not called
  return promise.then === Promise.prototype.then
    ? promise
    : new Promise((resolve) => resolve(value as Awaited<T>));
}
