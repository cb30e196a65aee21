import { readFileSync } from "node:fs";
import { type LayeredScenario, readScenarios } from "@dug/scenarios";

const folder = new URL("../../packages/examples/src/", import.meta.url);

/** The scenarios of a file that ships with the examples. The model must be loaded. */
export function scenariosIn(file: string): readonly LayeredScenario[] {
  return readScenarios(include(file), { file, include });
}

function include(path: string): string {
  return readFileSync(new URL(path, folder), "utf8");
}
