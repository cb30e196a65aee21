import { Context, type Graph, type Model, nearest, type Node } from "@dug/core";
import { InputError, UsageError } from "./exit.ts";
import { sayAllFailed } from "./failures.ts";
import { loadModel } from "./load.ts";
import { nodeNamed } from "./node-named.ts";
import { outcomeToJSON } from "./outcome-json.ts";
import { OutputFile } from "./output-file.ts";
import { type Format, formats, picture } from "./picture.ts";
import { count } from "./print.ts";
import { type Found, settleAll } from "./settle.ts";
import { unite } from "./unite.ts";
import { common, type Given, type Job, type Verb } from "./verb.ts";

const options = {
  node: { kind: "text", value: "NODE", help: "the node to draw; without it all outputs" },
  below: { kind: "flag", help: "what the node depends on: so if nothing is said" },
  above: { kind: "flag", help: "what depends on the node, as far as the outputs need it" },
  depth: { kind: "text", value: "N", help: "at most so many steps away from the node" },
  format: { kind: "text", value: "FORMAT", help: `${formats.join(", ")}; without it dot` },
  out: { kind: "text", value: "FILE", help: "write it there instead of printing it" },
  ...common,
} as const;

/** `dug graph`: draws what nodes are made of. */
export const graph: Verb = {
  name: "graph",
  summary: "draw what depends on what",
  about: `Evaluates the model as it is and draws its graph: an arrow leads from who reads
to what it reads; errors are red.`,
  options,
  example: `graph book.ts --node 'book()' --depth 2 --format mermaid`,
  run: drawGraph,
};

async function drawGraph(given: Given<typeof options>, job: Job): Promise<number> {
  const [format, depth] = [formatOf(given.format), depthOf(given.depth)];
  if (given.above && given.node === undefined)
    throw new UsageError("--above needs --node: nothing depends on all outputs");
  const loaded = await loadModel(job.model, job.scratch);
  const asked = given.node === undefined ? undefined : nodeNamed(given.node, loaded.model);
  const file = given.out === undefined ? undefined : new OutputFile(given.out, job.token);
  try {
    const context = new Context("base");
    const found = await evaluate(context, loaded.model, asked, given.above);
    const drawn = unite(found.flatMap(({ node }) => read(context, node, { ...given, depth })));
    const text = given.json ? asJSON(drawn) : await picture(drawn, format);
    file?.commit(text);
    process.stdout.write(file === undefined ? text : told(drawn, given.out));
    return sayAllFailed(found, { sources: loaded.sources, verbose: given.verbose });
  } finally {
    file?.discard();
  }
}

/** Evaluates what is drawn, and what is needed to see what lies above it. */
async function evaluate(
  context: Context,
  { outputs }: Model,
  asked: Node | undefined,
  above: boolean,
): Promise<readonly Found[]> {
  const nodes = Object.values(outputs);
  if (asked === undefined) return await settleAll(context, nodes);
  if (above) {
    await settleAll(context, nodes);
    requireRead(context, asked, nodes);
  }
  return await settleAll(context, [asked]);
}

function read(
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

function asJSON({ nodes, edges }: Graph): string {
  const plain = nodes.map(({ id, node, outcome }) => ({
    id,
    function: node.function.id,
    outcome: outcomeToJSON(outcome),
  }));
  return `${JSON.stringify({ nodes: plain, edges }, undefined, 2)}\n`;
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
