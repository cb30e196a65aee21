import { type PeerName, peerNames } from "./graph.ts";
import type { MeasureResult } from "./result.ts";
import { show } from "./table.ts";

/** Where dug takes more than a peer: what, how much, and why. */
export interface Loss {
  readonly workload: string;
  /** `HIT: 4.5× map, 6.3× alien-signals`, a measure each. */
  readonly figures: readonly string[];
  readonly reason: string;
}

/** What a loss is due to, by workload. */
const reasons: Readonly<Record<string, string>> = {
  HIT: "A call finds the context that is entered, the node by its argument, and whether somebody reads it. A memo has one world and notes nothing; signals are found by an index, without arguments.",
  ARGUMENTS:
    "The same, and arguments are compared by what they are: `0` and `-0`, `1` and `1n` are told apart, structures are walked.",
  COLD: "Of each node dug notes what it read, in which order, what that came to, and who reads it: so it can tell later what a change reaches, and why a value differs.",
  RETWEAK:
    "An engine with one world marks its graph where it stands. In dug the state before stays what it was for snapshots and children, and before a function runs again its earlier evaluations are compared.",
  FANOUT:
    "A scenario of dug's stays and can be read again; engines with one world put the leaf back, and who writes by hand knows the cone beforehand.",
  REVISIT: "What is written by hand for this one question reads an array.",
  WIDE: "A function that reads thousands of nodes is compared with its earlier evaluation read by read, in order, until one differs.",
  CHAIN:
    "One node after the other is dropped, masked and compared: COLD and RETWEAK without any breadth.",
  ASYNC:
    "A call that waits has a place in its caller, a flight that others can join, and a search for rings; a Map of promises has none of these.",
  BOOK: "Where everything is changed in every scenario there is little to share: dug runs nearly as many functions, and notes what they read. Its gain is over functions that remember nothing.",
  MILLION: "FANOUT in a graph of a million nodes, little of which is in the processor's cache.",
  MEMORY:
    "A node holds its arguments, its outcome, what it read and who reads it; a Map holds a key and a value.",
};

/** The measures whose ratio says something: time and bytes. */
const told = ["ns", "µs", "bytes", "GB"];

/** Less than this cannot be told from noise. */
const least = 1.1;

/** Everything in which dug is behind somebody. */
export function lossesOf(results: readonly MeasureResult[]): Loss[] {
  const workloads = [...new Set(results.map(({ workload }) => workload))];
  return workloads.flatMap((workload): Loss[] => {
    const figures = results
      .filter((each) => each.workload === workload && told.includes(each.unit))
      .flatMap(figureOf);
    return figures.length === 0 ? [] : [{ workload, figures, reason: reasonOf(workload) }];
  });
}

function figureOf({ measure, peers }: MeasureResult): string[] {
  const ratios = peerNames.flatMap((peer) => ratioTo(peers, peer));
  return ratios.length === 0 ? [] : [`${measure}: ${ratios.join(", ")}`];
}

function ratioTo(peers: MeasureResult["peers"], name: PeerName): string[] {
  const [dug, peer] = [peers.dug, peers[name]];
  if (dug === undefined || peer === undefined || name === "dug" || peer.median <= 0) return [];
  const ratio = dug.median / peer.median;
  return ratio < least ? [] : [`${show(ratio)}× \`${name}\``];
}

function reasonOf(workload: string): string {
  const reason = reasons[workload];
  if (reason === undefined) throw new Error(`nothing says why dug loses in ${workload}`);
  return reason;
}
