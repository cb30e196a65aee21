import type { Place } from "./errors.ts";
import type { LayeredScenario } from "./scenario.ts";
import { baseName } from "./base-name.ts";
import { type Datum, fail, fieldIn, fieldsAmong, itemsOf, unknownAmong } from "./spec/datum.ts";
import { readJSON } from "./spec/json-datum.ts";
import { readEntry } from "./spec/read-entry.ts";
import type { Reading } from "./spec/reading.ts";
import { readYAML } from "./spec/yaml-text.ts";

/** How a scenario file is read. */
export interface ReadOptions {
  /** What messages call the file; one whose name ends in `.json` is read as JSON, any other as YAML. */
  readonly file: string;
  /** Reads a CSV file that the file names, by the path that stands there. Without it such files are refused. */
  readonly include?: (path: string) => string;
  /** How many scenarios the file may give at most. Default 1,000,000. */
  readonly most?: number;
}

/**
 * Reads a scenario file: a list of scenarios and combinations, or `{ scenarios: … }`, in YAML or JSON, as
 * docs/specification.md and the JSON Schema beside this package say. The functions named must be loaded.
 *
 * @param text the file's content
 * @returns the scenarios in the file's order, combinations written out
 * @throws {ScenarioFileError} with file, line and column of what is wrong
 */
export function readScenarios(text: string, options: ReadOptions): readonly LayeredScenario[] {
  const { file, include, most = 1_000_000 } = options;
  const reading: Reading = { file, include, most, named: new Map(), mentions: [] };
  const document = file.toLowerCase().endsWith(".json")
    ? readJSON(text, file)
    : readYAML(text, file);
  for (const entry of entriesOf(document)) {
    for (const scenario of readEntry(entry, reading)) enter(scenario, entry, reading);
    if (reading.named.size > most) fail(entry, `this is more than ${most} scenarios in all`);
  }
  for (const { scenario, place } of reading.mentions)
    if (scenario !== baseName && !reading.named.has(scenario))
      fail({ place }, `there is no scenario ${unknownAmong(scenario, reading.named.keys())}`);
  return [...reading.named.values()];
}

function entriesOf(document: Datum): readonly Datum[] {
  if (document.kind !== "map") return itemsOf(document, "a list of scenarios");
  const fields = fieldsAmong(document, "a scenario file", ["$schema", "scenarios"]);
  return itemsOf(fieldIn(fields, "scenarios", document, "the file"), "a list of scenarios");
}

/** @throws {ScenarioFileError} when the name is taken. */
function enter(scenario: LayeredScenario, entry: Datum, { named }: Reading): void {
  const { name } = scenario;
  if (name === baseName || named.has(name))
    fail(
      { place: placeOfName(entry) },
      `the name ${JSON.stringify(name)} is taken; each row of the table needs one of its own`,
    );
  named.set(name, scenario);
}

function placeOfName(entry: Datum): Place {
  const name =
    entry.kind === "map" ? entry.fields.find((field) => field.name === "name") : undefined;
  return (name?.value ?? entry).place;
}
