import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { FailedWorkloadError, measureApart, measureHere, measuring } from "./child.ts";
import { machine } from "./machine.ts";
import { help, type Options, readOptions, UsageError } from "./options.ts";
import { printed, reportOf } from "./report.ts";
import { published, readResults, writePage, writeReport } from "./published.ts";
import { runAll } from "./run.ts";

const script = fileURLToPath(import.meta.url);

async function bench(options: Options): Promise<void> {
  const { isQuick, clock, make } = options;
  if (make === "page") return writePage(await readResults());
  const runs = await runAll(
    options,
    (workload, peer) => measureApart(script, { workload, peer, isQuick, clock }),
    isQuick ? availableParallelism() : 1,
    (line) => {
      if (!isQuick) process.stderr.write(`${line}\n`);
    },
  );
  const report = reportOf(machine(), { isQuick, clock }, runs);
  await writeReport(report, options.out);
  if (make === "publish") {
    await writeReport(report, fileURLToPath(published.results));
    await writePage(report);
  }
  process.stdout.write(printed(report));
}

async function main(args: readonly string[]): Promise<void> {
  const [first, order = ""] = args;
  if (first === measuring) {
    process.stdout.write(await measureHere(order));
    return;
  }
  try {
    const options = readOptions(args);
    if (options === undefined) process.stdout.write(help);
    else await bench(options);
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(`${error.message}\n\n${help}`);
    else if (error instanceof FailedWorkloadError) process.stderr.write(`${error.message}\n`);
    else throw error;
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

await main(process.argv.slice(2));
