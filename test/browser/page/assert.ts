// What stands in for node:assert/strict in a browser, as far as the documentation uses it.
import { expect } from "vitest";
import { rejection, thrown } from "../../support/deferred.ts";

type Thrown = (new (...args: never[]) => Error) | RegExp | ((error: unknown) => boolean);

/** Whether what was thrown is as wanted: of a class, like a pattern, or to a function's liking. */
function holds(error: unknown, wanted: Thrown | undefined): void {
  if (wanted === undefined) return;
  if (wanted instanceof RegExp) expect(String(error)).toMatch(wanted);
  else if (wanted.prototype instanceof Error) expect(error).toBeInstanceOf(wanted);
  else expect((wanted as (error: unknown) => boolean)(error)).toBe(true);
}

const assert = {
  ok: (value: unknown): void => expect(value).toBeTruthy(),
  equal: (found: unknown, wanted: unknown): void => expect(found).toBe(wanted),
  notEqual: (found: unknown, other: unknown): void => expect(found).not.toBe(other),
  deepEqual: (found: unknown, wanted: unknown): void => expect(found).toStrictEqual(wanted),
  match: (text: string, pattern: RegExp): void => expect(text).toMatch(pattern),
  throws: (body: () => unknown, wanted?: Thrown): void => holds(thrown(body), wanted),
  rejects: async (promise: Promise<unknown>, wanted?: Thrown): Promise<void> =>
    holds(await rejection(promise), wanted),
};

export default assert;
