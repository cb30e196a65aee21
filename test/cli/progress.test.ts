import { expect, test } from "vitest";
import { ProgressBar } from "../../packages/cli/src/progress.ts";
import { model, userFolder } from "./dug.ts";

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => void written.push(text) };
}

test("a bar says how far it is, how long it takes, and what failed", () => {
  const screen = terminal(true);
  let now = 0;
  const bar = new ProgressBar(screen, () => now);
  bar.update({ done: 0, total: 10, failed: 0 });
  now = 2000;
  bar.update({ done: 4, total: 10, failed: 1 });
  bar.clear();
  const lines = screen.written.map((line) => line.replaceAll(/[\r█ ]|\u001B\[K/g, ""));
  expect(lines).toEqual(["[]0/10", "[]4/10,3sleft,1failed", ""]);
  for (const line of screen.written)
    expect(line.replaceAll(/\r|\u001B\[K/g, "").length).toBeLessThan(60);
});

test("a terminal that does not know its width gets a bar of eighty columns", () => {
  const screen = { ...terminal(true), columns: 0 };
  new ProgressBar(screen).update({ done: 1, total: 1, failed: 0 });
  expect(screen.written).toEqual([`\r[${"█".repeat(40)}] 1/1, 0 s left\u001B[K`]);
});

test("a bar is not drawn more often than can be seen", () => {
  const screen = terminal(true);
  const bar = new ProgressBar(screen, () => 0);
  for (let done = 0; done < 100; done++) bar.update({ done, total: 100, failed: 0 });
  expect(screen.written).toHaveLength(1);
});

test("in a pipe there is no bar", () => {
  const screen = terminal(false);
  const bar = new ProgressBar(screen);
  bar.update({ done: 1, total: 2, failed: 0 });
  bar.clear();
  expect(screen.written).toEqual([]);
});

test("a run draws one where standard error is a terminal, and takes it away", async () => {
  const { onTerminal, dug } = userFolder({ "model.ts": model });
  const axis = ["--axis", "fee()=set:0,10"];
  const { stderr, stdout } = await onTerminal(30, "grid", "model.ts", ...axis);
  expect(stderr).toMatch(/^\r\[ +\] 0\/3\u001B\[K/);
  expect(stderr.split("\r")[1]).toHaveLength(29 + "\u001B[K".length);
  expect(stderr).toMatch(/\r\u001B\[K$/);
  expect(await dug("grid", "model.ts", ...axis)).toEqual({ status: 0, stderr: "", stdout });
});
