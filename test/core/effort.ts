import { Map } from "immutable";
import { vi } from "vitest";

interface Walked {
  __iterate(this: Map<unknown, unknown>, ...rest: readonly unknown[]): unknown;
  __iterator(this: Map<unknown, unknown>, ...rest: readonly unknown[]): unknown;
}

/** How many entries of immutable maps and sets are walked through, and how many writes there are. */
export function effort(act: () => void): { visits: number; writes: number } {
  let visits = 0;
  const prototype = Map.prototype as unknown as Walked; // both ways to walk a map or set end in these
  for (const way of ["__iterate", "__iterator"] as const) {
    const walk = prototype[way];
    vi.spyOn(prototype, way).mockImplementation(function (this: Map<unknown, unknown>, ...rest) {
      visits += this.size;
      return walk.call(this, ...rest);
    });
  }
  const set = vi.spyOn(Map.prototype, "set");
  const remove = vi.spyOn(Map.prototype, "delete");
  act();
  const writes = set.mock.calls.length + remove.mock.calls.length;
  vi.restoreAllMocks();
  return { visits, writes };
}
