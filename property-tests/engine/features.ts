import type { ContextCommands, GraphSpec } from "@dug/testing";
import type { Feature } from "./crossings.ts";

/** A program, written as text: its graph, and its commands. */
export interface Text {
  readonly graph: string;
  readonly commands: string;
}

/** A feature, by its rule, and how it shows in the graph or in the commands. */
const marks: readonly (readonly [name: string, part: keyof Text, shows: RegExp])[] = [
  ["S2 tweak", "commands", /"kind":"tweak"/],
  ["S6 dynamic", "commands", /"kind":"dynamic"/],
  ["S7 fork", "commands", /"kind":"fork"/],
  ["S9 retain", "commands", /"kind":"forgetful"/],
  // A fork of the first context, and a change of that: after every command all contexts are entered.
  [
    "S9 rebase",
    "commands",
    /"kind":"fork","context":0.*"kind":"(tweak|untweak|inval)[^}]*"context":0/,
  ],
  ["S10 throw", "commands", /"throws":true/],
  ["S11 snapshot", "commands", /"kind":"snapshot"/],
  ["S11 restore", "commands", /"kind":"restore"/],
  ["S12 apply", "commands", /"kind":"apply"/],
  ["S12a whole", "commands", /"kind":"tweakAll"/],
  ["S12b untweak", "commands", /"kind":"untweak/],
  ["S16 equals", "graph", /"coarse":true/],
  ["S16 reuse off", "graph", /"reuse":false/],
  ["S16a invalidate", "commands", /"kind":"invalidate/],
  ["S17 sharing", "commands", /"share":"(all|few)"/],
  ["S17 pool in pool", "commands", /"share":"(all|few)".*"kind":"sharing"[^}]*"share":"(all|few)"/],
  ["S17 forgotten", "commands", /"kind":"forgetShared"/],
  ["S18 dynamic edges", "graph", /"kind":"choose"/],
  ["S19 errors", "graph", /"kind":"throw"/],
  ["S19 caught", "graph", /"kind":"catch"/],
  ["S20 cycles", "graph", /"ahead":true/],
  ["S21 opened", "graph", /"kind":"open"/],
  ["S26 forget", "commands", /"kind":"(forget|forgetAll|clear)"/],
  ["S27 inputs", "graph", /"kind":"world"/],
  ["S27 refresh", "commands", /"kind":"(refresh|world)"/],
];

/** What programs of synchronous functions are made of. */
export const features: readonly Feature<Text>[] = marks.map(([name, part, shows]) => ({
  name,
  isIn: (program) => shows.test(program[part]),
}));

/** Writes a program as text. */
export function textOf(graph: GraphSpec, { share, actions }: ContextCommands): Text {
  return { graph: written(graph), commands: written({ share, actions }) };
}

function written(program: unknown): string {
  return JSON.stringify(program, (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}
