import type { ContextCommands, GraphSpec } from "@dug/testing";

/** A feature, by its rule, and how it shows in a program written as text: of the graph, or of the commands. */
const features: readonly (readonly [name: string, part: "graph" | "commands", shows: RegExp])[] = [
  ["S2 tweak", "commands", /"kind":"tweak"/],
  ["S6 dynamic", "commands", /"kind":"dynamic"/],
  ["S7 fork", "commands", /"kind":"fork"/],
  ["S9 retain", "commands", /"kind":"forgetful"/],
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

/** Pairs that cannot meet, with the reason. */
const impossible: ReadonlyMap<string, string> = new Map();

/** Which features met in one program, over all that were run. */
export class Crossings {
  readonly #counts = features.map(() => features.map(() => 0));

  note(graph: GraphSpec, commands: ContextCommands): void {
    const texts = {
      graph: written(graph),
      commands: written({ share: commands.share, actions: commands.actions }),
    };
    const met = features.map(([, part, shows]) => shows.test(texts[part]));
    this.#counts.forEach((row, i) =>
      row.forEach((count, j) => {
        if ([i, j].every((feature) => met[feature])) row[j] = count + 1;
      }),
    );
  }

  /** The pairs that never met though they can. */
  get missing(): readonly string[] {
    return features.flatMap(([first], i) =>
      features.slice(i + 1).flatMap(([second], j) => {
        const pair = `${first} × ${second}`;
        return this.#counts[i]?.[i + 1 + j] === 0 && !impossible.has(pair) ? [pair] : [];
      }),
    );
  }

  /** The lower half of the table, a row a feature. */
  toString(): string {
    const rows = features.map(
      ([name], i) =>
        name.padEnd(18) +
        (this.#counts[i] ?? [])
          .slice(0, i)
          .map((count) => String(count).padStart(4))
          .join(""),
    );
    return ["In how many programs two features met:", ...rows].join("\n");
  }
}

function written(program: unknown): string {
  return JSON.stringify(program, (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
}
