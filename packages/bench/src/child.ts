import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Bench, clocks, type Findings } from "./bench.ts";
import { loadPeer, workloadNamed } from "./catalogue.ts";
import type { PeerName } from "./graph.ts";

/** The first argument of a process that measures for another one. */
export const measuring = "--measure";

interface Order {
  readonly workload: string;
  readonly peer: PeerName;
  readonly isQuick: boolean;
  readonly clock: keyof typeof clocks;
}

/** A workload came out wrong, or its process ended otherwise. */
export class FailedWorkloadError extends Error {}

const flags = ["--expose-gc", "--max-old-space-size=6144"];

/** Measures one workload on one peer in a process of its own. @throws {FailedWorkloadError} with what the process said */
export async function measureApart(script: string, order: Order): Promise<Findings> {
  const own = workloadNamed(order.workload).flags ?? [];
  const args = [...flags, ...own, script, measuring, JSON.stringify(order)];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 26 });
    return JSON.parse(stdout) as Findings;
  } catch (error) {
    const { stderr = "" } = error as { readonly stderr?: string };
    const title = `${order.workload} on ${order.peer} failed`;
    throw new FailedWorkloadError(`${title}:\n${stderr}`, { cause: error });
  }
}

/** What such a process does. */
export async function measureHere(order: string): Promise<string> {
  const { workload: name, peer, isQuick, clock } = JSON.parse(order) as Order;
  const workload = workloadNamed(name);
  const bench = new Bench(workload.measures, isQuick, clocks[clock]);
  await workload.run(await loadPeer(peer), bench);
  return JSON.stringify(bench.findings);
}
