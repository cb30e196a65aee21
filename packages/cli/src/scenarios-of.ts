import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Model, nearest, UnknownFunctionError } from "@dug/core";
import { type AnyScenario, readScenarios, ScenarioFileError } from "@dug/scenarios";
import { InputError } from "./exit.ts";
import { type Loaded, readText } from "./load.ts";
import { relativePath } from "./place.ts";
import { enumerate } from "./print.ts";
import type { Job } from "./verb.ts";

/**
 * The scenarios of a file, or else those that the model exports; `undefined` where none are mentioned.
 * @throws {InputError} or {ScenarioFileError}
 */
export function scenariosOf(
  file: string | undefined,
  loaded: Loaded,
  { folder }: Job,
): readonly AnyScenario[] | undefined {
  if (file === undefined) return loaded.scenarios;
  const text = readText(file, "scenario file", folder);
  try {
    return readScenarios(text, {
      file: relativePath(file, folder),
      include: (path) => readFileSync(resolve(folder, dirname(file), path), "utf8"),
    });
  } catch (error) {
    throw namingFunctions(error, loaded.model);
  }
}

/** The scenario of a name. @throws {InputError} that tells the nearest name */
export function scenarioNamed(name: string, scenarios: readonly AnyScenario[]): AnyScenario {
  const found = scenarios.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = scenarios.map((each) => each.name);
  throw new InputError(
    `there is no scenario ${JSON.stringify(name)}${nearestOf(nearest(name, names))}. ` +
      `The scenarios are ${enumerate(names)}.`,
  );
}

/** Here the module is loaded, so a name that is unknown is mistyped: says which there are. */
function namingFunctions(error: unknown, model: Model): unknown {
  if (!(error instanceof ScenarioFileError)) return error;
  const { cause } = error;
  if (!isUnknownName(cause)) return error;
  return new ScenarioFileError(error, unknownName(cause, model), { cause });
}

/** Whether a memoised function was named that is not there. */
export function isUnknownName(error: unknown): error is UnknownFunctionError {
  return error instanceof UnknownFunctionError && error.kind === "memoised function";
}

/** What is said of such a name: the nearest, and all that the model lists. */
export function unknownName(error: UnknownFunctionError, { functions }: Model): string {
  const names = Object.values(functions).flatMap(({ id }) => (id === "" ? [] : [id]));
  return (
    `there is no memoised function ${JSON.stringify(error.unknown)}${nearestOf(error.nearest)}. ` +
    `The model offers ${enumerate(names)}.`
  );
}

function nearestOf([first]: readonly string[]): string {
  return first === undefined ? "" : `; the nearest is ${JSON.stringify(first)}`;
}
