import { Context, memoize, type MemoizeOptions, type Node } from "@dug/core";
import { errorOf, type GraphFunction, replacementOf } from "./replacement.ts";
import type { CallSpec, Expression, FunctionSpec, GraphSpec, OpenSpec } from "./spec.ts";
import { coarsened, code, mix } from "./value.ts";

/** A graph that can be run. */
export interface Graph {
  readonly spec: GraphSpec;
  readonly functions: readonly GraphFunction[];
  /** A node for each argument list of each function. */
  readonly nodes: readonly Node[];
  /** What `input` functions read. Whoever changes it refreshes every context. */
  readonly world: unknown[];
}

let graphs = 0;

/**
 * Makes the memoised functions that a specification describes. Each call makes new ones, under new names,
 * so graphs do not meet.
 */
export function buildGraph(spec: GraphSpec): Graph {
  const builder = new Builder(spec, `graph${++graphs}`);
  const nodes = spec.functions.flatMap(({ tuples }, index) =>
    tuples.map((tuple) => builder.nodeOf(index, tuple)),
  );
  return { spec, functions: builder.functions, nodes, world: builder.world };
}

type Body = (...args: readonly unknown[]) => unknown;

class Builder {
  readonly functions: GraphFunction[];
  readonly world: unknown[] = [0, 1];
  readonly #spec: GraphSpec;

  constructor(spec: GraphSpec, name: string) {
    this.#spec = spec;
    this.functions = spec.functions.map((each, index) =>
      this.#define(`${name}.f${index}`, each, index),
    );
  }

  #define(name: string, spec: FunctionSpec, index: number): GraphFunction {
    const isInput = readsWorld(spec.body);
    const options: MemoizeOptions<Body> = {
      reuse: spec.reuse,
      cacheErrors: spec.cacheErrors,
      input: isInput,
      ...(spec.coarse && {
        equals: (a: unknown, b: unknown) => Object.is(coarsened(a), coarsened(b)),
      }),
      ...(isInput && spec.fingerprint && { fingerprint: () => this.world.join() }),
    };
    const body: Body = (...args) => this.#value(spec.body, index, args);
    return memoize<Body>(name, spec.fresh ? (...args) => [code(body(...args))] : body, options);
  }

  nodeOf(index: number, tuple: readonly unknown[]): Node {
    const fn = this.functions[index];
    if (fn === undefined) throw new RangeError(`There is no function ${index}.`);
    return fn.node(...tuple);
  }

  /** Functions below this index may call ahead, and open no contexts: else they would open them without end. */
  get #limit(): number {
    return this.#spec.cycles ? Math.ceil(this.#spec.functions.length / 2) : 0;
  }

  #value(of: Expression, index: number, args: readonly unknown[]): unknown {
    const value = (each: Expression): unknown => this.#value(each, index, args);
    switch (of.kind) {
      case "constant":
        return of.value;
      case "argument":
        return args[of.index];
      case "world":
        return this.world[of.cell % this.world.length];
      case "call":
        return this.#call(of, index);
      case "mix":
        return mix(of.of.map(value), of.modulus);
      case "choose":
        return isOdd(value(of.test)) ? value(of.odd) : value(of.even);
      case "throw":
        return evenOrThrow(value(of.when), of.message);
      case "catch":
        return valueOr(
          () => value(of.body),
          () => value(of.instead),
        );
      case "open":
        return index < this.#limit ? value(of.after) : this.#open(of, index, value);
    }
  }

  #call(spec: CallSpec, index: number): unknown {
    const target = this.#target(spec, index);
    if (target === undefined) return spec.tuple;
    const value = this.functions[target.index]?.(...target.tuple);
    return this.#spec.functions[target.index]?.coarse === true ? coarsened(value) : value;
  }

  /** Which function with which arguments a call is for; `undefined` where nothing is defined before. */
  #target(
    { back, tuple, ahead }: CallSpec,
    index: number,
  ): { index: number; tuple: readonly unknown[] } | undefined {
    const isAhead = ahead && index < this.#limit;
    if (!isAhead && index === 0) return undefined;
    const chosen = isAhead ? index + (back % (this.#limit - index)) : index - 1 - (back % index);
    const tuples = this.#spec.functions[chosen]?.tuples ?? [];
    return { index: chosen, tuple: tuples[tuple % tuples.length] ?? [] };
  }

  #open(spec: OpenSpec, index: number, value: (of: Expression) => unknown): unknown {
    const opened = spec.how === "new" ? new Context("opened") : Context.current.fork("opened");
    const first = opened.run(() => {
      const read = spec.before === undefined ? 0 : value(spec.before);
      this.#tweak(opened, spec, index);
      return spec.twice ? read : mix([read, value(spec.after)], 11);
    });
    return spec.twice ? mix([first, opened.run(() => value(spec.after))], 11) : first;
  }

  #tweak(opened: Context, spec: OpenSpec, index: number): void {
    for (const { at, to, all } of spec.tweaks) {
      const target = this.#target({ ...at, ahead: false }, index);
      if (target === undefined) continue;
      const fn = this.functions[target.index];
      if (fn === undefined) continue;
      const replacement = replacementOf(to, this.#spec.functions[target.index]?.coarse === true);
      if (all) opened.tweakAll<Body>(fn, replacement);
      else opened.tweak<unknown>(fn.node(...target.tuple), replacement);
    }
  }
}

function isOdd(value: unknown): boolean {
  return Math.abs(code(value)) % 2 === 1;
}

function readsWorld(of: Expression): boolean {
  switch (of.kind) {
    case "world":
      return true;
    case "mix":
      return of.of.some(readsWorld);
    case "choose":
      return [of.test, of.odd, of.even].some(readsWorld);
    case "throw":
      return readsWorld(of.when);
    case "catch":
      return readsWorld(of.body) || readsWorld(of.instead);
    case "open":
      return (of.before !== undefined && readsWorld(of.before)) || readsWorld(of.after);
    default:
      return false;
  }
}

function evenOrThrow(tested: unknown, message: string): unknown {
  if (isOdd(tested)) throw errorOf(message);
  return tested;
}

function valueOr(body: () => unknown, instead: () => unknown): unknown {
  try {
    return body();
  } catch {
    return instead();
  }
}
