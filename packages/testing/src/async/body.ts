import { Context, type Node } from "@dug/core";
import { errorOf, type GraphFunction, replacementOf } from "../graph/replacement.ts";
import { code, mix } from "../graph/value.ts";
import { flowOf, runAwaiting, runChained, runThrough, type Steps } from "./drive.ts";
import type { AsyncCall, AsyncGraphSpec, AsyncOpen, Leaf, Step, Way } from "./spec.ts";

/** What the functions of a graph are given from outside. */
export interface AsyncWorld {
  /** What a function waits for where it pauses. */
  readonly pause: (node: Node) => Promise<unknown>;
  /** A function begins to run; what is returned is called when it is done. */
  readonly started?: (node: Node) => () => void;
}

/** Where a step is taken: in which function, with which argument, in which colour. */
export interface Place {
  readonly index: number;
  readonly argument: number;
  readonly way: Way;
}

/** Takes the steps of the functions of one graph. */
export class Bodies {
  readonly #spec: AsyncGraphSpec;
  readonly #functions: readonly GraphFunction[];
  readonly #world: AsyncWorld;

  constructor(spec: AsyncGraphSpec, functions: readonly GraphFunction[], world: AsyncWorld) {
    this.#spec = spec;
    this.#functions = functions;
    this.#world = world;
  }

  /** What the function at a place does, from beginning to end. */
  *run(at: Place): Steps {
    const done = this.#world.started?.(this.#node(at.index, at.argument));
    try {
      return yield* this.#step(this.#specOf(at.index).body, at);
    } finally {
      done?.();
    }
  }

