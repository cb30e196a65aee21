import { type FunctionTweak, matches, type Node, type Snapshot, type Tweaks } from "@dug/core";
import type { BaseGraph, Part } from "./base-graph.ts";

/** What takes a node's value in one layer. */
type Replacement = FunctionTweak["to"];

/**
 * Says which functions scenarios would run, and runs none: each value is given a number that stands for
 * how it comes about, by the rule of S1, so that what comes about in the same way has the same number. An
 * evaluation whose number was there before is shared (S17).
 */
export class Forecast {
  readonly #graph: BaseGraph;
  readonly #base: Snapshot;
  readonly #numbers = new Map<string, number>();
  readonly #objects = new Map<unknown, number>();
  /** The numbers of evaluations made so far. */
  #made = new Set<number>();

  constructor(base: Snapshot, graph: BaseGraph) {
    this.#base = base;
    this.#graph = graph;
  }

  /** Forgets what was run: for scenarios that do not share. */
  forget(): void {
    this.#made = new Set();
  }

  /** The nodes that a scenario would run, dependencies first; a node comes twice if its base value is evaluated, too. */
  nodes(layers: readonly Tweaks[]): readonly Node[] {
    const { parts, outputs } = this.#graph;
    const floors = [new Floor(parts.map((_, place) => place))];
    for (const tweaks of layers) floors.push(this.#floorOn(floors.at(-1)!, tweaks));
    const ran: number[] = [];
    const asked = outputs.map((place) => ({ place, level: layers.length }));
    for (let next = asked.pop(); next !== undefined; next = asked.pop()) {
      const { place, level } = next;
      const floor = floors[level]!;
      const number = floor.numbers[place]!;
      const shiftedAt = floor.shifted.get(place);
      if (shiftedAt !== undefined) asked.push({ place, level: shiftedAt - 1 });
      if (shiftedAt !== undefined || floor.fixed.has(place)) continue;
      if (number < parts.length || this.#made.has(number)) continue;
      this.#made.add(number);
      ran.push(place);
      for (const read of parts[place]!.dependencies) asked.push({ place: read, level });
    }
    return ran.toSorted((a, b) => a - b).map((place) => parts[place]!.node);
  }

  /** The values on top of one more layer. */
  #floorOn(under: Floor, tweaks: Tweaks): Floor {
    const floor = new Floor([...under.numbers], new Set(under.fixed), new Map(under.shifted));
    this.#graph.parts.forEach((part, place) => {
      const to = replacementOf(tweaks, part.node);
      if (to !== undefined) this.#put(floor, under, place, to);
      else if (!floor.isTweaked(place)) floor.numbers[place] = this.#run(part, place, floor);
    });
    floor.level = under.level + 1;
    return floor;
  }

  #put(floor: Floor, under: Floor, place: number, to: Replacement): void {
    floor.fixed.delete(place);
    floor.shifted.delete(place);
    if (to.kind === "value") {
      const isAsBase = Object.is(to.value, this.#base.get(this.#graph.parts[place]!.node));
      floor.numbers[place] = isAsBase ? place : this.#number(`value ${this.#object(to.value)}`);
      floor.fixed.add(place);
      return;
    }
    const by = this.#object(to.kind === "shift" ? to.shift.identity : to.apply);
    floor.numbers[place] = this.#number(`shift ${by} of ${place}, ${under.numbers[place]}`);
    floor.shifted.set(place, under.level + 1);
  }

  #run({ dependencies }: Part, place: number, floor: Floor): number {
    if (dependencies.every((read) => floor.numbers[read] === read)) return place;
    return this.#number(
      `run ${place}: ${dependencies.map((read) => floor.numbers[read]).join(",")}`,
    );
  }

  #number(how: string): number {
    let number = this.#numbers.get(how);
    if (number === undefined) {
      number = this.#graph.parts.length + this.#numbers.size;
      this.#numbers.set(how, number);
    }
    return number;
  }

  /** A number for an object, or a value. */
  #object(value: unknown): number {
    const key = Object.is(value, -0) ? minusZero : value;
    let number = this.#objects.get(key);
    if (number === undefined) this.#objects.set(key, (number = this.#objects.size));
    return number;
  }
}

/** Maps take -0 for 0. */
const minusZero = Symbol("-0");

/** How the values come about in one context of a scenario; level 0 is the base. */
class Floor {
  level = 0;
  /** The number of each node's value, by place: its own place if it is the base's. */
  readonly numbers: number[];
  /** The places with a fixed value. */
  readonly fixed: Set<number>;
  /** The places with a shift, and in which layer. */
  readonly shifted: Map<number, number>;

  constructor(numbers: number[], fixed = new Set<number>(), shifted = new Map<number, number>()) {
    this.numbers = numbers;
    this.fixed = fixed;
    this.shifted = shifted;
  }

  isTweaked(place: number): boolean {
    return this.fixed.has(place) || this.shifted.has(place);
  }
}

/** A single node's tweak wins over one of its function, and of those the last that is for the node (S12a). */
function replacementOf({ nodes, functions }: Tweaks, node: Node): Replacement | undefined {
  const single = nodes.get(node);
  return single ?? functions.get(node.definition)?.findLast((tweak) => isFor(tweak, node))?.to;
}

/** A filter that throws counts as accepting: its error is what the node then comes to. */
function isFor(tweak: FunctionTweak, node: Node): boolean {
  try {
    return matches(tweak, node);
  } catch {
    return true;
  }
}
