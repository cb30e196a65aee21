import type { Cell } from "../kernel/cell.ts";
import type { Flight } from "./flight.ts";
import type { State } from "../kernel/state.ts";
import type { World } from "./world.ts";

/**
 * The time of a context between two changes: its state, to which evaluations add, and what rests on it.
 * An evaluation that is pending when the context changes stays in its era, and the context goes on in the
 * next (S22a). An era that is not the present one lasts until nothing is pending in it.
 */
export class Era {
  state: State | undefined;
  /** Private continuations of what lies beneath each layer, by its depth: where base values are evaluated (S3). */
  beneath: Map<number, World> | undefined = undefined;
  /** Of a root: a shift may be cached here whose base value is not cached beneath. Else each has it there. */
  lacksBases = false;
  /** The asynchronous evaluations pending in it. */
  flights: Map<Cell, Flight> | undefined = undefined;
  /** The context as it stands in this era, whatever becomes of it: where those are evaluated. */
  pin: World | undefined = undefined;
  /** The eras around this one in which something is pending, and at last the present one. */
  previous: Era | undefined = undefined;
  next: Era | undefined = undefined;

  constructor(state: State | undefined) {
    this.state = state;
  }

  get isPending(): boolean {
    return this.flights !== undefined && this.flights.size > 0;
  }

  /** The era that a change begins. While something is pending in this one both go on, each with slots of its own. */
  follow(state: State): Era {
    const next = new Era(state);
    next.beneath = this.beneath;
    next.lacksBases = this.lacksBases;
    this.beneath = undefined;
    if (this.isPending) {
      next.previous = this;
      this.next = next;
    } else {
      next.previous = this.previous;
      if (this.previous !== undefined) this.previous.next = next;
    }
    return next;
  }

  /** Takes a flight out, and with the last one an era of the past out of the chain. */
  release(cell: Cell): void {
    this.flights?.delete(cell);
    if (this.isPending || this.next === undefined) return;
    this.next.previous = this.previous;
    if (this.previous !== undefined) this.previous.next = this.next;
  }
}
