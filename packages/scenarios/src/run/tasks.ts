import { DuplicateScenarioError } from "../errors.ts";
import { type AnyScenario, layersOf } from "../scenario.ts";
import type { Task } from "./executor.ts";

/** The name of the row without tweaks. */
export const baseName = "base";

/** Scenarios as they may be given: a list, or something that makes them when they are asked for. */
export type Scenarios = Iterable<AnyScenario> | AsyncIterable<AnyScenario>;

/** The scenarios of a run, numbered: the base is 0. What is not finished is held, and no more. */
export class Tasks {
  readonly #scenarios: Scenarios;
  readonly #names = new Set([baseName]);
  readonly #pending = new Map<number, AnyScenario>();
  #total: number | undefined;

  /** @throws {DuplicateScenarioError} when it is a list in which a name comes twice. */
  constructor(scenarios: Scenarios) {
    this.#scenarios = scenarios;
    if (!Array.isArray(scenarios)) return;
    const list: readonly AnyScenario[] = scenarios;
    this.#total = list.length + 1;
    const names = new Set([baseName]);
    for (const { name } of list) distinct(names, name);
  }

  /** How many there are; `undefined` if nobody can know yet. */
  get total(): number | undefined {
    return this.#total;
  }

  /** The scenario of a task, which is let go. */
  take({ index, name }: Task): AnyScenario {
    const scenario = this.#pending.get(index);
    this.#pending.delete(index);
    return scenario ?? { name, layers: [] };
  }

  /** @throws {DuplicateScenarioError} when a name comes twice. */
  async *pull(): AsyncGenerator<Task> {
    let index = 0;
    yield { index, name: baseName, layers: [] };
    for await (const scenario of this.#scenarios) {
      distinct(this.#names, scenario.name);
      this.#pending.set(++index, scenario);
      yield { index, name: scenario.name, layers: layersOf(scenario) };
    }
    this.#total = index + 1;
  }
}

function distinct(names: Set<string>, name: string): void {
  if (names.has(name)) throw new DuplicateScenarioError(name);
  names.add(name);
}
