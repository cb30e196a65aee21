import type { ArgumentFacts } from "../errors.ts";

/** How many containers may lie inside one another: a walk of this depth fits on any stack. */
export const deepest = 500;

/** How many characters may be written of what stands in several places, and of nodes: each is written out wherever it stands. */
const mostRepeated = 4_000_000;

/** A step from a container to something in it: a property, an index, or else, in words of its own. */
export type Step = string | number | { readonly words: string };

/** Where a walk through the arguments of a memoised function stands. Abandoned, not rewound, when the walk throws. */
export class Trail {
  /** The position of the argument that is walked through. */
  position = 0;
  /** The largest number of containers that lay inside one another so far. */
  reached = 0;
  readonly #owner: string;
  /** The containers that the walk is inside of, outermost first, and the step that it took from each. */
  readonly #containers: object[] = [];
  readonly #steps: Step[] = [];
  /** The containers that the walk has been in. */
  #seen: Set<object> | undefined;
  /** How many containers lay inside one another where the walk went into one again; none did if it is infinite. */
  #again = Infinity;
  #repeated = 0;

  constructor(owner: string) {
    this.#owner = owner;
  }

  /** Goes into a container, of which `below` further levels and perhaps the text are known already; answers what forbids it, if anything does. */
  enter(container: object, below = 0, isWritten: boolean = false): string | undefined {
    if (this.#containers.includes(container)) return "cyclic structure";
    const depth = this.#containers.push(container) + below;
    if (isWritten || this.#isSeen(container))
      this.#again = Math.min(this.#again, this.#containers.length);
    if (depth > deepest) return `nested deeper than ${deepest}`;
    if (depth > this.reached) this.reached = depth;
    return undefined;
  }

  /** Turns to something in the innermost container. */
  step(step: Step): void {
    this.#steps[this.#containers.length - 1] = step;
  }

  /**
   * Leaves the innermost container, of which so much was written; answers what forbids it, if anything does. Of
   * arrays with the one before in two places each, forty would take for ever: what lies inside counts on its own, so
   * that the end is noticed before all is written.
   */
  leave(length: number): string | undefined {
    if (this.#containers.length >= this.#again) this.#repeated += length;
    this.#containers.pop();
    if (this.#containers.length < this.#again) this.#again = Infinity;
    this.#steps.length = this.#containers.length;
    if (this.#repeated <= mostRepeated) return undefined;
    return `shared structure, of which more than ${mostRepeated.toLocaleString("en")} characters had to be written out`;
  }

  /** Whether the walk has been in a container before. */
  #isSeen(container: object): boolean {
    const seen = (this.#seen ??= new Set());
    return seen.size === seen.add(container).size;
  }

  /** What an error says of the place where the walk stands. */
  facts(type: string): ArgumentFacts {
    return {
      owner: this.#owner,
      position: this.position,
      path: this.#steps.map(writeStep).join(""),
      type,
    };
  }
}

function writeStep(step: Step): string {
  if (typeof step === "number") return `[${step}]`;
  if (typeof step === "object") return step.words;
  return isIdentifier(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** Whether a property's name can be written without quotation marks. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}
