import type { Bench } from "./bench.ts";
import type { Goal } from "./goal.ts";
import type { Peer, PeerName } from "./graph.ts";

/** In what a measure is told. */
export type Unit = "ns" | "µs" | "bytes" | "GB" | "%" | "×";

export interface Measure {
  readonly name: string;
  readonly unit: Unit;
  readonly goals?: readonly Goal[];
}

/** How long something takes along an axis, in µs; both are told by their logarithms. */
interface Curve {
  readonly name: string;
  /** What grows along the axis. */
  readonly along: string;
}

/** One thing that is measured: a file of its own in `workloads/`. */
export interface Workload {
  readonly name: string;
  /** The peers that can do the job. */
  readonly peers: readonly PeerName[];
  readonly measures: readonly Measure[];
  readonly curves?: readonly Curve[];
  /** It takes long, and steadily: it has a turn in the first round only. */
  readonly isLong?: boolean;
  /** What Node is started with besides. */
  readonly flags?: readonly string[];
  /** Asserts values and numbers of executions, then measures. In a process of its own for each peer and round. */
  run(peer: Peer, bench: Bench): void | Promise<void>;
}
