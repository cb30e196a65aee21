import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Context, memoize, Tweaks } from "@dug/core";
import { type Outputs, type Row, type RowSource, scenario, streamScenarios } from "@dug/scenarios";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  writeCSVFile,
  writeJSONFile,
  writeParquetFile,
} from "../../packages/scenarios/src/files.ts";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "dug-memory-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const level = memoize("level", () => 0);
const size = 40_000;
/** So large that all of them together would be seen in the heap. */
const large = memoize("large", () => String.fromCharCode(97 + (level() % 26)).repeat(size));
const outputs = { large: large.node() };
const count = 3000;

function* many() {
  for (let i = 1; i <= count; i++) yield scenario(`${i}`, Tweaks.empty.tweak(level.node(), i));
}

/** The rows, and the most that the heap grew by while they came, in bytes. @param hold is told of each */
function watched(hold: (row: Row<Outputs>) => void = () => undefined): {
  source: RowSource<Outputs>;
  most: () => number;
} {
  let before: number | undefined;
  let most = 0;
  async function* rows(): AsyncGenerator<Row<Outputs>> {
    const options = { outputs, scenarios: many(), share: { keep: 8 }, keep: 2 };
    let index = 0;
    for await (const row of streamScenarios(new Context("base"), options)) {
      yield row;
      hold(row);
      if (++index % 500 !== 0) continue;
      globalThis.gc?.();
      const { heapUsed, external } = process.memoryUsage();
      before ??= heapUsed + external;
      most = Math.max(most, heapUsed + external - before);
    }
  }
  return { source: { rows: rows(), outputs: ["large"] }, most: () => most };
}

test.each([
  ["csv", writeCSVFile],
  ["json", writeJSONFile],
  [
    "parquet",
    async (path: string, source: RowSource<Outputs>) =>
      await writeParquetFile(path, source, { rowGroup: 100 }),
  ],
])(
  "rows that are streamed to %s are not held: the heap does not grow with their number",
  async (kind, write) => {
    const { source, most } = watched();
    const path = join(folder, `t.${kind}`);
    await write(path, source);
    // Parquet compresses what repeats.
    expect(statSync(path).size).toBeGreaterThan(kind === "parquet" ? 100_000 : count * size);
    expect(most()).toBeLessThan((count * size) / 6);
  },
  120_000,
);

test("it would be seen if they were held", async () => {
  const held: Row<Outputs>[] = [];
  const { source, most } = watched((row) => held.push(row));
  await writeCSVFile(join(folder, "held.csv"), source);
  expect([held.length, typeof globalThis.gc]).toEqual([count + 1, "function"]);
  expect(most()).toBeGreaterThan((count * size) / 3);
}, 120_000);
