import { UnsupportedArgumentError } from "../errors.ts";
import { keyOf, sameKey } from "./key.ts";

/**
 * Whether two values are equal by the walk that compares arguments (S24); by `Object.is` for the same
 * object. `undefined` when the walk does not support one of them, so that nobody can say.
 */
export function alike(a: unknown, b: unknown): boolean | undefined {
  if (Object.is(a, b)) return true;
  try {
    return sameKey(keyOf([a], "value"), keyOf([b], "value"));
  } catch (error) {
    if (error instanceof UnsupportedArgumentError) return undefined;
    throw error;
  }
}
