import type { Cell } from "./cell.ts";
import { tick, type Time } from "../clock.ts";
import type { Entry } from "./entry.ts";

/**
 * What was written in a state since its maps were last made: of which nodes, and what they have now. It becomes
 * part of the maps when somebody else is to see the state (`frozen`); a context that is read and thrown away never
 * gets that far.
 *
 * What the nodes have lies in their cells' slots, as long as nobody else writes into slots. **Invariant:** while the
 * journal is intact, each of its cells has the slot of the journal's state; and of the intact ones of a family only
 * one, its `holder`, has any cells. Whoever is next to fill slots has that one copy them out (`spill`): into an array,
 * which becomes a native Map if anybody asks for it. So a replaced entry is garbage at once, and what nobody reads
 * again costs two places of arrays.
 */
export class Journal {
  /** Names it for the cells that it has. */
  readonly id: Time = tick();
  /** The nodes that were written, each once, in the order of their first time. */
  readonly cells: Cell[] = [];
  /** The nodes that were dropped, of a child: these are masked, whatever became of them later. */
  readonly dropped: Cell[] = [];
  isIntact = true;
  /** A node that was noted without an entry got one later: what it had read may stand after it. */
  isOutOfOrder = false;
  /** What the nodes have, in the order of `cells`; then by cell, `null` for no entry. */
  #entries: (Entry | undefined)[] | undefined = undefined;
  #index: Map<Cell, Entry | null> | undefined = undefined;
  /** What is known of the nodes of which anything is. */
  #known: Map<Cell, Entry> | undefined = undefined;

  /** The entry of a node that was written, or `null` if it has none; `undefined` if nothing was written, or it is in the slot. */
  entryOf(cell: Cell): Entry | null | undefined {
    return this.isIntact ? undefined : this.#indexed().get(cell);
  }

  /** What is known of a node that was written, when that is not in its slot. */
  knownOf(cell: Cell): Entry | undefined {
    return this.#known?.get(cell);
  }

  /** Notes what a node has, which its slot says as well. */
  note(cell: Cell, entry: Entry | undefined, known: Entry | undefined): void {
    if (this.isIntact) {
      if (cell.journal === this.id) {
        if (entry !== undefined && cell.entry === undefined) this.isOutOfOrder = true;
        return;
      }
      cell.journal = this.id;
      this.cells.push(cell);
      return;
    }
    const index = this.#indexed();
    if (!index.has(cell)) this.cells.push(cell);
    else if (entry !== undefined && index.get(cell) === null) this.isOutOfOrder = true;
    index.set(cell, entry ?? null);
    if (known !== undefined) (this.#known ??= new Map()).set(cell, known);
    else this.#known?.delete(cell);
  }

  /** Notes that a node was dropped. Complexity: O(1), amortised. */
  noteDropped(cell: Cell): void {
    const { dropped, cells } = this;
    dropped.push(cell);
    if (dropped.length <= 64 || dropped.length <= 2 * cells.length) return;
    const once = new Set(dropped);
    dropped.length = 0;
    for (const each of once) dropped.push(each);
  }

  /**
   * Copies what the slots say, which are about to say something else, and empties them: what only a dropped context
   * had is garbage then, not only when others have written of the same nodes. Complexity: the number of its nodes, once.
   */
  spill(): void {
    if (!this.isIntact || this.cells.length === 0) return;
    this.isIntact = false;
    this.#entries = this.cells.map((cell) => {
      const { entry, known } = cell;
      if (known !== undefined) (this.#known ??= new Map()).set(cell, known);
      cell.fill(undefined, undefined, 0);
      return entry;
    });
  }

  #indexed(): Map<Cell, Entry | null> {
    if (this.#index !== undefined) return this.#index;
    const index = new Map<Cell, Entry | null>();
    for (const [i, cell] of this.cells.entries()) index.set(cell, this.#entries?.[i] ?? null);
    this.#entries = undefined;
    return (this.#index = index);
  }
}
