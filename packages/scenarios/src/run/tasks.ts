import type { Context } from "@dug/core";
import { baseName } from "../base-name.ts";
import { DuplicateScenarioError } from "../errors.ts";
import { type AnyScenario, layersOf } from "../scenario.ts";
import { Lending } from "./lending.ts";
import type { Task } from "./executor.ts";

/** Scenarios as they may be given: a list, or something that makes them when they are asked for. */
export type Scenarios = Iterable<AnyScenario> | AsyncIterable<AnyScenario>;

/** The scenarios of a run, numbered: the base is 0. What is not finished is held, and no more. */
export class Tasks {
  readonly #scenarios: Scenarios;
  readonly #names = new Set([baseName]);
  readonly #pending = new Map<number, AnyScenario>();
  readonly #lending: Lending;
  #total: number | undefined;

  /**
   * @param base what the values are computed on that one scenario takes from another
   * @throws {DuplicateScenarioError} when it is a list in which a name comes twice.
   */
  constructor(scenarios: Scenarios, base: Context) {
    this.#scenarios = scenarios;
    const known: readonly AnyScenario[] = Array.isArray(scenarios) ? scenarios : [];
    this.#lending = new Lending(base, new Map(known.map((each) => [each.name, each])));
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
      const { name } = scenario;
      yield { index, name, layers: await this.#lending.pay(name, layersOf(scenario)) };
    }
    this.#total = index + 1;
  }
}

function distinct(names: Set<string>, name: string): void {
  if (names.has(name)) throw new DuplicateScenarioError(name);
  names.add(name);
}
