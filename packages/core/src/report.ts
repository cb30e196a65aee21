/**
 * Makes an error known that nobody can catch: one thrown by a callback whose answer has a safe default
 * (an `equals`, a listener). Goes where the platform shows errors that were not handled.
 */
export function report(error: unknown): void {
  if (typeof globalThis.reportError === "function") globalThis.reportError(error);
  // oxlint-disable-next-line no-console -- the platform has no better place
  else console.error(error);
}
