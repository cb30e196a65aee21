import type { Model } from "./model.ts";

/** What is set: a leaf and its value. */
export type Setting = readonly [leaf: number, value: number];

/** Every value, computed bottom up without any engine: what each peer is held to. Counts no runs. */
export function sweep(model: Model, settings: readonly Setting[] = []): Int32Array {
  const { runs } = model;
  const values = new Int32Array(model.size);
  const read = (node: number): number => values[node] ?? 0;
  for (let leaf = 0; leaf < model.leaves; leaf++) values[leaf] = model.initial(leaf);
  for (const [leaf, value] of settings) values[leaf] = value;
  for (let node = model.leaves; node < model.size; node++)
    values[node] = model.evaluate(node, read);
  model.runs = runs;
  return values;
}

/** The sum of some of the values, as `Graph.sum` gives it. */
export function sumOf(values: Int32Array, nodes: Int32Array): number {
  return nodes.reduce((sum, node) => sum + (values[node] ?? 0), 0);
}

/**
 * The nodes that must be computed again for `outputs` when leaves change, dependencies first: those
 * that the leaves reach and the outputs need. Found by walking the model itself; counts no runs.
 */
export function affected(model: Model, leaves: readonly number[], outputs: Int32Array): Int32Array {
  const { runs } = model;
  const reached = new Uint8Array(model.size);
  for (const leaf of leaves) reached[leaf] = 1;
  const dependencies: number[][] = [];
  for (let node = model.leaves; node < model.size; node++) {
    const read: number[] = [];
    model.evaluate(node, (other) => (read.push(other), 0));
    if (read.some((other) => reached[other] === 1)) {
      reached[node] = 1;
      dependencies[node] = read;
    }
  }
  model.runs = runs;
  return Int32Array.from(needed(dependencies, outputs)).toSorted();
}

function needed(dependencies: readonly number[][], outputs: Int32Array): Set<number> {
  const found = new Set<number>();
  const todo = [...outputs];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    const read = dependencies[node];
    if (read === undefined || found.has(node)) continue;
    found.add(node);
    todo.push(...read);
  }
  return found;
}
