import { type Peer, type PeerName } from "./graph.ts";
import type { Workload } from "./workload.ts";
import { args } from "./workloads/arguments.ts";
import { asynchronous } from "./workloads/async.ts";
import { book } from "./workloads/book.ts";
import { children } from "./workloads/children.ts";
import { chain } from "./workloads/chain.ts";
import { cold } from "./workloads/cold.ts";
import { costAxis } from "./workloads/cost-axis.ts";
import { depth } from "./workloads/depth.ts";
import { diff } from "./workloads/diff.ts";
import { fanout } from "./workloads/fanout.ts";
import { fork } from "./workloads/fork.ts";
import { grid } from "./workloads/grid.ts";
import { growth } from "./workloads/growth.ts";
import { hit } from "./workloads/hit.ts";
import { memory } from "./workloads/memory.ts";
import { million } from "./workloads/million.ts";
import { reenter } from "./workloads/reenter.ts";
import { retweak } from "./workloads/retweak.ts";
import { revisit } from "./workloads/revisit.ts";
import { snapshot } from "./workloads/snapshot.ts";
import { wide } from "./workloads/wide.ts";

/** Everything that is measured, in the table's order. A new workload is a file and a line here. */
export const workloads: readonly Workload[] = [
  hit,
  args,
  cold,
  retweak,
  fanout,
  revisit,
  grid,
  costAxis,
  fork,
  depth,
  snapshot,
  reenter,
  diff,
  wide,
  chain,
  asynchronous,
  book,
  memory,
  children,
  growth,
  million,
];

/** The workload of a name. */
export function workloadNamed(name: string): Workload {
  const found = workloads.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no workload "${name}"`);
  return found;
}

const loaders: Readonly<Record<PeerName, () => Promise<{ readonly peer: Peer }>>> = {
  dug: () => import("./peers/dug.ts"),
  map: () => import("./peers/map.ts"),
  "alien-signals": () => import("./peers/alien-signals.ts"),
  optimism: () => import("./peers/optimism.ts"),
  mobx: () => import("./peers/mobx.ts"),
  cone: () => import("./peers/cone.ts"),
  sweep: () => import("./peers/sweep.ts"),
};

/** Loads one peer and no other. */
export async function loadPeer(name: PeerName): Promise<Peer> {
  const { peer } = await loaders[name]();
  return peer;
}
