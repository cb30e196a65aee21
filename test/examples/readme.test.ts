import { readFileSync } from "node:fs";
import { Context } from "@dug/core";
import { readScenarios, runScenarios } from "@dug/scenarios";
import { expect, test } from "vitest";
import model from "../../packages/examples/src/book.ts";
import { fencesOf, top } from "../house/fence.ts";
import { printed, shipped, words } from "./command.ts";

const page = `${top}packages/examples/README.md`;
const readme = readFileSync(page, "utf8");

test("the README's scenario file works on the book", async () => {
  const text = /```json\n(.*?)```/s.exec(readme)?.[1] ?? "";
  const scenarios = readScenarios(text, { file: "README.md" });
  const { rows } = await runScenarios(new Context(), { outputs: model.outputs, scenarios });
  expect(rows.map(({ name, status, unread }) => [name, status, unread])).toEqual([
    ["base", "ok", []],
    ["IBM at 100", "ok", []],
    ["calm", "ok", []],
  ]);
  expect(rows.slice(1).every(({ differences }) => differences.value !== 0)).toBe(true);
});

const shown = fencesOf(page)
  .filter(({ tag }) => tag === "console")
  .map(({ code }) => code.split("\n"))
  .filter((lines) => lines.length > 1);

test.each(shown)(
  "the README shows what is printed: %s",
  { timeout: 60_000 },
  async (call, ...lines) => {
    const args = Array.from(
      call.replace("$ dug ", "").matchAll(/'([^']*)'|(\S+)/g),
      ([, quoted, plain]) => quoted ?? plain ?? "",
    );
    const place = "packages/examples/src/";
    const paths = args.map((arg) =>
      arg.startsWith(place) ? shipped(arg.slice(place.length)) : arg,
    );
    const told = words((await printed(...paths)).replace(shipped(""), place));
    const expected = words(lines.join("\n")).filter((line) => line !== "…");
    expect(expected.length).toBeGreaterThan(2);
    expect(expected.filter((line) => !told.includes(line))).toEqual([]);
  },
);
