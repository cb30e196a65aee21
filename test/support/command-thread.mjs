// Calls the command's `main`, once for each message, and has this thread do the work.
import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parentPort, threadId } from "node:worker_threads";

const top = fileURLToPath(new URL("../..", import.meta.url));

/** What the call under way has said so far. */
let said = { stdout: "", stderr: "" };

// What models print by themselves: to them, the command's streams are the process's.
for (const name of ["stdout", "stderr"])
  process[name].write = (text) => {
    said[name] += String(text);
    return true;
  };

let calls = 0;

/** @returns the exit code, and what was said */
async function call({ args, folder, temporary, terminal }) {
  said = { stdout: "", stderr: "" };
  const stdout = { write: (text) => (said.stdout += text) };
  const stderr = { ...terminal, write: (text) => (said.stderr += text) };
  // Within the project, so that the packages of others are found as ever.
  const own = join(top, ".cache/called", `${process.pid}-${threadId}-${++calls}`);
  process.setSourceMapsEnabled(false); // a call enables them for its model
  try {
    const { main, work } = await import(install(own));
    const status = await main(args, { folder, temporary, stdout, stderr }, work);
    return { status, ...said };
  } finally {
    rmSync(own, { recursive: true });
  }
}

/**
 * Gives the call packages of its own: an engine knows a name once, and the next call may load the same model
 * again. A thread of its own for each would do as well, and takes eight times as long.
 * @returns the place of the command
 */
function install(folder) {
  for (const name of ["core", "scenarios", "cli"]) {
    const from = join(top, "packages", name);
    const to = join(folder, "node_modules/@dug", name);
    const built = readdirSync(join(from, "dist")).filter((file) => file.endsWith(".js"));
    mkdirSync(join(to, "dist"), { recursive: true });
    for (const file of ["package.json", ...built.map((each) => join("dist", each))])
      copyFileSync(join(from, file), join(to, file));
  }
  return join(folder, "node_modules/@dug/cli/dist/index.js");
}

async function answer({ port, ...asked }, earlier) {
  await earlier;
  try {
    port.postMessage({ ended: await call(asked) });
  } catch (error) {
    port.postMessage({ error });
  }
}

/** One call ends before the next begins: what is said has no other mark of whose it is. */
let last = Promise.resolve();
parentPort.on("message", (message) => {
  last = answer(message, last);
});
