import { memoize } from "@dug/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Cell } from "../../packages/core/src/kernel/cell.ts";
import { Entry, Outcome, sameOutcome } from "../../packages/core/src/kernel/entry.ts";
import {
  listReads,
  readAt,
  readsFrom,
  type Recorded,
} from "../../packages/core/src/kernel/reads.ts";
import {
  add,
  type Decision,
  evaluations,
  find,
  type Known,
  remove,
} from "../../packages/core/src/kernel/known.ts";
import { settings } from "./settings.ts";

const half = (value: unknown): unknown => (typeof value === "number" ? value >> 1 : value);
const plain = memoize(() => 0).node().definition;
const coarse = memoize((): unknown => 0, { equals: (a, b) => Object.is(half(a), half(b)) }).node()
  .definition;
const cells = [plain, plain, coarse].map(
  (definition, i) => new Cell(definition, i, "single", i + 1),
);
const home = new Cell(plain, [], "frozen", 99);
const errors = [new Error("a"), new Error("b")];

const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...cells),
        fc.constantFrom<unknown>(0, -0, Number.NaN, 2, 3, undefined),
      )
      .map(([cell, value]) => new Outcome(cell, false, value)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...cells), fc.constantFrom<unknown>(...errors, 0, undefined))
      .map(([cell, error]) => new Outcome(cell, true, error)),
  },
);
const reads = fc.array(outcomes, { maxLength: 4 });

/** Adds or removes evaluations by number, or asks what is known where other outcomes hold. */
type Step =
  | { readonly kind: "add"; readonly reads: readonly Outcome[]; readonly time: number }
  | { readonly kind: "again" | "remove" | "ask"; readonly at: number }
  | { readonly kind: "find"; readonly reads: readonly Outcome[] };

const at = fc.nat({ max: 20 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("add" as const), reads, time: fc.nat(3) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom("again" as const, "remove", "ask"), at }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("find" as const), reads }) },
);

function hasReads(entry: Entry, wanted: readonly Outcome[], same: typeof sameOutcome): boolean {
  const dependencies = listReads(entry);
  return (
    dependencies.length === wanted.length &&
    dependencies.every((read, i) => {
      const here = wanted[i];
      return here !== undefined && here.cell === read.cell && same(here, read);
    })
  );
}

/** Whether two are the same read: what the tree does not branch on. */
function isSame(a: Outcome, b: Outcome): boolean {
  return a.failed === b.failed && Object.is(a.value, b.value);
}

/** The tree beside a plain list of what should be in it. */
class Beside {
  known: Known | undefined;
  live: Entry[] = [];

  add(entry: Entry): void {
    const before = this.live.find((other) => hasReads(other, listReads(entry), isSame));
    const { known, gone } =
      this.known === undefined ? { known: entry, gone: undefined } : add(this.known, entry);
    this.known = known;
    const expected = before === undefined ? undefined : entry.time >= before.time ? before : entry;
    expect(gone).toBe(expected);
    this.live = [...this.live, entry].filter((other) => other !== expected);
  }

  remove(entry: Entry): void {
    this.known = this.known && remove(this.known, entry);
    this.live = this.live.filter((other) => other !== entry);
  }

  find(wanted: Recorded): void {
    const found = this.known && find(this.known, wanted);
    const right = this.live.filter((entry) => hasReads(entry, listReads(wanted), sameOutcome));
    if (found === undefined) expect(right).toEqual([]);
    else expect(right.includes(found)).toBe(true);
  }

  check(): void {
    if (this.known === undefined) {
      expect(this.live).toEqual([]);
      return;
    }
    const inTree = [...evaluations(this.known)];
    expect(inTree.length).toBe(this.live.length);
    expect(new Set(inTree)).toEqual(new Set(this.live));
    for (const decision of decisions(this.known)) {
      const beneath = [...evaluations(decision)];
      expect(beneath.includes(decision.sample)).toBe(true);
      expect([...decision.values()].length).toBeGreaterThan(1);
      const shared = listReads(decision.sample).slice(0, decision.at);
      for (const entry of beneath)
        expect(shared.every((read, i) => isRead(read, readAt(entry, i)))).toBe(true);
    }
  }
}

function isRead(a: Outcome, b: Outcome | undefined): boolean {
  return b !== undefined && a.cell === b.cell && isSame(a, b);
}

function decisions(known: Known): Decision[] {
  return known instanceof Entry ? [] : [known, ...[...known.values()].flatMap(decisions)];
}

function perform(beside: Beside, step: Step, time: number): void {
  if (step.kind === "add")
    return beside.add(new Entry(new Outcome(home, false, time), readsFrom(step.reads), step.time));
  if (step.kind === "find") return beside.find(readsFrom(step.reads));
  const chosen = beside.live[step.at % beside.live.length];
  if (chosen === undefined) return;
  if (step.kind === "remove") return beside.remove(chosen);
  if (step.kind === "ask") return beside.find(chosen);
  beside.add(new Entry(new Outcome(home, false, time), chosen, time));
}

test("[S17] what a descent in reading order finds is what a scan of the live evaluations finds", () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 30, size: "max" }), (list) => {
      const beside = new Beside();
      list.forEach((step, time) => {
        perform(beside, step, time);
        beside.check();
      });
      for (const entry of beside.live) beside.find(entry);
      expect(new Set(beside.known && evaluations(beside.known))).toEqual(new Set(beside.live));
    }),
    settings(1000),
  );
});

test("[S17] emptied in any order, nothing is left", () => {
  fc.assert(
    fc.property(fc.array(reads, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (lists, order) => {
      const beside = new Beside();
      for (const list of lists)
        beside.add(new Entry(new Outcome(home, false, 0), readsFrom(list), 1));
      for (const choice of order) {
        const chosen = beside.live[choice % beside.live.length];
        if (chosen === undefined) break;
        beside.remove(chosen);
        beside.check();
      }
      expect(beside.known).toBeUndefined();
    }),
    settings(500),
  );
});
