import type { Cell } from "./cell.ts";
import { ambient } from "../current.ts";
import type { Definition } from "../identity/definition.ts";
import type { Listeners } from "../engine/observe.ts";
import type { Journal } from "./journal.ts";
import { Table } from "./intern.ts";

/**
 * What a root context and its descendants have in common: the interned cells, which are freed with
 * it, and who listens. Nothing here decides a value.
 */
export class Family {
  readonly #tables = new Map<Definition, Table>();
  /** The function asked for last, and its table: a call is often of the same one as the call before. */
  #last: Definition | undefined;
  #lastTable: Table | undefined;
  #sequence = 0;
  /** Counts how often the reverse edges were dropped: a state that has linked its entries under an older number does so again. */
  edges = 0;
  /** Counts how often a context of it was given another state: while it has not, whatever was up to date still is. */
  changes = 0;
  /** Whose journal lies in the cells' slots, if anybody's. */
  holder: Journal | undefined = undefined;
  #listeners: Listeners = {};
  #verifyEvery = 0;
  /** Whether anybody listens. */
  isHeard = false;
  /** Whether nobody hears of hits, and none is verified. */
  isQuiet = true;
  #hits = 0;

  /** The cell of a function's arguments. @throws {UnsupportedArgumentError} */
  intern(definition: Definition, args: readonly unknown[]): Cell {
    return this.#tableOf(definition).intern(args);
  }

  /** The cell of a function's single argument. @throws {UnsupportedArgumentError} */
  internOne(definition: Definition, arg: unknown): Cell {
    const table =
      this.#last === definition ? (this.#lastTable as Table) : this.#tableOf(definition);
    return table.internOne(arg);
  }

  /**
   * The same if it is there. Makes nothing, so that it is small enough to be compiled into every call: for a hit that
   * was an eighth of its time.
   */
  findOne(definition: Definition, arg: unknown): Cell | undefined {
    const table = this.#last === definition ? this.#lastTable : this.#recall(definition);
    return table?.findOne(arg);
  }

  #tableOf(definition: Definition): Table {
    if (this.#last === definition) return this.#lastTable as Table; // the two go together
    const known = this.#recall(definition);
    if (known !== undefined) return known;
    const table = new Table(definition, () => ++this.#sequence);
    this.#tables.set(definition, table);
    return table;
  }

  /** The table of a function that was not asked for last, if it has one. */
  #recall(definition: Definition): Table | undefined {
    const table = this.#tables.get(definition);
    if (table === undefined) return undefined;
    this.#last = definition;
    this.#lastTable = table;
    return table;
  }

  /** The interned cells of a function, or of all. */
  *cells(definition?: Definition): Generator<Cell> {
    const tables =
      definition === undefined ? this.#tables.values() : [this.#tables.get(definition)];
    for (const table of tables) if (table !== undefined) yield* table.cells();
  }

  /** Drops the inline caches and the reverse edges, which the next walk in each state builds again from its entries. */
  dropIndexes(): void {
    this.holder?.spill();
    this.holder = undefined;
    for (const cell of this.cells()) cell.dropIndexes();
    this.edges++;
    this.changes++; // who was up to date is not linked any more
  }

  /** Lets go of the cells that no cache holds (S26). */
  compact(): void {
    this.dropIndexes();
    this.#last = this.#lastTable = undefined;
    for (const [definition, table] of this.#tables)
      if (table.release()) this.#tables.delete(definition);
  }

  get listeners(): Listeners {
    return this.#listeners;
  }

  set listeners(listeners: Listeners) {
    this.#listeners = listeners;
    this.isHeard = Object.keys(listeners).length > 0;
    this.#quiet(listeners.hit === undefined && this.#verifyEvery === 0);
  }

  /** One in how many hits is verified; 0 for none (S27). */
  get verifyEvery(): number {
    return this.#verifyEvery;
  }

  set verifyEvery(every: number) {
    this.#verifyEvery = every;
    this.#quiet(this.#listeners.hit === undefined && every === 0);
  }

  #quiet(isQuiet: boolean): void {
    if (isQuiet !== this.isQuiet) ambient.unusual += isQuiet ? -1 : 1;
    this.isQuiet = isQuiet;
  }

  /** Whether the next hit is one to be verified (S27). */
  isSampled(): boolean {
    return this.#verifyEvery !== 0 && ++this.#hits % this.#verifyEvery === 0;
  }
}
