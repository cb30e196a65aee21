import { carried, type Carrier, type Level } from "../current.ts";

interface Platform {
  readonly process?: {
    readonly getBuiltinModule?: (
      name: string,
    ) => { readonly AsyncLocalStorage?: new () => Carrier } | undefined;
  };
}

let wasSought = false;

/**
 * Makes what carries a level across awaits, if the platform has it (S22h). Asked for when the first
 * asynchronous function is to run: before, every promise of the process is cheaper. Found without an
 * import, so that a bundle for browsers contains nothing of it.
 */
export function seekCarrier(): void {
  if (wasSought) return;
  wasSought = true;
  const { process } = globalThis as Platform;
  const AsyncLocalStorage = process?.getBuiltinModule?.("node:async_hooks")?.AsyncLocalStorage;
  if (AsyncLocalStorage !== undefined) carried.carrier = new AsyncLocalStorage();
}

/** Whether something asynchronous was run on a platform that cannot carry a level across an await. */
export function isCarrierMissing(): boolean {
  return wasSought && carried.carrier === undefined;
}

/** Runs code whose continuations stand on a level, too. */
export function carry<R>(level: Level | undefined, body: () => R): R {
  return carried.carrier === undefined ? body() : carried.carrier.run(level, body);
}
