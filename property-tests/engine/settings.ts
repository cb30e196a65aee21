/**
 * How often a property is tried: 200 times, or as `DUG_RUNS` says, from a fixed seed, so that one
 * commit always comes out the same; `DUG_SEED` gives another seed, or `random`.
 */
export function settings(runs = 200): { readonly numRuns: number; readonly seed?: number } {
  const numRuns = Number(process.env["DUG_RUNS"] ?? runs);
  const seed = process.env["DUG_SEED"] ?? "20261128";
  return seed === "random" ? { numRuns } : { numRuns, seed: Number(seed) };
}
