import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** On what, and of what, something was measured. */
export interface Machine {
  readonly cpu: string;
  readonly cpus: number;
  readonly node: string;
  /** The packages' versions. */
  readonly versions: Readonly<Record<string, string>>;
  /** Of dug; with `+` if files were changed since, empty outside a checkout. */
  readonly commit: string;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function machine(): Machine {
  const manifest = new URL("../package.json", import.meta.url);
  const { dependencies, devDependencies } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cpus: cpus().length,
    node: process.version,
    versions: { ...dependencies, ...devDependencies }, // pinned exactly
    commit: commit(),
  };
}

function commit(): string {
  try {
    return (
      git("rev-parse", "--short=12", "HEAD") + (git("status", "--porcelain") === "" ? "" : "+")
    );
  } catch {
    return ""; // measured from an archive, without its history
  }
}

function git(...args: string[]): string {
  return execFileSync("git", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}
