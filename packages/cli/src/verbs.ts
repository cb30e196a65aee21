import { check } from "./check.ts";
import { graph } from "./graph.ts";
import { grid } from "./grid.ts";
import { profile } from "./profile.ts";
import { run } from "./run.ts";
import type { Verb } from "./verb.ts";
import { why } from "./why.ts";

/** All that the command does, in the order of its help. */
export const verbs: readonly Verb[] = [run, grid, check, graph, why, profile];
