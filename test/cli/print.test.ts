import { expect, test } from "vitest";
import { align, inLine } from "../../packages/cli/src/print.ts";

test("what breaks a line or steers a terminal is written out, and all else as it is", () => {
  expect(inLine('ü 🙂 "x"\n\t\r\u001B[31m\u009B\u007F')).toBe(
    'ü 🙂 "x"\\n\\t\\r\\u001b[31m\\u009b\\u007f',
  );
  expect(
    align([
      ["a\nb", "1"],
      ["c", "22"],
    ]),
  ).toEqual(["a\\nb   1", "c     22"]);
});
