import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Model, Node, Tweaks } from "@dug/core";
import type { AnyScenario, LayeredScenario, Outputs, Scenario } from "@dug/scenarios";
import { type Bundle, bundle } from "./bundle.ts";
import { InputError } from "./exit.ts";
import { reasonOf } from "./output-file.ts";
import { describe, relativePath, type Sources } from "./place.ts";
import type { Job } from "./verb.ts";

/** What a model's module offers. */
export interface Loaded {
  readonly model: Model;
  /** The scenarios that the module exports; `undefined` if it has no such export. */
  readonly scenarios: readonly AnyScenario[] | undefined;
  /** The outputs that the module exports for the base only; none if it exports none. */
  readonly baseOutputs: Outputs;
  readonly sources: Sources;
}

/** Loads a model's module. @throws {InputError} with the place in the module when there is no such model. */
export async function loadModel({ model, folder, scratch }: Job): Promise<Loaded> {
  const text = readText(model, "model", folder);
  const outfile = join(scratch, "model.mjs");
  const { sources } = await bundle(model, { folder, outfile });
  const path = relativePath(model, folder);
  return { ...readExports(await importFrom(outfile, path, { sources }), path, text), sources };
}

const ending = "end it with: export default model({ functions, outputs });";
const esm = "a model is an ES module: use import and export default";

function readExports(
  exported: Readonly<Record<string, unknown>>,
  path: string,
  text: string,
): Omit<Loaded, "sources"> {
  const refuse = (line: number, problem: string): never => {
    throw new InputError(`${path}:${line}: ${problem}`);
  };
  const { default: model, baseOutputs = {} } = exported;
  const scenarios = listOf(exported["scenarios"]);
  if (!isModel(model) && commonJS.test(text)) return refuse(lineOf(text, commonJS), esm);
  if (!("default" in exported)) {
    return refuse(lineCount(text), `the model has no default export; ${ending}`);
  }
  if (!isModel(model)) {
    return refuse(
      lineOf(text, /export default|as default/),
      `the default export is no model; ${ending}`,
    );
  }
  if (scenarios !== undefined && !isScenarioList(scenarios)) {
    return refuse(
      lineOf(text, /export.*\bscenarios\b/),
      'the export "scenarios" is no list of scenarios; make each with scenario(name, tweaks)',
    );
  }
  if (!isOutputs(baseOutputs)) {
    return refuse(
      lineOf(text, /export.*\bbaseOutputs\b/),
      'the export "baseOutputs" is no object of nodes, such as { total: total.node() }',
    );
  }
  return { model, scenarios, baseOutputs };
}

async function importFrom(
  outfile: string,
  path: string,
  { sources }: Bundle,
): Promise<Readonly<Record<string, unknown>>> {
  // Not from the command's beginning: to read the maps of the engine takes as long as to load it.
  process.setSourceMapsEnabled(true);
  try {
    return await import(pathToFileURL(outfile).href);
  } catch (error) {
    const { place, message } = describe(error, sources);
    const problem = message.startsWith("Error: Dynamic require of ")
      ? esm
      : `the model failed to load: ${message}`;
    throw new InputError(`${place ?? path}: ${problem}`, { cause: error });
  }
}

const commonJS = /\bmodule\.exports\b/;

/** Reads a file that the user named. @throws {InputError} */
export function readText(path: string, what: string, folder: string): string {
  try {
    return readFileSync(resolve(folder, path), "utf8");
  } catch (error) {
    const reason = reasonOf(error, path, folder);
    throw new InputError(`cannot read the ${what} ${path}: ${reason}`, { cause: error });
  }
}

function isModel(value: unknown): value is Model {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "model";
}

/** A list of what can be iterated, such as a combination of scenarios; anything else as it is. */
function listOf(value: unknown): unknown {
  const isIterable = typeof value === "object" && value !== null && Symbol.iterator in value;
  return isIterable ? [...(value as Iterable<unknown>)] : value;
}

function isScenarioList(value: unknown): value is readonly AnyScenario[] {
  return (
    Array.isArray(value) &&
    value.every(
      (each: Partial<Scenario & LayeredScenario> | null) =>
        typeof each?.name === "string" && isLayers(each.layers ?? [each.tweaks]),
    )
  );
}

function isLayers(layers: readonly unknown[]): boolean {
  return Array.isArray(layers) && layers.every((tweaks) => tweaks instanceof Tweaks);
}

function isOutputs(value: unknown): value is Outputs {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((each) => each instanceof Node)
  );
}

function lineCount(text: string): number {
  return text.trimEnd().split("\n").length;
}

function lineOf(text: string, pattern: RegExp): number {
  return text.split("\n").findIndex((line) => pattern.test(line)) + 1 || lineCount(text);
}
