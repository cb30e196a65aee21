import { parseArgs } from "node:util";
import { type PeerName, peerNames } from "./graph.ts";
import { workloads } from "./catalogue.ts";

/** What the user asked for. */
export interface Options {
  readonly isQuick: boolean;
  /** Names of workloads, all if none is given. */
  readonly only: readonly string[];
  readonly peers: readonly PeerName[];
  readonly rounds: number;
  readonly clock: "wall" | "cpu";
  readonly out: string;
  /** `publish`: measure everything, and make results, page and plot of it. `page`: make page and plot of the results that are there. */
  readonly make: "nothing" | "publish" | "page";
}

export const help: string = `Usage: npm run bench -- [--quick] [--only NAME]... [--peer NAME]... [--rounds N] [--cpu] [--out FILE]
       npm run bench -- --publish | --page

  --quick      only what does not depend on the clock: values, executions, bytes
  --only NAME  a workload: ${workloads.map(({ name }) => name).join(", ")}
  --peer NAME  a peer: ${peerNames.join(", ")}
  --rounds N   how often each peer gets a turn, in a new process each time (3)
  --cpu        the processor's time in place of the wall's: on a machine that others use, too
  --out FILE   where the JSON goes (.cache/bench.json)
  --publish    measures everything, and writes packages/bench/results.json, and what --page does
  --page       writes packages/core/docs/performance.md and its plot from packages/bench/results.json
`;

const known = {
  quick: { type: "boolean", default: false },
  only: { type: "string", multiple: true },
  peer: { type: "string", multiple: true },
  rounds: { type: "string", default: "3" },
  cpu: { type: "boolean", default: false },
  out: { type: "string", default: ".cache/bench.json" },
  publish: { type: "boolean", default: false },
  page: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** What the command line cannot be read as, in a sentence. */
export class UsageError extends Error {}

/** Reads the command line; `undefined` asks for help. @throws {UsageError} */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const { quick, only = [], peer = [] } = values;
  const rounds = roundsOf(values.rounds);
  if (values.publish && (quick || [...only, ...peer].length > 0))
    throw new UsageError("--publish measures everything: without --quick, --only and --peer");
  const names = workloads.map(({ name }) => name);
  return {
    isQuick: quick,
    only: only.map((name) => choose("workload", name, names)),
    peers: peer.map((name) => choose("peer", name, peerNames)),
    rounds: quick ? 1 : rounds,
    clock: values.cpu ? "cpu" : "wall",
    out: values.out,
    make: values.publish ? "publish" : values.page ? "page" : "nothing",
  };
}

function roundsOf(given: string): number {
  const rounds = Number(given);
  if (Number.isInteger(rounds) && rounds > 0) return rounds;
  throw new UsageError(`--rounds is a number from 1 on, not "${given}"`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: known }).values;
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

/** The name as it is written, whatever its case. */
function choose<N extends string>(kind: string, given: string, names: readonly N[]): N {
  const found = names.find((name) => name.toLowerCase() === given.toLowerCase());
  if (found === undefined)
    throw new UsageError(`there is no ${kind} "${given}"; there is: ${names.join(", ")}`);
  return found;
}
