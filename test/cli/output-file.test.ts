import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InputError } from "../../packages/cli/src/exit.ts";
import { OutputFile, temporaryPath } from "../../packages/cli/src/output-file.ts";

let folder = "";
const run = () => ({ folder, token: "token" });
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "dug-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("a file is there whole once it is committed, and not before", () => {
  const path = join(folder, "out.csv");
  writeFileSync(path, "before");
  const file = new OutputFile(path, run());
  expect(readFileSync(path, "utf8")).toBe("before");
  file.write("af");
  file.write(new TextEncoder().encode("ter"));
  expect(readFileSync(path, "utf8")).toBe("before");
  file.commit();
  file.discard();
  expect(readFileSync(path, "utf8")).toBe("after");
  expect(readdirSync(folder)).toEqual(["out.csv"]);
});

test("a file that is discarded leaves nothing", () => {
  const path = join(folder, "out.csv");
  const file = new OutputFile(path, run());
  expect(readdirSync(folder)).toEqual([".out.csv.token.tmp"]);
  expect(temporaryPath(path, run())).toBe(join(folder, ".out.csv.token.tmp"));
  file.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test("a link is followed: the file that it names is replaced", () => {
  mkdirSync(join(folder, "elsewhere"));
  writeFileSync(join(folder, "elsewhere", "real.csv"), "before");
  symlinkSync(join(folder, "elsewhere", "real.csv"), join(folder, "link.csv"));
  const file = new OutputFile(join(folder, "link.csv"), run());
  file.write("after");
  file.commit();
  expect(readFileSync(join(folder, "elsewhere", "real.csv"), "utf8")).toBe("after");
});

test.each([
  ["missing/out.csv", /cannot write .*out\.csv: no such file or folder/],
  [".", /it is a folder/],
])("what cannot be written, such as %s, fails at once with a reason", (path, message) => {
  expect(() => new OutputFile(path, run())).toThrow(InputError);
  expect(() => new OutputFile(path, run())).toThrow(message);
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(process.platform === "linux")(
  "a device is written to, not replaced; a full one says so",
  () => {
    expect(() => new OutputFile("/dev/full", run()).write("content")).toThrow(
      /cannot write \/dev\/full: the disk is full/,
    );
  },
);
