import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { command, model, userFolder } from "./dug.ts";

const manifest = readFileSync(new URL("../../packages/cli/package.json", import.meta.url), "utf8");

test("what npm links is no product of the build: in a fresh clone it is linked before that", () => {
  const { bin } = JSON.parse(manifest) as { readonly bin: { readonly dug: string } };
  expect(command.endsWith(bin.dug.slice(1))).toBe(true);
  expect(bin.dug).not.toContain("dist");
  expect(statSync(command).mode & 0o111).toBe(0o111);
});

test("the command runs by its link, the process and the thread that it starts included", () => {
  const { path, leftovers } = userFolder({ "model.ts": model });
  symlinkSync(command, path("dug"));
  const { status, stdout, stderr } = spawnSync(path("dug"), ["run", "model.ts"], {
    cwd: path("."),
    encoding: "utf8",
  });
  expect({ status, stderr, leftovers: leftovers() }).toEqual({
    status: 0,
    stderr: "",
    leftovers: [],
  });
  expect(stdout).toContain("total  149");
});

test("before it is built it says so", () => {
  const { path } = userFolder({ "package.json": '{ "type": "module" }' });
  mkdirSync(path("bin"));
  copyFileSync(command, path("bin/dug.js"));
  const { status, stderr } = spawnSync(process.execPath, [path("bin/dug.js"), "--version"], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: "dug: it is not built yet: npm run build\n",
  });
});
