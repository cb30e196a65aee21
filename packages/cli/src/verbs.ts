import { graph } from "./graph.ts";
import { run } from "./run.ts";
import type { Verb } from "./verb.ts";

/** All that the command does, in the order of its help. */
export const verbs: readonly Verb[] = [run, graph];
