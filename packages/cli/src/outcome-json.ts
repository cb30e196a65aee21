import { messageOf, valueToJSON } from "@dug/scenarios";
import type { Outcome } from "./settle.ts";

/** An outcome in JSON, as a table writes it; `null` where there is none. */
export function outcomeToJSON(outcome: Outcome | undefined): unknown {
  if (outcome === undefined) return null;
  return outcome.kind === "error"
    ? { error: messageOf(outcome.error) }
    : { value: valueToJSON(outcome.value) };
}
