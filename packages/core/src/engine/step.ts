import type { Entry } from "../kernel/entry.ts";
import type { Flight, Waiter } from "./flight.ts";

/** Waits on the engine's behalf: nobody's promise hangs on it. */
export class Step implements Waiter {
  readonly flight: Flight;
  readonly #done: (entry?: Entry) => void;

  constructor(flight: Flight, done: (entry?: Entry) => void) {
    this.flight = flight;
    this.#done = done;
  }

  get task(): Flight {
    return this.flight;
  }

  landed(entry: Entry): void {
    this.#done(entry);
  }

  refused(): void {
    this.#done();
  }
}
