import { Context, type Tweaks } from "@dug/core";
import {
  type LayeredScenario,
  type Outputs,
  planScenarios,
  type Row,
  runScenarios,
  type RunOptions,
  streamScenarios,
} from "@dug/scenarios";
import { buildGraph, graphSubject, type Outcome, oracle, type Subject } from "@dug/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { settings } from "../engine/settings.ts";
import { differences, outcome, outcomes, pick, puts, tweaksOf, worlds } from "../engine/worlds.ts";

/** A run: the tweaks of the base, and of each scenario which of a few layers it is made of. */
interface Case {
  readonly subject: Subject;
  readonly own: Tweaks;
  readonly scenarios: readonly LayeredScenario[];
}

const layers = fc.array(fc.nat({ max: 2 }), { maxLength: 3 });
const cases: fc.Arbitrary<Case> = fc
  .record({
    world: worlds,
    own: puts,
    sets: fc.array(puts, { minLength: 1, maxLength: 3 }),
    picks: fc.array(layers, { minLength: 2, maxLength: 7, size: "max" }),
  })
  .map(({ world: { spec, singles, wholes }, own, sets, picks }) => {
    const subject = graphSubject(buildGraph(spec), singles, wholes);
    const tweaks = sets.map((set) => tweaksOf(subject, set)); // the same objects wherever they are picked
    const scenarios = picks.map((list, i) => {
      return { name: `s${i}`, layers: list.map((at) => pick(tweaks, at)) };
    });
    return { subject, own: tweaksOf(subject, own), scenarios };
  });

const ways: fc.Arbitrary<Pick<RunOptions<Outputs>, "share" | "keep">> = fc.constantFrom(
  {},
  { share: { keep: 1 } },
  { share: false },
  { keep: 0 },
  { keep: 1 },
);

function outputsOf({ nodes }: Subject): Outputs {
  return Object.fromEntries(nodes.map((node, i) => [`n${i}`, node]));
}

/** What a row says of each output. */
function rowOutcomes(row: Row<Outputs>, outputs: Outputs): readonly Outcome[] {
  return Object.keys(outputs).map((name): Outcome => {
    const isFailed = Object.hasOwn(row.errors, name);
    expect(Object.hasOwn(row.outputs, name)).toBe(!isFailed);
    return isFailed
      ? { kind: "error", error: row.errors[name] }
      : { kind: "value", value: row.outputs[name] };
  });
}

/** The same in contexts made for it alone, in a family that does not share. */
function alone({ subject, own }: Case, { layers: list }: LayeredScenario): readonly Outcome[] {
  let context = new Context("alone", { parent: null }).apply(own);
  for (const tweaks of list) context = context.fork().apply(tweaks);
  return context.run(() => outcomes(context, subject));
}

test("[S17, S1] every table equals the one computed by fresh contexts one at a time, and the oracle's", async () => {
  let shared = 0;
  await fc.assert(
    fc.asyncProperty(cases, ways, fc.boolean(), async (given, way, isSharing) => {
      const { subject, own, scenarios } = given;
      const outputs = outputsOf(subject);
      const base = new Context("base", { parent: null, share: isSharing }).apply(own);
      let ran = 0;
      base.observe(["evaluated"], () => ran++);
      const table = await runScenarios(base, { outputs, scenarios, ...way });
      const all = [{ name: "base", layers: [] }, ...scenarios];
      expect(table.rows.map(({ name }) => name)).toEqual(all.map(({ name }) => name));
      table.rows.forEach((row, i) => {
        const found = rowOutcomes(row, outputs);
        const wanted = subject.nodes.map((node) => oracle(node, [own, ...pick(all, i).layers]));
        expect(differences(found, alone(given, pick(all, i)))).toEqual([]);
        expect(differences(found, wanted)).toEqual([]);
        expect(row.status).toBe(found.some(({ kind }) => kind === "error") ? "failed" : "ok");
      });
      expect(table.effort.executed + table.base.nodes.executed).toBe(ran);
      shared += table.effort.shared;
    }),
    settings(),
  );
  expect(shared).toBeGreaterThan(50);
});

test("a stream gives the table's rows, and contexts that are kept hold what the rows say", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ subject, own, scenarios }) => {
      const outputs = outputsOf(subject);
      const base = (): Context => new Context("base", { parent: null }).apply(own);
      const table = await runScenarios(base(), { outputs, scenarios, contexts: true });
      const streamed: Row<Outputs>[] = [];
      for await (const row of streamScenarios(base(), { outputs, scenarios })) streamed.push(row);
      expect(streamed).toHaveLength(table.rows.length);
      table.rows.forEach((row, i) => {
        const found = rowOutcomes(row, outputs);
        expect(differences(rowOutcomes(pick(streamed, i), outputs), found)).toEqual([]);
        const context = table.context(row.name)!;
        expect(differences(outcomes(context, subject), found)).toEqual([]);
        if (row.thrower === undefined) return;
        const blamed = outcome(context, row.thrower);
        expect(differences([blamed], [{ kind: "error", error: row.error }])).toEqual([]);
      });
    }),
    settings(100),
  );
});

test("a dry run runs nothing, and changes nothing of what then runs", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ subject, own, scenarios }) => {
      const outputs = outputsOf(subject);
      const base = new Context("base", { parent: null }).apply(own);
      const first = await runScenarios(base, { outputs, scenarios });
      let ran = 0;
      base.observe(["evaluated"], () => ran++);
      const plan = planScenarios(base, { outputs, scenarios });
      expect(ran).toBe(0);
      const missing = Object.entries(outputs).filter(([, node]) => !base.has(node));
      expect(plan.unknown).toEqual(missing.map(([name]) => name));
      expect(plan.scenarios.map(({ name }) => name)).toEqual(scenarios.map(({ name }) => name));
      const again = await runScenarios(base, { outputs, scenarios });
      expect(again.effort.executed).toBeLessThanOrEqual(first.effort.executed);
    }),
    settings(50),
  );
});