  /** Functions below this index may call ahead, and open no contexts: else they would open them without end. */
  get #limit(): number {
    return this.#spec.cycles ? Math.ceil(this.#spec.functions.length / 2) : 0;
  }

  *#step(of: Step, at: Place): Steps {
    switch (of.kind) {
      case "number":
        return of.value;
      case "argument":
        return at.argument;
      case "pause":
        if (at.way !== "sync") yield this.#world.pause(this.#node(at.index, at.argument));
        return 0;
      case "call":
        return yield* this.#call(of, at);
      case "float":
        this.#begin(of.of, at).catch(() => undefined);
        return 0;
      default:
        return yield* this.#composite(of, at);
    }
  }

  *#composite(of: Exclude<Step, Leaf>, at: Place): Steps {
    switch (of.kind) {
      case "mix":
        return yield* this.#mix(of.of, of.modulus, at);
      case "choose":
        return yield* this.#step(isOdd(yield* this.#step(of.test, at)) ? of.odd : of.even, at);
      case "throw":
        return evenOrThrow(yield* this.#step(of.when, at), of.message);
      case "catch":
        return yield* this.#catch(of.body, of.instead, at);
      case "all":
        return yield* this.#all(of.of, of.modulus, at);
      case "settled":
        return yield* this.#settled(of.of, of.modulus, at);
      case "open":
        return at.index < this.#limit ? yield* this.#step(of.after, at) : yield* this.#open(of, at);
    }
  }

  *#mix(of: readonly Step[], modulus: number, at: Place): Steps {
    const values: unknown[] = [];
    for (const each of of) values.push(yield* this.#step(each, at));
    return mix(values, modulus);
  }

  *#catch(body: Step, instead: Step, at: Place): Steps {
    try {
      return yield* this.#step(body, at);
    } catch {
      return yield* this.#step(instead, at);
    }
  }

  *#call(of: AsyncCall, at: Place): Steps {
    const target = asyncTarget(this.#spec, of, at);
    if (target === undefined) return of.argument;
    const called = this.#functions[target.index]?.(target.argument);
    return called instanceof Promise ? yield called : called;
  }

  /** Makes a call and waits for nothing: what it throws at once is a rejection. */
  async #begin(of: AsyncCall, at: Place): Promise<unknown> {
    const target = asyncTarget(this.#spec, of, at);
    return target === undefined
      ? of.argument
      : await this.#functions[target.index]?.(target.argument);
  }

  *#all(of: readonly AsyncCall[], modulus: number, at: Place): Steps {
    try {
      if (at.way === "sync") return yield* this.#mix(of, modulus, at);
      const values = (yield Promise.all(of.map((each) => this.#begin(each, at)))) as unknown[];
      return mix(values, modulus);
    } catch {
      throw errorOf("one of them failed");
    }
  }

  *#settled(of: readonly AsyncCall[], modulus: number, at: Place): Steps {
    if (at.way === "sync") {
      const steps = of.map((each): Step => ({ kind: "catch", body: each, instead: failed }));
      return yield* this.#mix(steps, modulus, at);
    }
    const begun = of.map((each) => this.#begin(each, at));
    const settled = (yield Promise.allSettled(begun)) as PromiseSettledResult<unknown>[];
    const values = settled.map((each) => (each.status === "fulfilled" ? each.value : failed.value));
    return mix(values, modulus);
  }

  *#open(of: AsyncOpen, at: Place): Steps {
    const name = of.tweaks.length === 0 ? "opened" : "bumped";
    const opened = of.how === "new" ? new Context(name) : Context.current.fork(name);
    const steps = this.#inside(of, at, opened);
    switch (at.way) {
      case "sync":
        return opened.run(() => runThrough(steps));
      case "async":
        return yield opened.run(async () => await runAwaiting(steps));
      case "promise":
        return yield opened.run(async () => await runChained(steps));
      case "flow":
        return yield opened.run(flowOf(() => steps));
    }
  }

  *#inside(of: AsyncOpen, at: Place, opened: Context): Steps {
    const before = of.before === undefined ? 0 : yield* this.#step(of.before, at);
    for (const { at: call, to } of of.tweaks) {
      const target = asyncTarget(this.#spec, { ...call, ahead: false }, at);
      if (target === undefined) continue;
      opened.tweak<unknown>(this.#node(target.index, target.argument), replacementOf(to, false));
    }
    yield* this.#step({ kind: "pause" }, at);
    return mix([before, yield* this.#step(of.after, at)], 11);
  }

  #specOf(index: number): AsyncGraphSpec["functions"][number] {
    const spec = this.#spec.functions[index];
    if (spec === undefined) throw new RangeError(`There is no function ${index}.`);
    return spec;
  }

  #node(index: number, argument: number): Node {
    const fn = this.#functions[index];
    if (fn === undefined) throw new RangeError(`There is no function ${index}.`);
    return fn.node(argument);
  }
}

const failed = { kind: "number", value: 23 } as const;

/**
 * Which function with which argument a call is for: one that a function of this colour may call, defined
 * before (or ahead of) it. `undefined`: there is none.
 */
export function asyncTarget(
  spec: AsyncGraphSpec,
  { back, argument, ahead }: AsyncCall,
  { index }: { readonly index: number },
): { readonly index: number; readonly argument: number } | undefined {
  const limit = spec.cycles ? Math.ceil(spec.functions.length / 2) : 0;
  const isAhead = ahead && index < limit;
  const mayCallAll = spec.functions[index]?.way !== "sync";
  const candidates = spec.functions.flatMap(({ way, nodes }, at) => {
    const isInReach = isAhead ? at >= index && at < limit : at < index;
    return isInReach && (mayCallAll || way === "sync") ? [{ index: at, nodes }] : [];
  });
  const chosen = candidates[candidates.length - 1 - (back % candidates.length)];
  return chosen && { index: chosen.index, argument: argument % chosen.nodes };
}

function isOdd(value: unknown): boolean {
  return Math.abs(code(value)) % 2 === 1;
}

function evenOrThrow(tested: unknown, message: string): unknown {
  if (isOdd(tested)) throw errorOf(message);
  return tested;
}
