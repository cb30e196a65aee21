import { type Tweaks as TweakSet, Tweaks } from "@dug/core";
import type { Action } from "./action.ts";
import type { Subject } from "./subject.ts";

/** The actions that tweak. */
export type PutAction = Extract<Action, { kind: "tweak" | "tweakAll" | "apply" }>;

/** The tweaks that an action puts on, all at once. */
export function tweaksOf(subject: Subject, action: PutAction): TweakSet {
  const { nodes, functions } = subject;
  let tweaks: TweakSet = Tweaks.empty;
  for (const { node, to, all } of putsOf(action)) {
    const chosen = nodes[node % nodes.length];
    if (all && functions.length > 0) tweaks = subject.tweakAll(tweaks, node % functions.length, to);
    else if (chosen !== undefined) tweaks = subject.tweak(tweaks, chosen, to);
  }
  return tweaks;
}

function putsOf(action: PutAction): Extract<PutAction, { kind: "apply" }>["puts"] {
  switch (action.kind) {
    case "apply":
      return action.puts;
    case "tweak":
      return [{ node: action.node, to: action.to, all: false }];
    case "tweakAll":
      return [{ node: action.fn, to: action.to, all: true }];
  }
}
