import { Context, type DugEvent, type Node } from "@dug/core";
import { type Row, type Outputs, runScenarios } from "@dug/scenarios";
import { exitCodes, UsageError } from "./exit.ts";
import { showStacks } from "./failures.ts";
import { loadModel } from "./load.ts";
import { align, count, show } from "./print.ts";
import { ProgressBar } from "./progress.ts";
import { scenariosOf } from "./scenarios-of.ts";
import type { Asked, Job } from "./verb.ts";

/** The runs of a function, or of a node. */
interface Time {
  readonly name: string;
  runs: number;
  /** Milliseconds, without what it called. */
  self: number;
}

/** The runs of one node, in all contexts. */
interface NodeTime extends Time {
  /** With what it called: for a function that would count a call inside itself twice. */
  total: number;
}

/** What `dug profile` is asked for. */
interface ProfileAsked extends Asked {
  readonly scenarios: string | undefined;
  readonly top: string | undefined;
}

/** Tells which functions and nodes take the time. */
export async function measure(given: ProfileAsked, job: Job): Promise<number> {
  const top = topOf(given.top);
  const loaded = await loadModel(job);
  const scenarios = scenariosOf(given.scenarios, loaded, job) ?? [];
  const base = new Context("base");
  const times = new Times();
  const stop = base.observe(["evaluated"], (event) => times.add(event));
  const bar = new ProgressBar(job.stderr);
  bar.update({ done: 0, total: scenarios.length + 1, failed: 0 });
  try {
    const { outputs } = loaded.model;
    const onProgress = bar.update.bind(bar);
    const { rows } = await runScenarios(base, { outputs, scenarios, onProgress });
    bar.clear();
    job.stdout.write(given.json ? times.toJSON() : times.toText(top, rows));
    if (given.verbose) showStacks(rows, job.stderr);
    return rows[0].status === "ok" ? exitCodes.done : exitCodes.failed;
  } finally {
    stop();
    bar.clear();
  }
}

/** Adds up what is observed. */
class Times {
  /** By function, then by the node's readable form: each context has objects of its own for a node. */
  readonly #functions = new Map<Node["definition"], Map<string, NodeTime>>();

  add({ node, ms, self }: Extract<DugEvent, { readonly kind: "evaluated" }>): void {
    const nodes = this.#functions.get(node.definition) ?? new Map<string, NodeTime>();
    this.#functions.set(node.definition, nodes);
    const name = String(node);
    const time = nodes.get(name) ?? { name, runs: 0, self: 0, total: 0 };
    time.runs++;
    time.self += self;
    time.total += ms;
    nodes.set(name, time);
  }

  get #byFunction(): readonly Time[] {
    const times = [...this.#functions].map(([{ label }, nodes]) => ({
      name: label,
      runs: sum([...nodes.values()].map(({ runs }) => runs)),
      self: sum([...nodes.values()].map(({ self }) => self)),
    }));
    return times.toSorted((a, b) => b.self - a.self);
  }

  get #byNode(): readonly NodeTime[] {
    const times = [...this.#functions.values()].flatMap((nodes) => [...nodes.values()]);
    return times.toSorted((a, b) => b.self - a.self);
  }

  toText(top: number, rows: readonly Row<Outputs>[]): string {
    const [functions, nodes] = [this.#byFunction, this.#byNode];
    const self = sum(functions.map((time) => time.self));
    const runs = sum(functions.map((time) => time.runs));
    const share = (time: Time): string =>
      `${self === 0 ? 0 : Math.round((time.self / self) * 100)} %`;
    const lines = (times: readonly Time[]): string[][] =>
      times
        .slice(0, top)
        .map((time) => [`  ${time.name}`, show(time.runs), millis(time.self), share(time)]);
    const header = ["runs", "self ms", "share"];
    const withTotal = lines(nodes).map((line, i) => [...line, millis(nodes[i]?.total ?? 0)]);
    return [
      `${count(runs, "run")} of ${count(functions.length, "function")} in ${millis(self)} ms, for ${ranFor(rows)}`,
      "",
      ...align([["By function", ...header], ...lines(functions)]),
      ...rest(functions.length - top, "function"),
      "",
      ...align([["By node", ...header, "total ms"], ...withTotal]),
      ...rest(nodes.length - top, "node"),
      "",
    ].join("\n");
  }

  toJSON(): string {
    const times = { functions: this.#byFunction, nodes: this.#byNode };
    return `${JSON.stringify(times, undefined, 2)}\n`;
  }
}

function ranFor(rows: readonly Row<Outputs>[]): string {
  const failed = rows.filter(({ status }) => status === "failed").map(({ name }) => name);
  const what =
    rows.length === 1 ? "the base" : `the base and ${count(rows.length - 1, "scenario")}`;
  return failed.length === 0 ? what : `${what}; failed: ${failed.slice(0, 5).join(", ")}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function millis(ms: number): string {
  return ms.toFixed(ms < 100 ? 2 : 0);
}

function rest(more: number, what: string): string[] {
  return more > 0 ? [`  and ${count(more, `more ${what}`)}`] : [];
}

/** @throws {UsageError} */
function topOf(text = "10"): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--top is a whole number from 1, not "${text}"`);
}
