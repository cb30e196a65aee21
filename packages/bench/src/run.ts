import { workloads } from "./catalogue.ts";
import type { Findings } from "./bench.ts";
import type { PeerName } from "./graph.ts";
import type { Options } from "./options.ts";
import type { Run } from "./result.ts";
import type { Workload } from "./workload.ts";

/** Measures one workload on one peer. */
export type Measuring = (workload: string, peer: PeerName) => Promise<Findings>;

interface Turn {
  readonly round: number;
  readonly workload: Workload;
  readonly peer: PeerName;
}

/** Measures turn after turn; several at a time where the clock does not count. */
export async function runAll(
  options: Options,
  measure: Measuring,
  atATime: number,
  progress: (line: string) => void,
): Promise<readonly Run[]> {
  const turns = turnsOf(options);
  const runs: Run[] = [];
  const rest = turns.entries();
  const work = async (): Promise<void> => {
    for (const [i, { round, workload, peer }] of rest) {
      progress(`round ${round} of ${options.rounds}: ${workload.name} on ${peer}`);
      // oxlint-disable-next-line no-await-in-loop -- two at a time would disturb each other
      const findings = await measure(workload.name, peer);
      runs[i] = { workload, peer, findings };
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return runs;
}

/**
 * In each round every peer of a workload has one turn after the other, so that a busy machine disturbs all alike. What
 * takes long has a turn in the first round only.
 */
export function turnsOf({ only, peers, rounds }: Options): Turn[] {
  const chosen = workloads.filter(({ name }) => only.length === 0 || only.includes(name));
  return Array.from({ length: rounds }, (_, i) => i + 1).flatMap((round) =>
    chosen.flatMap((workload) =>
      workload.peers
        .filter(() => round === 1 || workload.isLong !== true)
        .filter((peer) => peers.length === 0 || peers.includes(peer))
        .map((peer) => ({ round, workload, peer })),
    ),
  );
}
