import type { FunctionTweak } from "@dug/core";
import { showOutcome } from "../outcome.ts";
import type { Action } from "./action.ts";
import { type PutAction, tweaksOf } from "./put.ts";
import type { Subject } from "./subject.ts";

/**
 * An action for counterexamples: `tweak context 1, price("IBM") to 80`. Contexts and snapshots stay
 * numbers: which there are is known only when it is carried out.
 *
 * @param subject tells which node a number means; without it all are shown as numbers
 */
export function showAction(action: Action, subject?: Subject): string {
  if (action.kind === "nest") {
    const inside = action.actions.map((each) => showAction(each, subject)).join("; ");
    return `run context ${action.context} { ${inside}${action.throws ? "; throw" : ""} }`;
  }
  const words =
    subject !== undefined && isPut(action)
      ? [`context ${action.context}`, ...showTweaks(subject, action)]
      : showFacts(action, subject);
  return [action.kind, words.join(", ")].filter((word) => word !== "").join(" ");
}

function isPut(action: Action): action is PutAction {
  return action.kind === "tweak" || action.kind === "tweakAll" || action.kind === "apply";
}

function showTweaks(subject: Subject, action: PutAction): string[] {
  const { nodes, functions } = tweaksOf(subject, action);
  const texts = [
    ...[...nodes].map(([node, to]) => `${node} to ${showReplacement(to)}`),
    ...[...functions].flatMap(([{ label }, list]) =>
      [...list].map(
        ({ where, to }) =>
          `${where === undefined ? "all" : "some"} of ${label} to ${showReplacement(to)}`,
      ),
    ),
  ];
  return texts.length === 0 ? ["nothing"] : texts;
}

function showReplacement(to: FunctionTweak["to"]): string {
  if (to.kind === "callback") return "a callback";
  return to.kind === "shift" ? String(to.shift) : showOutcome(to);
}

function showFacts(action: Action, subject: Subject | undefined): string[] {
  const facts = Object.entries(action).filter(([name]) => name !== "kind");
  return facts.map(([name, fact]) => {
    const chosen =
      name === "node"
        ? pick(subject?.nodes, fact)
        : name === "fn"
          ? pick(subject?.functions, fact)?.name
          : undefined;
    return chosen === undefined ? `${name} ${JSON.stringify(fact)}` : String(chosen);
  });
}

function pick<T>(from: readonly T[] = [], choice: number): T | undefined {
  return from[choice % from.length];
}
