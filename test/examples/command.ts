import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { userFolder } from "../cli/dug.ts";

/** The path of a file that ships with the examples. */
export function shipped(name: string): string {
  return fileURLToPath(new URL(`../../packages/examples/src/${name}`, import.meta.url));
}

const known = new Map<string, Promise<string>>();

/** What the command prints; it ends with 0, and has nothing to say on standard error. The same call is made once. */
export async function printed(...args: string[]): Promise<string> {
  const call = JSON.stringify(args);
  const text = known.get(call) ?? inFolder({}, ...args);
  known.set(call, text);
  return await text;
}

/** The same in a folder with files. */
export async function inFolder(
  files: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<string> {
  return await succeeded(userFolder(files), args);
}

async function succeeded({ dug }: ReturnType<typeof userFolder>, args: string[]): Promise<string> {
  const { status, stdout, stderr } = await dug(...args);
  expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: "" });
  return stdout;
}

/** What a run prints, and the table that it writes. */
interface Run extends Rows {
  readonly text: string;
}

const ran = new Map<string, Promise<Run>>();

/** What `dug run` prints and writes, as `printed` has it. */
export async function run(...args: string[]): Promise<Run> {
  const call = JSON.stringify(args);
  const result = ran.get(call) ?? runOnce(args);
  ran.set(call, result);
  return await result;
}

async function runOnce(args: readonly string[]): Promise<Run> {
  const folder = userFolder({});
  const text = await succeeded(folder, ["run", ...args, "--out", "t.json"]);
  const table = JSON.parse(readFileSync(folder.path("t.json"), "utf8")) as Rows;
  return { ...table, text };
}

/** Words between any number of blanks: `netProfit 4,764.72` is found however wide its column is. */
export function words(text: string): readonly string[] {
  return text.split("\n").map((line) => line.trim().replaceAll(/ {2,}/g, " "));
}

/** How many times a mark stands in a text. */
export function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

/** What `dug run --json` and `dug grid --json` print, and `--out` writes as JSON. */
export interface Rows {
  readonly axes: readonly string[];
  readonly outputs: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly outputs: Readonly<Record<string, number>>;
    readonly note?: string;
    readonly nodes: { readonly executed: number };
  }[];
}

/** What `dug graph --json` prints. */
export interface Drawn {
  readonly nodes: readonly { readonly id: string; readonly outcome: { readonly value: unknown } }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** What `dug why --json` prints. */
export interface Reasons {
  readonly nodes: readonly {
    readonly node: string;
    readonly layers: readonly {
      readonly causes: readonly { readonly text: string; readonly path: readonly string[] }[];
    }[];
  }[];
}

/** What `dug profile --json` prints. */
export interface Times {
  readonly functions: readonly { readonly name: string; readonly runs: number }[];
  readonly nodes: readonly { readonly name: string; readonly runs: number }[];
}

/** What `dug check --json` prints. */
export interface Checked {
  readonly outputs: Readonly<Record<string, { readonly value: number }>>;
  readonly executions: number;
  readonly functions: Readonly<Record<string, number>>;
  readonly scenarios: readonly { readonly name: string; readonly nodes: readonly string[] }[];
  readonly unread: readonly unknown[];
}

/** All runs that a profile has seen, of some functions or of all. */
export function runsOf({ functions }: Times, ...names: string[]): number {
  const some = functions.filter(({ name }) => names.length === 0 || names.includes(name));
  return some.reduce((sum, { runs }) => sum + runs, 0);
}

/** All runs that a table tells of. */
export function executedIn({ rows }: Rows): number {
  return rows.reduce((sum, { nodes }) => sum + nodes.executed, 0);
}
