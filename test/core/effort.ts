import { Map } from "immutable";
import { vi } from "vitest";
import { CellMap } from "../../packages/core/src/kernel/cells.ts";

type Walk = (this: { readonly size: number }, ...rest: readonly unknown[]) => unknown;

/** How many entries of the kernel's maps and sets are walked through, and how many writes there are. */
export function effort(act: () => void): { visits: number; writes: number } {
  let visits = 0;
  const watch = (prototype: object, way: string): void => {
    const walks = prototype as Record<string, Walk>;
    const walk = walks[way] as Walk;
    vi.spyOn(walks, way).mockImplementation(function (this: { readonly size: number }, ...rest) {
      visits += this.size;
      return walk.call(this, ...rest);
    });
  };
  for (const way of ["__iterate", "__iterator"]) watch(Map.prototype, way); // both ways to walk a map or set end in these
  watch(CellMap.prototype, "values");
  const writes = [Map.prototype, CellMap.prototype].flatMap((prototype) => [
    vi.spyOn(prototype as CellMap<object>, "set"),
    vi.spyOn(prototype as CellMap<object>, "delete"),
  ]);
  act();
  const written = writes.reduce((sum, write) => sum + write.mock.calls.length, 0);
  vi.restoreAllMocks();
  return { visits, writes: written };
}
