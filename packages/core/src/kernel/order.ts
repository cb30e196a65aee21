import type { Cell } from "./cell.ts";
import type { Entry } from "./entry.ts";
import { listReads } from "./reads.ts";

/**
 * Some nodes, each once and after those of them that it read, on an explicit stack.
 *
 * @param entryOf the evaluation that counts, if a node has any
 * Complexity: their number and that of their reads.
 */
export function* dependenciesFirst(
  cells: Iterable<Cell>,
  entryOf: (cell: Cell) => Entry | undefined,
): Generator<Cell> {
  const left = new Set(cells);
  const entered = new Set<Cell>();
  const stack = [...left].toReversed();
  for (let cell = stack.at(-1); cell !== undefined; cell = stack.at(-1)) {
    if (entered.has(cell)) {
      stack.pop();
      if (left.delete(cell)) yield cell;
      continue;
    }
    entered.add(cell);
    for (const read of cellsRead(entryOf(cell)))
      if (left.has(read) && !entered.has(read)) stack.push(read);
  }
}

/** What an evaluation read, in contexts that it opened, too. */
function cellsRead(entry: Entry | undefined): Cell[] {
  return [...(entry === undefined ? [] : listReads(entry)), ...(entry?.extras.inner ?? [])].map(
    (read) => read.cell,
  );
}
