import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pageOf } from "./page.ts";
import { plotOf } from "./plot.ts";
import type { Report } from "./report.ts";

/** Where that which is committed lies. */
export const published: Readonly<Record<"results" | "page" | "plot", URL>> = {
  results: new URL("../results.json", import.meta.url),
  page: new URL("../../core/docs/performance.md", import.meta.url),
  plot: new URL("../../core/docs/growth.svg", import.meta.url),
};

/** The report that is committed. */
export async function readResults(): Promise<Report> {
  return JSON.parse(await readFile(published.results, "utf8")) as Report;
}

/** The page and the plot, and nothing else than what a report gives. */
export async function writePage(report: Report): Promise<void> {
  await writeFile(published.page, pageOf(report));
  await writeFile(published.plot, plotOf(report.curves));
}

export async function writeReport(report: Report, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
}
