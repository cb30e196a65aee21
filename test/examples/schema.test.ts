import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";

const folder = new URL("../../packages/examples/src/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

test("each example has a scenario file of its name", () => {
  const models = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  expect(models.toSorted()).toEqual(["book.ts", "life.ts", "plan.ts"]);
  expect(files).toEqual(expect.arrayContaining(models.map((name) => name.replace("ts", "yaml"))));
});

test.each(files)("%s names its schema to editors, and they find nothing wrong with it", (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? "";
  const schema = new URL(named, folder);
  expect(existsSync(schema)).toBe(true);
  const ajv = new Ajv({ strict: false });
  const accepts = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);
  accepts(parse(text));
  expect(accepts.errors).toBeNull();
  accepts([...(parse(text) as unknown[]), { name: "a mistake", tweak: [] }]);
  expect(accepts.errors).not.toBeNull();
});
