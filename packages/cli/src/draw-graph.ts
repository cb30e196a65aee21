import { Context, type Graph, type Model, nearest, type Node } from "@dug/core";
import { openScenario } from "@dug/scenarios";
import { InputError, UsageError } from "./exit.ts";
import { sayAllFailed } from "./failures.ts";
import { type Format, formats } from "./format.ts";
import { loadModel } from "./load.ts";
import { nodeNamed } from "./node-named.ts";
import { outcomeToJSON } from "./outcome-json.ts";
import { OutputFile } from "./output-file.ts";
import { picture } from "./picture.ts";
import { count } from "./print.ts";
import { scenarioNamed, scenariosOf } from "./scenarios-of.ts";
import { type Found, settleAll } from "./settle.ts";
import type { Terminal } from "./surroundings.ts";
import { unite } from "./unite.ts";
import type { Asked, Job } from "./verb.ts";

/** What `dug graph` is asked for. */
interface GraphAsked extends Asked {
  readonly scenarios: string | undefined;
  readonly scenario: string | undefined;
  readonly node: string | undefined;
  readonly below: boolean;
  readonly above: boolean;
  readonly depth: string | undefined;
  readonly format: string | undefined;
  readonly out: string | undefined;
}

/** Draws what nodes are made of. */
export async function drawGraph(given: GraphAsked, job: Job): Promise<number> {
  const [format, depth] = [formatOf(given.format), depthOf(given.depth)];
  requireSense(given);
  const { stdout, stderr } = job;
  const loaded = await loadModel(job);
  const scenarios = scenariosOf(given.scenarios, loaded, job) ?? [];
  const scenario =
    given.scenario === undefined ? undefined : scenarioNamed(given.scenario, scenarios);
  const asked = given.node === undefined ? undefined : nodeNamed(given.node, loaded.model);
  const file = given.out === undefined ? undefined : new OutputFile(given.out, job);
  try {
    const base = new Context("base");
    const layers = scenario === undefined ? [] : await openScenario(base, scenario, scenarios);
    const context = layers.at(-1) ?? base;
    const found = await evaluate(context, { ...loaded, asked, above: given.above, stderr });
    const read = found.flatMap(({ node }) => around(context, node, { ...given, depth }));
    const drawn = marked(unite(read), layers);
    const text = given.json ? asJSON(drawn, given.scenario) : await picture(drawn, format);
    file?.write(text);
    file?.commit();
    stdout.write(file === undefined ? text : told(drawn, given.out));
    return sayAllFailed(found, { sources: loaded.sources, verbose: given.verbose, stderr });
  } finally {
    file?.discard();
  }
}

/** @throws {UsageError} when an option is of no use without another. */
function requireSense({ above, node, scenarios, scenario }: GraphAsked): void {
  if (above && node === undefined)
    throw new UsageError("--above needs --node: nothing depends on all outputs");
  if (scenarios !== undefined && scenario === undefined)
    throw new UsageError("--scenarios needs --scenario: the name of one to draw");
}

/** What a drawing is of. */
interface Evaluated {
  readonly model: Model;
  /** Without it all outputs. */
  readonly asked: Node | undefined;
  readonly above: boolean;
  readonly stderr: Terminal;
}

/** Evaluates what is drawn, and what is needed to see what lies above it. */
async function evaluate(
  context: Context,
  { model, asked, above, stderr }: Evaluated,
): Promise<readonly Found[]> {
  const nodes = Object.values(model.outputs);
  if (asked === undefined) return await settleAll(context, nodes, stderr);
  if (above) {
    await settleAll(context, nodes, stderr);
    requireRead(context, asked, nodes);
  }
  return await settleAll(context, [asked], stderr);
}

function around(
  context: Context,
  node: Node,
  { above, below, depth }: { above: boolean; below: boolean; depth: number },
): Graph[] {
  const isBelow = below || !above;
  return [
    ...(above ? [context.graph(node, { direction: "above", depth })] : []),
    ...(isBelow ? [context.graph(node, { direction: "below", depth })] : []),
  ];
}

/** Marks what any layer of the scenario tweaks or reaches: a context by itself tells its own. */
function marked({ nodes, edges }: Graph, layers: readonly Context[]): Graph {
  const all = nodes.map((each) => ({
    ...each,
    masked: each.masked || layers.some((context) => context.masked.has(each.node)),
  }));
  return { nodes: all, edges };
}

/** @throws {InputError} when no output reads the node: nothing can be drawn above it. */
function requireRead(context: Context, node: Node, outputs: readonly Node[]): void {
  if (context.peek(node) !== undefined) return;
  const all = unite(outputs.map((output) => context.graph(output)));
  const names = all.nodes.map(({ id }) => id);
  const [like] = nearest(String(node), names);
  throw new InputError(
    `no output reads ${node}${like === undefined ? "" : `; the nearest that is read is ${like}`}`,
  );
}

function told({ nodes }: Graph, out: string | undefined): string {
  return `Graph: ${out} (${count(nodes.length, "node")})\n`;
}

function asJSON({ nodes, edges }: Graph, scenario: string | undefined): string {
  const plain = nodes.map(({ id, node, outcome, tweaked, masked }) => ({
    id,
    function: node.function.id,
    outcome: outcomeToJSON(outcome),
    tweaked,
    masked,
  }));
  return `${JSON.stringify({ scenario, nodes: plain, edges }, undefined, 2)}\n`;
}

/** @throws {UsageError} */
function formatOf(text = "dot"): Format {
  const found = formats.find((format) => format === text);
  if (found !== undefined) return found;
  throw new UsageError(`--format is one of ${formats.join(", ")}, not "${text}"`);
}

/** @throws {UsageError} */
function depthOf(text: string | undefined): number {
  if (text === undefined) return Infinity;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--depth is a whole number such as 2, not "${text}"`);
}
