import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Context, memoize } from "@dug/core";
import { describe, expect, test } from "vitest";
import { mapOperations, nativeOperations } from "./operations.ts";
import { leaf, small, type Warm, warm } from "./warm.ts";

const hitsOf = (body: string): string => `
import { Context, memoize } from "@dug/core";
const node = memoize((n) => ${body});
const object = (n) => (kept = { n }).n;
let kept;
const read = (fn) => {
  let sum = 0;
  for (let i = 0; i < 1_000_000; i++) sum = (sum + fn(i % 1_000)) | 0;
  return sum;
};
const bytes = (fn) => {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    gc();
    const before = process.memoryUsage().heapUsed;
    read(fn);
    const made = process.memoryUsage().heapUsed - before;
    if (made < least) least = made;
  }
  return least / 1_000_000;
};
const root = new Context("root", { parent: null });
const child = root.fork().tweak(node.node(3), 7);
const inside = (context) => context.run(() => bytes(node));
console.log(JSON.stringify({ object: bytes(object), root: inside(root), child: inside(child) }));
`;

describe("a hit that the inline cache answers", () => {
  test.each([
    ["in a root", ({ base }: Warm) => base],
    ["in a child that masks", ({ base }: Warm) => base.scenario(leaf, 1)],
    ["in a child of a child", ({ base }: Warm) => base.scenario(3, 1).scenario(leaf, 1)],
  ])("reads no map, %s", (_, contextIn) => {
    const warmed = warm(small);
    const graph = contextIn(warmed);
    const { top } = warmed.model;

    graph.sum(top);

    graph.context.run(() => {
      const read = (): void => top.forEach((node) => void graph.node(node));
      expect(mapOperations(read)).toEqual({});
      expect(nativeOperations(read)["get"] ?? 0).toBeLessThanOrEqual(top.length); // to find the node
      expect(nativeOperations(read, "objects")).toEqual({});
    });
  });

  test("finds its node by one look-up in a native map an argument", () => {
    const pair = memoize((a: string, b: string) => `${a}${b}`);
    new Context().run(() => {
      pair("a", "b");
      const read = (): void => void pair("a", "b");
      expect(mapOperations(read)).toEqual({});
      expect(nativeOperations(read)).toEqual({ get: 2 });
    });
  });

  // The new space is larger than what is made, so that nothing is collected while it is counted.
  test.each([
    ["integers", "n >> 1"],
    ["fractions", "n / 3"], // which V8 keeps without boxes where it can, to make one whenever they are read
  ])(
    "allocates nothing: less than a byte, of a million %s",
    { timeout: 60_000 },
    async (_, body) => {
      const space = ["--min-semi-space-size=128", "--max-semi-space-size=128"];
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ["--expose-gc", ...space, "--input-type=module", "--eval", hitsOf(body)],
        { cwd: fileURLToPath(new URL("../..", import.meta.url)) },
      );
      const bytes = JSON.parse(stdout) as Record<"object" | "root" | "child", number>;
      expect(bytes.object).toBeGreaterThan(8); // the premise: an object is seen
      expect(bytes.root).toBeLessThan(1);
      expect(bytes.child).toBeLessThan(1);
    },
  );
});
