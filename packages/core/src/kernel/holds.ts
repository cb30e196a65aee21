import { type Entry, type Outcome, sameOutcome } from "./entry.ts";
import { entryIn, keptIn, type State } from "./state.ts";
import { listReads } from "./reads.ts";

/** Whether every outcome that the evaluation read is what its node has here (S9). */
export function holds(state: State, entry: Entry): boolean {
  return listReads(entry).every((read) => isHere(state, read));
}

/**
 * Whether an evaluation of the parent's holds here. Of what it read in contexts that it opened, a node that
 * the parent holds itself must be here, too: what that was made of is not listed, so a change of it is
 * found by way of that node's own entry only (S21).
 *
 * @param ring outcomes of its ring, that will be here if all of them hold (S20)
 */
export function holdsBelow(
  state: State,
  parent: State,
  entry: Entry,
  ring?: ReadonlySet<Outcome>,
): boolean {
  const isThere = (read: Outcome): boolean => ring?.has(read) === true || isHere(state, read);
  return (
    listReads(entry).every(isThere) &&
    (entry.extras.inner ?? []).every(
      (read) => keptIn(parent, read.cell) !== read || isThere(read.outcome),
    )
  );
}

function isHere(state: State, outcome: Outcome): boolean {
  const here = entryIn(state, outcome.cell);
  return here !== undefined && sameOutcome(here.outcome, outcome);
}
