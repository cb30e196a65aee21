import { tick, type Time } from "../clock.ts";
import { ambient, callBack } from "../current.ts";
import { DuplicateNameError, UnknownFunctionError } from "../errors.ts";
import { report } from "../report.ts";

/** A function that can be memoised: it declares no `this`. */
export type Fn = (this: void, ...args: never[]) => unknown;

/** How a memoised function is treated; all that can be said of one, in one place. */
export interface MemoizeOptions<F extends Fn = Fn> {
  /** The function reads the world: `refresh()` asks it again (S27). Default `false`. */
  readonly input?: boolean;
  /** What the world looks like to an `input` function; while equal, by `Object.is`, its earlier evaluation stands (S27). */
  readonly fingerprint?: (...args: Parameters<F>) => unknown;
  /** When two results count as equal for reuse (S16). Default `Object.is`. */
  readonly equals?: (a: Awaited<ReturnType<F>>, b: Awaited<ReturnType<F>>) => boolean;
  /** Whether earlier evaluations may stand in for a run (S16). Default `true`. */
  readonly reuse?: boolean;
  /** Whether what the function throws is cached (S19). Default `true`, for an asynchronous one `false`. */
  readonly cacheErrors?: boolean;
  /** The function returns a promise though it is no async function (S22). Default: whether it is one. */
  readonly async?: boolean;
  /** Free words by which tools select functions. */
  readonly tags?: readonly string[];
  /** Replaces the function that is loaded under this name (S25): for hot reload. Default `false`. */
  readonly redefine?: boolean;
}

/** How a function runs (S22). */
export type Color = "sync" | "async" | "flow";

/** Whether a function is written `async`. */
export function isAsyncFunction(fn: unknown): boolean {
  return Object.prototype.toString.call(fn) === "[object AsyncFunction]";
}

let serials = 0;

/** The engine's record of one memoised function. A redefinition changes the record in place, so that tweaks stay (S25). */
export class Definition {
  /** The name, or `""` for an anonymous function. */
  readonly id: string;
  /** How the function is called in messages. */
  readonly label: string;
  /** A number of its own in this process: what keys hold of it. */
  readonly serial: number = ++serials;
  body: (...args: readonly unknown[]) => unknown;
  options: MemoizeOptions;
  /** What the user holds and calls. */
  callable: unknown;
  /** How it runs: at once, with awaits, or as a generator that the engine drives (S22). */
  color: Color;
  /** Where it was defined. */
  place: string;
  /** Evaluations made before this are stale in every context (S25). */
  since: Time = 0;

  constructor(id: string, body: Fn, color: Color, options: MemoizeOptions, place: string) {
    this.color = color;
    this.id = id;
    this.label = id === "" ? `(anonymous${body.name === "" ? "" : ` ${body.name}`})` : id;
    this.body = body as (...args: readonly unknown[]) => unknown;
    this.options = options;
    this.place = place;
  }

  /** Whether a call gives a promise. */
  get isAsync(): boolean {
    return this.color !== "sync";
  }

  /** Whether the function's own `equals` says that two values are the same; one that throws says no, and is reported (S16). */
  equate(a: unknown, b: unknown): boolean {
    const equals = this.options.equals;
    if (equals === undefined) return false;
    try {
      return callBack(`\`equals\` of ${this.label}`, () => equals(a, b));
    } catch (error) {
      report(error);
      return false;
    }
  }

  hashCode(): number {
    return this.serial;
  }

  equals(other: unknown): boolean {
    return this === other;
  }
}

const loaded = new Map<string, Definition>();

/** Functions that were redefined since the process started, in order: a state that has seen fewer catches up (S25). */
export const redefinitions: Definition[] = [];

/**
 * Enters a function under its name.
 * @throws {DuplicateNameError} when the name is taken and `redefine` was not asked for.
 */
export function define(
  id: string,
  body: Fn,
  color: Color,
  options: MemoizeOptions,
  entrance: Entrance,
): Definition {
  const place = placeOfCaller(entrance);
  const before = loaded.get(id);
  if (before !== undefined && options.redefine !== true) {
    throw new DuplicateNameError({
      duplicate: id,
      first: before.place,
      second: place,
      wayOut: ", use a namespace, or say { redefine: true } to replace the first",
    });
  }
  const definition = before ?? new Definition(id, body, color, options, place);
  if (options.input === true && (before === undefined || before.options.input !== true))
    readers.add(new WeakRef(definition));
  if (before !== undefined) {
    Object.assign(before, { body, color, options, place, since: tick() });
    redefinitions.push(before);
    ambient.unusual++;
  }
  if (id !== "") loaded.set(id, definition);
  return definition;
}

/** The named functions, in the order in which they were defined. */
export function definitions(): IterableIterator<Definition> {
  return loaded.values();
}

/** @throws {UnknownFunctionError} when no function of this name is loaded. */
export function definitionNamed(id: string): Definition {
  const definition = loaded.get(id);
  if (definition === undefined)
    throw new UnknownFunctionError(id, "memoised function", nearest(id, loaded.keys()));
  return definition;
}

/** Held weakly: an anonymous function that nobody uses any more is not kept for this. */
const readers = new Set<WeakRef<Definition>>();

/** The functions that read the world (S27). */
export function inputs(): Definition[] {
  return [...readers].flatMap((reader) => {
    const definition = reader.deref();
    if (definition === undefined) readers.delete(reader);
    return definition?.options.input === true ? [definition] : [];
  });
}

/** Up to three of `names` that are closest to `name`, nearest first. Complexity: the product of the lengths, for each name, and again as they are sorted. */
export function nearest(name: string, names: Iterable<string>): string[] {
  const distance = (other: string): number => editDistance(name, other);
  return [...names]
    .filter((other) => distance(other) <= Math.max(2, other.length / 2))
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, 3);
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** A function of the package that users call. */
export type Entrance = (...args: never[]) => unknown;

/** The file and line from which `entrance` was called, as well as the platform tells. */
export function placeOfCaller(entrance: Entrance): string {
  const { captureStackTrace } = Error as {
    readonly captureStackTrace?: (target: object, below: Entrance) => void;
  };
  const trace: { stack?: string } = new Error("place");
  captureStackTrace?.(trace, entrance);
  const lines = (trace.stack ?? "").split("\n").slice(1);
  // A bundle that is no module has no address.
  const here = ((import.meta.url as string | undefined) ?? "").replace(/^file:\/\/|[^/]*$/g, "");
  const line = lines.find((text) => captureStackTrace !== undefined || !text.includes(here));
  return line === undefined ? "at an unknown place" : line.trim();
}
