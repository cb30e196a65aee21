import type { ArgumentFacts } from "../errors.ts";

/** How many containers may lie inside one another: a walk of this depth fits on any stack. */
export const deepest = 500;

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

  constructor(owner: string) {
    this.#owner = owner;
  }

  /** Goes into a container, of which `below` further levels are known already; answers what forbids it, if anything does. */
  enter(container: object, below = 0): string | undefined {
    if (this.#containers.includes(container)) return "cyclic structure";
    const depth = this.#containers.push(container) + below;
    if (depth > deepest) return `nested deeper than ${deepest}`;
    if (depth > this.reached) this.reached = depth;
    return undefined;
  }

  /** Turns to something in the innermost container. */
  step(step: Step): void {
    this.#steps[this.#containers.length - 1] = step;
  }

  leave(): void {
    this.#containers.pop();
    this.#steps.length = this.#containers.length;
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
