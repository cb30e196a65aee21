import type { AsyncProgram } from "@dug/testing";
import type { Feature } from "../engine/crossings.ts";

type Action = AsyncProgram["flows"][number][number];
type Inner = Extract<Action, { readonly kind: "run" }>["actions"][number];

/** A feature that shows in the program written as text. */
function mark(name: string, shows: RegExp): Feature<AsyncProgram> {
  return {
    name,
    isIn: ({ graph, flows, share }) => shows.test(JSON.stringify({ graph, flows, share })),
  };
}

/** What programs of asynchronous functions and flows are made of. */
export const features: readonly Feature<AsyncProgram>[] = [
  mark("S2 tweak", /"kind":"tweak"/),
  mark("S7 fork", /"kind":"fork"/),
  { name: "S9 retain", isIn: ({ tree }) => tree.some(({ retain }) => !retain) },
  { name: "S9 rebase", isIn: isRebased },
  mark("S11 snapshot", /"kind":"snapshot"/),
  { name: "S11 restore", isIn: (program) => isSavedBefore(program, "restore") },
  { name: "S11 its fork", isIn: (program) => isSavedBefore(program, "forkSnapshot") },
  mark("S12a whole", /"kind":"tweakAll"/),
  mark("S12b untweak", /"kind":"untweak/),
  mark("S16 reuse off", /"reuse":false/),
  mark("S16a invalidate", /"kind":"invalidate/),
  mark("S17 sharing", /"share":true/),
  mark("S18 dynamic edges", /"kind":"choose"/),
  mark("S19 errors", /"kind":"throw"/),
  mark("S19 caught", /"kind":"catch"/),
  mark("S19 cached or not", /"cacheErrors":(true|false)/),
  mark("S20 cycles", /"ahead":true/),
  mark("S21 opened", /"kind":"open"/),
  mark("S22 async", /"way":"async"/),
  mark("S22 promise", /"way":"promise"/),
  mark("S22 flow", /"way":"flow"/),
  mark("S22b sync", /"way":"sync"/),
  mark("S22a run", /"kind":"run"/),
  mark("S22d floats", /"kind":"float"/),
  mark("S22g together", /"kind":"(all|settled)"/),
  { name: "S22 flows", isIn: ({ flows }) => flows.length > 1 },
  mark("S26 forget", /"kind":"(forget|clear)"/),
];

/** The actions of one flow, those in its runs included, in order. */
function inOrder(flow: readonly Action[]): readonly (Action | Inner)[] {
  return flow.flatMap((action) => (action.kind === "run" ? [action, ...action.actions] : [action]));
}

/** Whether a flow takes a snapshot before it does something with one. */
function isSavedBefore({ flows }: AsyncProgram, kind: "restore" | "forkSnapshot"): boolean {
  return flows.some((flow) => {
    const kinds = inOrder(flow).map((action) => action.kind);
    const saved = kinds.indexOf("snapshot");
    return saved !== -1 && kinds.includes(kind, saved);
  });
}

const changing = new Set(["tweak", "tweakAll", "untweak", "invalidate", "invalidateAll"]);

/** Whether a flow evaluates in a context and then changes one above it: at rest it is entered again, on a changed parent. */
function isRebased({ flows, tree }: AsyncProgram): boolean {
  const isAbove = (above: number, context: number): boolean => {
    for (let at = context; at > 0;) {
      at = (tree[at]?.parent ?? 0) % at;
      if (at === above) return true;
    }
    return false;
  };
  return flows.some((flow) => {
    const seen: number[] = [];
    return inOrder(flow).some((action) => {
      // Numbers below this mean the same context for as long as the program runs.
      if (!("context" in action) || action.context >= tree.length) return false;
      const { kind, context } = action;
      if (kind === "evaluate" || kind === "run") seen.push(context);
      return changing.has(kind) && seen.some((each) => isAbove(context, each));
    });
  });
}
