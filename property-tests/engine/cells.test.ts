import fc from "fast-check";
import { expect, test } from "vitest";
import { define } from "../../packages/core/src/identity/definition.ts";
import { Cell } from "../../packages/core/src/kernel/cell.ts";
import { CellMap } from "../../packages/core/src/kernel/cells.ts";

const definition = define("", () => undefined, "sync", {}, define);

/** Cells on one page, on pages beside one another, and on levels far apart. */
const cells = [1, 2, 31, 32, 33, 1023, 1024, 1025, 32_768, 40_000, 1_048_576].map(
  (number) => new Cell(definition, [number], false, number),
);

interface Step {
  readonly kind: "set" | "delete" | "thaw" | "freeze" | "branch";
  readonly cell: Cell;
  readonly value: number;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom("set", "set", "set", "delete", "delete", "thaw", "freeze", "branch"),
    cell: fc.constantFrom(...cells),
    value: fc.nat(9),
  }),
  { maxLength: 60 },
);

/** All that can be asked of a map, or of its model. */
function told(map: { get(cell: Cell): { value: number } | undefined; size: number }): unknown[] {
  return [map.size, ...cells.map((cell) => map.get(cell)?.value)];
}

/** One map and what it must hold. */
class Pair {
  map: CellMap<{ value: number }>;
  readonly model: Map<Cell, { value: number }>;

  constructor(map: CellMap<{ value: number }>, model: Map<Cell, { value: number }>) {
    this.map = map;
    this.model = model;
  }

  take({ kind, cell, value }: Step): void {
    if (kind === "set") {
      this.map = this.map.set(cell, { value });
      this.model.set(cell, { value });
    } else if (kind === "delete") {
      this.map = this.map.delete(cell);
      this.model.delete(cell);
    } else if (kind === "thaw") this.map = this.map.asMutable();
    else this.map = this.map.asImmutable();
  }
}

test("a map by cells is a native Map that can be branched: no branch sees what another writes", () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const branches = [new Pair(new CellMap(), new Map())];
      for (const step of taken) {
        const at = branches[step.value % branches.length];
        if (at === undefined) continue;
        at.take(step);
        if (step.kind === "branch") branches.push(new Pair(at.map, new Map(at.model)));
      }
      for (const { map, model } of branches) {
        expect(told(map)).toEqual(told(model));
        expect([...map.values()]).toEqual(cells.flatMap((cell) => model.get(cell) ?? []));
        expect(map.isEmpty()).toBe(model.size === 0);
      }
    }),
  );
});
