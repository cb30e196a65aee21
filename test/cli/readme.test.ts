import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { userFolder } from "./dug.ts";

const readme = readFileSync(new URL("../../packages/cli/README.md", import.meta.url), "utf8");

function fence(language: string): string {
  return new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(readme)?.[1] ?? "";
}

test("the README's model and scenario file give what it shows", async () => {
  const { dug } = userFolder({ "model.ts": fence("ts"), "scenarios.json": fence("json") });
  const [line = "", ...shown] = fence("console").trimEnd().split("\n");
  const { status, stdout, stderr } = await dug(...line.replace("$ dug ", "").split(" "));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(shown.at(-1)).toBe("…");
  expect(stdout.startsWith(shown.slice(0, -1).join("\n"))).toBe(true);
});

test("every other call that the README shows does its work", async () => {
  const { dug, files } = userFolder({ "model.ts": fence("ts"), "scenarios.json": fence("json") });
  const calls = fence("sh").trimEnd().split("\n");
  const names: (string | undefined)[] = [];
  for (const call of calls) {
    const [command, ...args] = Array.from(
      call.matchAll(/'([^']*)'|(\S+)/g),
      ([, quoted, plain]) => quoted ?? plain ?? "",
    );
    const { status, stderr } = await dug(...args);
    expect({ call, command, status, stderr }).toEqual({
      call,
      command: "dug",
      status: 0,
      stderr: "",
    });
    names.push(args[0]);
  }
  expect(names).toEqual(["grid", "check", "graph", "graph", "graph", "why", "profile"]);
  expect(files()).toEqual(["grid.csv", "model.ts", "price.svg", "scenarios.json"]);
}, 30_000);
