import { InvalidArgumentError } from "./errors.ts";

/**
 * Refuses a mistyped option, which would silently be none.
 * @param known the names that there are, between commas; so few that all are told
 * @throws {InvalidArgumentError}
 */
export function refuseUnknown(method: string, options: object, known: string): void {
  for (const name in options)
    if (!known.split(", ").includes(name))
      throw new InvalidArgumentError(method, `there is no option ${name}, only ${known}`);
}
