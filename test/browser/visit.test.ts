import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { Browser, findBrowser } from "./browser.ts";
import type { Suite } from "./suites.ts";
import { visit } from "./visit.ts";

const path = findBrowser();
const suite: Suite = {
  name: "one that never posts",
  realm: "frame",
  module: "never",
  path: "",
  checks: [],
  isAsync: false,
};

test("a browser that ends before its suites do is reported at once", async () => {
  const ended = visit(process.execPath, new Map(), [suite], 60_000); // which knows none of the flags
  await expect(ended).rejects.toThrow(/ended with 9\.\n.*bad option/s);
});

test("one that cannot be started, too", async () => {
  await expect(visit("no-such-browser", new Map(), [suite], 60_000)).rejects.toThrow(/ENOENT/);
});

test.skipIf(path === undefined)("a suite that does not come to an end is named", async () => {
  await expect(visit(path as string, new Map(), [suite], 1)).rejects.toThrow(
    "No outcome of one that never posts.",
  );
});

test.skipIf(path === undefined)("nothing is left of a browser that was closed", async () => {
  const browser = new Browser(path as string, "about:blank");
  expect(existsSync(browser.profile)).toBe(true);
  await browser.close();
  expect(browser.isRunning).toBe(false);
  expect(existsSync(browser.profile)).toBe(false);
});
