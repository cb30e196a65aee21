import { call, callWithOne } from "./engine/call.ts";
import { announce, brand, refuseForeign } from "./identity/copies.ts";
import { ambient } from "./current.ts";
import {
  type Color,
  define,
  type Definition,
  type Entrance,
  type Fn,
  isAsyncFunction,
  type MemoizeOptions,
} from "./identity/definition.ts";
import { InvalidArgumentError, UnsupportedFunctionError } from "./errors.ts";
import { isFlow } from "./flow.ts";
import { Node } from "./identity/node.ts";
import { refuseUnknown } from "./option-names.ts";
import { definitionOf } from "./identity/symbols.ts";

/** A memoised function: called like the function, with a name and the nodes of its arguments. */
export type Memoised<F extends Fn> = F & {
  /** The name, the function's identity in every process (S25); empty for an anonymous one. */
  readonly id: string;
  /** The node of these arguments. Calls nothing, and needs no context. @throws {UnsupportedArgumentError} */
  node(...args: Parameters<F>): Node<ReturnType<F>>;
};

/**
 * Makes a function remember: called in a context, it is run once for each list of arguments, and
 * again only when something that it called came out differently. It must be a function of its arguments
 * and of memoised calls (S27).
 *
 * @param name unique in the process: it is the function's identity, also in text and other processes
 * (S25). Without one the function works, but its nodes cannot be written down
 * @param fn a plain function, an async one or a flow, which declares no `this`: it would have none. A recursive one
 * declares its return type
 * @returns a function to be called in the same way, with `id` and `node`
 * @throws {DuplicateNameError} when the name is taken, unless `redefine` is asked for
 * @throws {UnsupportedFunctionError} when `fn` is a generator function: see `flow`
 * @throws {InvalidArgumentError} when there is no such option
 * @example
 * ```ts
 * import { Context, memoize } from "@dug/core";
 * const square = memoize("square", (n: number) => n * n);
 * new Context().run(() => square(4)); // 16
 * ```
 */
export function memoize<F extends Fn>(
  name: string,
  fn: F,
  options?: MemoizeOptions<F>,
): Memoised<F>;
export function memoize<F extends Fn>(fn: F, options?: MemoizeOptions<F>): Memoised<F>;
export function memoize<F extends Fn>(
  first: string | F,
  second?: F | MemoizeOptions<F>,
  third?: MemoizeOptions<F>,
): Memoised<F> {
  if (first === "")
    throw new InvalidArgumentError("memoize", "the name is empty; leave it out if there is none");
  const [name, fn, options] =
    typeof first === "string" ? [first, second, third] : ["", first, second];
  return make(name, fn as F, options as MemoizeOptions<F>, memoize);
}

function make<F extends Fn>(
  name: string,
  fn: F,
  options: MemoizeOptions<F> = {},
  entrance: Entrance,
): Memoised<F> {
  refuseUnsupported(name, fn);
  const color = colorOf(fn, options);
  refuseUnknown("memoize", options, optionNames);
  announce(() => ambient.level !== undefined);
  const definition = define(name, fn, color, options, entrance);
  // `arguments` are made for nobody as long as they are only counted and handed on; a rest parameter is, for each call.
  const memoised = function (first: unknown): unknown {
    return arguments.length === 1 && color === "sync"
      ? callWithOne(definition, first)
      : callWithAny.apply(definition, arguments as unknown as unknown[]);
  };
  Object.defineProperties(memoised, {
    name: { value: definition.label },
    length: { value: fn.length },
    id: { value: definition.id, enumerable: true },
    node: { value: (...args: readonly unknown[]) => Node.of(definition, args), enumerable: true },
    [definitionOf]: { value: definition },
  });
  brand(memoised);
  definition.callable ??= memoised;
  return definition.callable as Memoised<F>;
}

function callWithAny(this: Definition, ...args: readonly unknown[]): unknown {
  return call(this, args);
}

const optionNames = "input, fingerprint, equals, reuse, cacheErrors, async, tags, redefine";

function refuseUnsupported(name: string, fn: unknown): void {
  const label = name === "" ? "The function" : JSON.stringify(name);
  if (typeof fn !== "function")
    throw new InvalidArgumentError("memoize", `${label} is no function but ${typeof fn}`);
  refuseForeign(fn, "The memoised function");
  if (definitionOf in fn) throw new UnsupportedFunctionError(label, "memoised already");
  const kind = String(Reflect.get(fn, Symbol.toStringTag));
  if (kind.endsWith("GeneratorFunction"))
    throw new UnsupportedFunctionError(label, "a generator function; wrap it: flow(…)");
}

/** How a function runs (S22). */
function colorOf(fn: Fn, options: { readonly async?: boolean }): Color {
  if (isFlow(fn)) return "flow";
  return options.async === true || isAsyncFunction(fn) ? "async" : "sync";
}

/** `memoize` with a prefix to every name: `namespace("rates").memoize("curve", …)` makes `rates/curve`. */
export interface Namespace {
  memoize<F extends Fn>(name: string, fn: F, options?: MemoizeOptions<F>): Memoised<F>;
  /** A namespace inside this one. */
  namespace(name: string): Namespace;
}

/** Keeps the names of one module apart from those of others. */
export function namespace(prefix: string): Namespace {
  const memoizeInside = <F extends Fn>(
    name: string,
    fn: F,
    options?: MemoizeOptions<F>,
  ): Memoised<F> => make(`${prefix}/${name}`, fn, options, memoizeInside);
  return {
    memoize: memoizeInside,
    namespace: (name) => namespace(`${prefix}/${name}`),
  };
}
