// What publishing asks for: publint and "are the types wrong" over the packed packages.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { pack, top } from "./pack.mjs";

const folder = mkdtempSync(join(tmpdir(), "dug-release-"));
try {
  for (const [name, tarball] of pack(folder)) {
    lint(name, await publint({ pack: { tarball: bytes(tarball) } }));
    const attw = join(top, "node_modules/.bin/attw");
    execFileSync(attw, [tarball, "--profile", "esm-only", "--format", "ascii", "--quiet"], {
      stdio: "inherit",
    });
    console.log(`release: ${name} is accepted by publint and attw`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function bytes(path) {
  const buffer = readFileSync(path);
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
}

function lint(name, { messages, pkg }) {
  const found = messages.filter(({ type }) => type !== "suggestion");
  if (found.length === 0) return;
  throw new Error(`${name}: ${found.map((each) => formatMessage(each, pkg)).join("\n")}`);
}
