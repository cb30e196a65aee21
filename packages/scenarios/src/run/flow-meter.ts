import type { Context } from "@dug/core";
import type { Meter } from "./meter.ts";
import { heard, Tally } from "./tally.ts";

/** As much of an AsyncLocalStorage as is used. */
interface Storage {
  run<R>(tally: Tally, body: () => R): R;
  getStore(): Tally | undefined;
  disable(): void;
}

interface Platform {
  readonly process?: {
    readonly getBuiltinModule?: (
      name: string,
    ) => { readonly AsyncLocalStorage?: new () => Storage } | undefined;
  };
}

/** What tells one flow from another; `undefined` where the platform has none. Found without an import, for bundles for browsers. */
function storage(): Storage | undefined {
  const { process } = globalThis as Platform;
  const AsyncLocalStorage = process?.getBuiltinModule?.("node:async_hooks")?.AsyncLocalStorage;
  return AsyncLocalStorage === undefined ? undefined : new AsyncLocalStorage();
}

/**
 * Counts for tasks that are under way at the same time, each what its own flow does: of a flight that two
 * of them wait for it is the one that began it. `undefined` where the platform cannot tell flows apart.
 */
export function flowMeter(base: Context): Meter | undefined {
  const tallies = storage();
  if (tallies === undefined) return undefined;
  const unobserve = base.observe(heard, (event) => tallies.getStore()?.add(event));
  return {
    measure: async (_, task) => {
      const tally = new Tally();
      return await tallies.run(tally, () => task(tally));
    },
    stop: () => {
      unobserve();
      tallies.disable(); // else Node hands it on with every promise that the process makes from now on
    },
  };
}
