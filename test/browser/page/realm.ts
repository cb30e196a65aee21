// Runs one suite in a realm of its own, a frame or a worker, and posts what it came to. The names of
// functions are a realm's: two programs of the documentation may use the same.
import { whole, type Outcome } from "../outcome.ts";
import { check, run } from "./checks.ts";

const strays: (ErrorEvent | PromiseRejectionEvent)[] = [];
globalThis.addEventListener("error", (event) => strays.push(event));
globalThis.addEventListener("unhandledrejection", (event) => strays.push(event));

/** What went astray and no check was waiting for. */
function unexpected(): readonly string[] {
  return strays
    .filter((event) => !event.defaultPrevented)
    .map((event) => ("reason" in event ? `rejected: ${event.reason}` : event.message));
}

const parameters = new URLSearchParams(globalThis.location.search);
const suite = parameters.get("suite") ?? "";
const loaded = await check(whole, () => import(parameters.get("module") ?? ""));
const checks = [loaded, ...(await run())];
await new Promise((resolve) => setTimeout(resolve)); // the platform reports rejections between its tasks
const outcome: Outcome = { suite, checks, strays: unexpected() };
await fetch("/outcome", { method: "POST", body: JSON.stringify(outcome) });
