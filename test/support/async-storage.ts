import { createRequire, syncBuiltinESMExports } from "node:module";
import type * as dug from "@dug/core";
import { vi } from "vitest";

type Dug = typeof dug;
type Hooks = { AsyncLocalStorage: new () => object };

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
  storage: (new () => object) | undefined,
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
