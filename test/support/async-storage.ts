import { createRequire, syncBuiltinESMExports } from "node:module";
import type * as dug from "@dug/core";
import { vi } from "vitest";

type Dug = typeof dug;
type Hooks = { AsyncLocalStorage: new () => Storage };

interface Storage {
  run<R>(store: unknown, body: () => R): R;
  disable(): void;
}

const hooks = createRequire(import.meta.url)("node:async_hooks") as Hooks;

/**
 * Runs `body` with a fresh copy of the package that finds an AsyncLocalStorage which counts how often it is
 * constructed.
 */
export async function counted<R>(body: (copy: Dug, made: () => number) => Promise<R>): Promise<R> {
  let made = 0;
  const Original = hooks.AsyncLocalStorage;
  const Counting = class extends Original {
    constructor() {
      super();
      made++;
    }
  };
  return await withStorage(Counting, async (copy) => await body(copy, () => made));
}

/**
 * Runs `body` with a fresh copy of the package that finds an AsyncLocalStorage which tells how many of them
 * have been entered and not disabled: each of these costs every promise of the process something.
 */
export async function enabled<R>(body: (copy: Dug, now: () => number) => Promise<R>): Promise<R> {
  const live = new Set<object>();
  const Original = hooks.AsyncLocalStorage;
  const Watched = class extends Original {
    override run<T>(store: unknown, inside: () => T): T {
      live.add(this);
      return super.run(store, inside);
    }

    override disable(): void {
      live.delete(this);
      super.disable();
    }
  };
  return await withStorage(Watched, async (copy) => await body(copy, () => live.size));
}

/** Runs `body` with a fresh copy of the package that finds no AsyncLocalStorage, as in a browser. */
export async function without<R>(body: (copy: Dug) => Promise<R>): Promise<R> {
  const original = Reflect.getOwnPropertyDescriptor(process, "getBuiltinModule");
  Object.defineProperty(process, "getBuiltinModule", { value: undefined, configurable: true });
  try {
    return await withStorage(undefined, body);
  } finally {
    if (original === undefined) Reflect.deleteProperty(process, "getBuiltinModule");
    else Object.defineProperty(process, "getBuiltinModule", original);
  }
}

/** Newer versions of Node have a getter there. */
function put(value: Hooks["AsyncLocalStorage"] | undefined): void {
  Object.defineProperty(hooks, "AsyncLocalStorage", {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

async function withStorage<R>(
  storage: Hooks["AsyncLocalStorage"] | undefined,
  body: (copy: Dug) => Promise<R>,
): Promise<R> {
  const original = hooks.AsyncLocalStorage;
  put(storage);
  syncBuiltinESMExports();
  vi.resetModules();
  try {
    return await body(await import("@dug/core"));
  } finally {
    put(original);
    syncBuiltinESMExports();
    vi.resetModules();
  }
}
