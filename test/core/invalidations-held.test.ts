import { memoize } from "@dug/core";
import { Map } from "immutable";
import { expect, test } from "vitest";
import { Family } from "../../packages/core/src/kernel/family.ts";
import { cellsSince } from "../../packages/core/src/kernel/log.ts";
import { Entry, Outcome } from "../../packages/core/src/kernel/entry.ts";
import { invalidate } from "../../packages/core/src/kernel/invalidate.ts";
import { reapply } from "../../packages/core/src/kernel/rebase.ts";
import type { State } from "../../packages/core/src/kernel/state.ts";
import { emptyState, store } from "../../packages/core/src/kernel/store.ts";
import { cellIn } from "../../packages/core/src/kernel/tweak.ts";
import { frozen } from "../../packages/core/src/kernel/draft.ts";
import { tick } from "../../packages/core/src/clock.ts";
import { Tweaks } from "../../packages/core/src/tweaks/tweaks.ts";

const size = 1_000;
const times = 100_000;
const quote = memoize("invalidationsHeld.quote", (i: number): number => i);
const nodes = Array.from({ length: size }, (_, i) => quote.node(i));

function root(): State {
  return emptyState(new Family(), 1, { tweaks: Tweaks.empty, invalidations: Map() });
}

function child(): State {
  const parent = frozen(root());
  const own = { tweaks: Tweaks.empty, invalidations: Map<never, number>() };
  return reapply(emptyState(parent.family, 2, own), parent);
}

/** What a state holds of invalidated nodes, wherever it does. */
function held({ stale, own, masks, log, known, journal }: State): number {
  return (
    stale.size +
    own.invalidations.size +
    masks.size +
    cellsSince(log, undefined).length +
    known.size +
    (journal?.cells.length ?? 0) +
    (journal?.dropped.length ?? 0)
  );
}

test.each([
  ["root", root],
  ["child", child],
])(
  "[S16a, S26] a hundred thousand invalidations of a thousand nodes hold no more than some places a node: in a %s",
  (_, begin) => {
    let state = begin();
    for (let i = 0; i < times; i++) {
      const node = nodes[i % size] as (typeof nodes)[number];
      const outcome = new Outcome(cellIn(state.family, node), false, i);
      state = store(state, new Entry(outcome, undefined, tick()));
      state = invalidate(state, node);
      if (i % 97 === 0) state = frozen(state); // as when somebody looks
    }

    expect([state.stale.size, state.own.invalidations.size]).toEqual([size, size]);
    expect(held(state)).toBeLessThanOrEqual(10 * size);
    expect(held(frozen(state))).toBeLessThanOrEqual(10 * size);
  },
);
