import { Context, type Node } from "@dug/core";
import {
  type AnyScenario,
  DuplicateScenarioError,
  layersOf,
  type Plan,
  planScenarios,
} from "@dug/scenarios";
import { exitCodes } from "./exit.ts";
import { type Loaded, loadModel } from "./load.ts";
import { outcomeToJSON } from "./outcome-json.ts";
import { relativePath, stackOf, where } from "./place.ts";
import { align, count, show } from "./print.ts";
import { emptyOf, retypedOf } from "./remarks.ts";
import { scenariosOf } from "./scenarios-of.ts";
import { type Found, settleAll } from "./settle.ts";
import type { Asked, Job } from "./verb.ts";

/** What was found. */
interface Checked {
  readonly outputs: readonly (Found & { readonly name: string })[];
  readonly scenarios: readonly AnyScenario[];
  /** The same; `undefined` where none were mentioned. */
  readonly asked: readonly AnyScenario[] | undefined;
  readonly plan: Plan;
  /** Tweaks that no output reads, by scenario. */
  readonly unread: readonly { readonly scenario: string; readonly nodes: readonly Node[] }[];
  readonly retyped: readonly string[];
}

/** What `dug check` is asked for. */
interface CheckAsked extends Asked {
  readonly scenarios: string | undefined;
  readonly strict: boolean;
}

/** The dry run. */
export async function checkModel(given: CheckAsked, job: Job): Promise<number> {
  const loaded = await loadModel(job);
  const checked = await inspect(loaded, scenariosOf(given.scenarios, loaded, job), job);
  const text = given.json ? asJSON(checked) : asText(checked, loaded, job);
  job.stdout.write(text);
  const errors = checked.outputs.flatMap(({ outcome }) =>
    outcome.kind === "error" ? [outcome.error] : [],
  );
  if (given.verbose) for (const error of errors) job.stderr.write(`${stackOf(error)}\n`);
  const isRemarked = checked.unread.length > 0 || checked.retyped.length > 0;
  return errors.length > 0 || (given.strict && isRemarked) ? exitCodes.failed : exitCodes.done;
}

/** @throws {DuplicateScenarioError} */
async function inspect(
  { model }: Loaded,
  asked: readonly AnyScenario[] | undefined,
  { stderr }: Job,
): Promise<Checked> {
  const scenarios = asked ?? [];
  requireNames(scenarios);
  const base = new Context("base");
  const found = await settleAll(base, Object.values(model.outputs), stderr);
  const names = Object.keys(model.outputs);
  return {
    outputs: found.map((each, i) => ({ ...each, name: names[i] ?? "" })),
    scenarios,
    asked,
    plan: planScenarios(base, { outputs: model.outputs, scenarios }),
    unread: scenarios.flatMap((scenario) => unreadIn(base, scenario)),
    retyped: retypedOf(base, scenarios),
  };
}

/** As a run requires them. */
function requireNames(scenarios: readonly AnyScenario[]): void {
  const taken = new Set(["base"]);
  for (const { name } of scenarios) {
    if (taken.has(name)) throw new DuplicateScenarioError(name);
    taken.add(name);
  }
}

/** The base has evaluated just what the outputs read. */
function unreadIn(base: Context, scenario: AnyScenario): Checked["unread"] {
  const tweaked = layersOf(scenario).flatMap(({ nodes }) => [...nodes.keys()]);
  const nodes = tweaked.filter((node) => base.peek(node) === undefined);
  return nodes.length === 0 ? [] : [{ scenario: scenario.name, nodes }];
}

const most = 10;

function asText(checked: Checked, { sources }: Loaded, { model, folder }: Job): string {
  const { outputs, scenarios, asked, plan, unread, retyped } = checked;
  const cells = outputs.map(({ name, outcome }) => [
    `  ${name}`,
    outcome.kind === "error" ? `failed: ${where(outcome.error, sources)}` : show(outcome.value),
  ]);
  const hasFailed = outputs.some(({ outcome }) => outcome.kind === "error");
  const functions = [...plan.functions].slice(0, most);
  const parts = [
    [`${relativePath(model, folder)} as it is`, ...align(cells, hasFailed ? [1] : [])],
    [
      `${count(scenarios.length, "scenario")} would run ${count(plan.executions, "function")}`,
      ...align(functions.map(([name, runs]) => [`  ${name}`, show(runs)])),
      ...(plan.functions.size > most ? [`  and ${plan.functions.size - most} more`] : []),
    ],
    unread.length === 0
      ? []
      : [
          "Tweaked, but read by no output (a mistyped argument?)",
          ...unread
            .slice(0, most)
            .map(({ scenario, nodes }) => `  ${scenario}: ${nodes.join(", ")}`),
          ...(unread.length > most ? [`  and ${unread.length - most} more`] : []),
        ],
    retyped,
    emptyOf(Object.fromEntries(outputs.map(({ name, node }) => [name, node])), asked),
  ];
  const texts = parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${texts.join("\n\n")}\n`;
}

function asJSON({ outputs, plan, unread }: Checked): string {
  const parts = {
    outputs: Object.fromEntries(outputs.map(({ name, outcome }) => [name, outcomeToJSON(outcome)])),
    executions: plan.executions,
    functions: Object.fromEntries(plan.functions),
    scenarios: plan.scenarios,
    unread,
  };
  return `${JSON.stringify(parts, undefined, 2)}\n`;
}
