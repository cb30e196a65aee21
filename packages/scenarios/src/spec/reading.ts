import type { LayeredScenario } from "../scenario.ts";
import type { Place } from "../errors.ts";

/** A scenario that is named as the one to take a value from, and where. */
interface Mention {
  readonly scenario: string;
  readonly place: Place;
}

/** What is known while one file is read. */
export interface Reading {
  readonly file: string;
  /** Reads a file that this one names. */
  readonly include: ((path: string) => string) | undefined;
  /** How many scenarios a file may give. */
  readonly most: number;
  /** Those read so far, by name: what a later one can be put on. */
  readonly named: Map<string, LayeredScenario>;
  readonly mentions: Mention[];
}
