import { expect, test } from "vitest";
import { userFolder } from "./dug.ts";

function chain(start: number): string {
  return `import { memoize, model } from "@dug/core";
const balance = memoize("balance", (month: number): number => (month === 0 ? 0 : balance(month - 1) + 1));
export default model({ functions: { balance }, outputs: { balance: balance.node(${start}) } });
`;
}

test("[S23] a chain that Node's own stack would not hold, 3,000 months deep, is computed", () => {
  const { spawned } = userFolder({ "m.ts": chain(3000) });
  const { status, stdout, stderr } = spawned("run", "m.ts");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toContain("balance  3,000\n");
});

test("[S23] a recursion that never ends is a DepthError, not a crash", () => {
  const { spawned, leftovers } = userFolder({ "m.ts": chain(-1) });
  const { status, stdout, stderr } = spawned("run", "m.ts");
  expect({ status, stderr, leftovers: leftovers() }).toEqual({
    status: 1,
    stderr: "",
    leftovers: [],
  });
  expect(stdout).toMatch(
    /balance {2}failed: DepthError: balance\(-\d{5,}\) is called \d{5,} evaluations deep/,
  );
});

test("what is printed arrives whole, and in order with what the model prints", () => {
  const text = `import { memoize, model } from "@dug/core";
console.log("loaded");
const long = memoize("long", (): string => "x".repeat(5_000_000));
export default model({ functions: { long }, outputs: { long: long.node() } });
`;
  const { status, stdout } = userFolder({ "m.ts": text }).spawned("run", "m.ts", "--json");
  expect(status).toBe(0);
  expect(stdout.startsWith("loaded\n{")).toBe(true);
  expect(stdout.endsWith("}\n")).toBe(true);
  expect(stdout.length).toBeGreaterThan(5_000_000);
});

test("an error that a model throws later, from a timer, ends the run with its stack", () => {
  const later =
    'setTimeout(() => { throw new RangeError("later"); });\nawait new Promise(() => {});\n';
  const { status, stderr } = userFolder({ "m.ts": later }).spawned("run", "m.ts");
  expect(status).toBe(1);
  expect(stderr).toMatch(/RangeError.*: later\n +at .*m\.ts:1:/);
});
