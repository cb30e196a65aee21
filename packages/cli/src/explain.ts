import { Context, type Explanation, type Node } from "@dug/core";
import { openScenario } from "@dug/scenarios";
import { exitCodes } from "./exit.ts";
import { sayAllFailed } from "./failures.ts";
import { type Loaded, loadModel } from "./load.ts";
import { nodeNamed } from "./node-named.ts";
import { outcomeToJSON } from "./outcome-json.ts";
import { scenarioNamed, scenariosOf } from "./scenarios-of.ts";
import { settleAll } from "./settle.ts";
import type { Asked, Job } from "./verb.ts";

/** A node's explanations: one for each layer of the scenario, the innermost first. */
interface Answer {
  readonly node: Node;
  readonly layers: readonly Explanation[];
}

/** What `dug why` is asked for. */
interface WhyAsked extends Asked {
  readonly scenarios: string | undefined;
  readonly scenario: string | undefined;
  readonly node: string | undefined;
}

/** Explains how a scenario reaches nodes. */
export async function explain(given: WhyAsked, job: Job): Promise<number> {
  const { scenario: name = "", verbose } = given;
  const { stdout, stderr } = job;
  const loaded = await loadModel(job);
  const nodes = nodesOf(given.node, loaded);
  const scenarios = scenariosOf(given.scenarios, loaded, job) ?? [];
  const scenario = scenarioNamed(name, scenarios);
  const base = new Context("base");
  const before = await settleAll(base, nodes, stderr);
  const contexts = (await openScenario(base, scenario, scenarios)).toReversed();
  for (const context of contexts.slice(1).toReversed()) await settleAll(context, nodes, stderr);
  const after = await settleAll(contexts[0] ?? base, nodes, stderr);
  const answers = nodes.map((node) => ({
    node,
    layers: contexts.map((context) => context.explain(node)),
  }));
  stdout.write(given.json ? asJSON(answers, name) : asText(answers, name));
  const saying = { sources: loaded.sources, verbose, stderr };
  sayAllFailed(after, saying);
  return before.some(({ outcome }) => outcome.kind === "error") ? exitCodes.failed : exitCodes.done;
}

function nodesOf(text: string | undefined, { model }: Loaded): readonly Node[] {
  return text === undefined ? Object.values(model.outputs) : [nodeNamed(text, model)];
}

/** Core's own words; where there are several layers, each by itself. */
function asText(answers: readonly Answer[], scenario: string): string {
  const texts = answers.flatMap(({ node, layers: { length }, layers }) => {
    if (length === 0) return [`${node}: ${scenario} tweaks nothing`];
    return layers.map(({ text }, i) => {
      const above = i === length - 1 ? "in the base" : "in the layer above";
      const told = text.replace(" here, ", ` in ${scenario}, `).replace("in the parent", above);
      return length === 1 ? told : `Layer ${length - i}: ${told}`;
    });
  });
  return `${texts.join("\n\n")}\n`;
}

function asJSON(answers: readonly Answer[], scenario: string): string {
  const nodes = answers.map(({ node, layers }) => ({
    node,
    layers: layers.map(({ here, parent, causes }) => ({
      here: outcomeToJSON(here),
      parent: outcomeToJSON(parent),
      causes: causes.map((cause) => ({ ...cause, path: cause.path })),
    })),
  }));
  return `${JSON.stringify({ scenario, nodes }, undefined, 2)}\n`;
}
