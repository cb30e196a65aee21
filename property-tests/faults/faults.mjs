import { readFileSync } from "node:fs";
import { evaluationFaults } from "./evaluation.mjs";
import { followingFaults } from "./following.mjs";
import { guessingFaults } from "./guessing.mjs";
import { layerFaults } from "./layers.mjs";
import { maskFaults } from "./masks.mjs";
import { pinningFaults } from "./pinning.mjs";
import { ringFaults } from "./rings.mjs";
import { settlingFaults } from "./settling.mjs";
import { sharingFaults } from "./sharing.mjs";
import { slotFaults } from "./slots.mjs";
import { tracingFaults } from "./tracing.mjs";

/**
 * A mistake that one could make in the kernel, as an edit of one of its files.
 *
 * @typedef {object} Fault
 * @property {string} name what somebody might do wrong
 * @property {string} file in packages/core/src
 * @property {string} find what stands there, exactly once
 * @property {string} replace what stands there instead
 * @property {{ file: string, title: string }} killedBy the test that notices
 */

/** @type {readonly Fault[]} */
export const faults = [
  ...maskFaults,
  ...layerFaults,
  ...evaluationFaults,
  ...sharingFaults,
  ...followingFaults,
  ...pinningFaults,
  ...tracingFaults,
  ...settlingFaults,
  ...ringFaults,
  ...guessingFaults,
  ...slotFaults,
];

/** @type {(name: string) => Fault | undefined} */
export const faultNamed = (name) => faults.find((fault) => fault.name === name);

/** @type {(fault: Fault) => string} */
export const pathOf = ({ file }) =>
  new URL(`../../packages/core/src/${file}`, import.meta.url).pathname;

/** The file with the fault in it. A fault that no longer fits the source is an error: the list must not rot. */
export function patch(/** @type {Fault} */ fault) {
  const { name, find, replace, file } = fault;
  const parts = readFileSync(pathOf(fault), "utf8").split(find);
  if (parts.length !== 2)
    throw new Error(`"${name}": what it replaces occurs ${parts.length - 1} times in ${file}`);
  return parts.join(replace);
}
