import type { Context } from "./context.ts";
import { InvalidArgumentError } from "./errors.ts";
import { Pool } from "./kernel/pool.ts";
import type { Snapshot } from "./snapshot.ts";

/** What can be said of a context when it is forked. */
export interface ForkOptions {
  /** Whether the cache is kept between entries (S9). Tweaks and invalidations always are. Default `true`. */
  readonly retain?: boolean;
  /**
   * Whether this context and its descendants share evaluations: what one of them has evaluated none of
   * them runs again while every value that it read is equal there (S17). `keep` bounds how many
   * evaluations of one node are kept, the latest; 1,024 unless said otherwise. Default `false`.
   */
  readonly share?: boolean | { readonly keep: number };
}

/** What can be said of a context when it is made. */
export interface ContextOptions extends ForkOptions {
  /**
   * The parent for life: a context, a snapshot, or `null` for a root. Left out, the context is dynamic:
   * each time it is entered it takes the context that is current then (S6).
   */
  readonly parent?: Context | Snapshot | null;
  /**
   * The share of hits and reuses, from 0 to 1, that are run anyway to see whether they come out the same
   * (S27). Said of a root, it holds for the family. Default 0.
   */
  readonly verify?: number;
}

/** What can be said of one run or evaluation. */
export interface RunOptions {
  /** Aborts it: an asynchronous one rejects at once with the signal's reason (S22f); a synchronous one is not begun. */
  readonly signal?: AbortSignal | undefined;
}

/** The names of `ForkOptions`. */
export const forkOptionNames = "retain, share";

const keptByDefault = 1024;

/** The pool that a context opens (S17). @throws {InvalidArgumentError} */
export function poolOf(share: ForkOptions["share"] = false): Pool | undefined {
  if (share === false) return undefined;
  const keep = share === true ? keptByDefault : share.keep;
  if (!Number.isInteger(keep) || keep < 1)
    throw new InvalidArgumentError(
      "Context",
      `\`share\` is true, false or { keep: a whole number from 1 }, not ${keep}`,
    );
  return new Pool(keep);
}

/** One in how many hits is verified (S27). @throws {InvalidArgumentError} */
export function intervalOf(share: number): number {
  if (!(share >= 0 && share <= 1))
    throw new InvalidArgumentError("Context", "`verify` is a share from 0 to 1");
  return share === 0 ? 0 : Math.round(1 / share);
}

/** @throws {InvalidArgumentError} when a context's name is no text. */
export function requireName(name: unknown): void {
  if (typeof name !== "string") throw new InvalidArgumentError("Context", "the name is a string");
}
