import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

const book = fileURLToPath(new URL("../../packages/examples/src/book.ts", import.meta.url));

const scenarios = `[
  { "name": "crash", "tweaks": [["price(\\"IBM\\")", 80]] },
  { "name": "negative", "tweaks": [["price(\\"IBM\\")", -1]] },
  { "name": "typo", "tweaks": [["price(\\"IBN\\")", 1]] }
]`;
const files = { "model.ts": model, "s.json": scenarios };
const asked = ["why", "model.ts", "--scenarios", "s.json", "--scenario"];

test("a scenario's reach is told in words, for one node and for every output", async () => {
  const { dug } = userFolder(files);
  const told = {
    status: 0,
    stderr: "",
    stdout: 'total(): 129 in crash, 149 in the base\n  price("IBM") = 80\n',
  };
  expect(await dug(...asked, "crash", "--node", "total()")).toEqual(told);
  expect(await dug(...asked, "crash")).toEqual(told);
  expect((await dug(...asked, "typo", "--node", "total()")).stdout).toBe(
    "total(): 149 in typo, 149 in the base\n  nothing done in this context reaches it\n",
  );
});

test("--json has the causes with their paths; so for the book", async () => {
  const { dug } = userFolder({
    "s.json": '[{ "name": "low", "tweaks": [["spot(\\"IBM\\")", 80]] }]',
  });
  const { status, stdout } = await dug(
    "why",
    book,
    "--scenarios",
    "s.json",
    "--scenario",
    "low",
    "--node",
    "bookValue()",
    "--json",
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    scenario: "low",
    nodes: [
      {
        node: "bookValue()",
        layers: [
          {
            causes: [
              {
                node: 'spot("IBM")',
                kind: "value",
                text: "= 80",
                path: ["bookValue()", 'tickerValue("IBM")', 'positionValue("IBM")', 'spot("IBM")'],
              },
            ],
          },
        ],
      },
    ],
  });
});

test("[S19] a node that throws in the scenario is an answer; its place and stack are the user's", async () => {
  const { dug } = userFolder(files);
  const { status, stdout, stderr } = await dug(...asked, "negative", "--verbose");
  expect(status).toBe(0);
  expect(stdout).toContain(
    "total(): error RangeError: a negative price in negative, 149 in the base",
  );
  expect(stderr).toMatch(
    /^dug: total\(\) failed: RangeError: a negative price \(model\.ts:6:\d+\)\nRangeError.*\n +at .*model\.ts:6:/,
  );
});

test("[S1] layers are told one by one, the innermost first", async () => {
  const layered = `${model}
import { scale, Tweaks } from "@dug/core";
const layers = [Tweaks.empty.tweak(price.node("IBM"), 80), Tweaks.empty.tweak(price.node("IBM"), scale(2))];
export const scenarios = [{ name: "twice", layers }];
`;
  const { dug } = userFolder({ "model.ts": layered });
  expect((await dug("why", "model.ts", "--scenario", "twice")).stdout).toBe(
    `Layer 2: total(): 209 in twice, 129 in the layer above
  price("IBM") scale(2)

Layer 1: total(): 129 in twice, 149 in the base
  price("IBM") = 80
`,
  );
});

test.each([
  [
    ["crsh"],
    'there is no scenario "crsh"; the nearest is "crash". The scenarios are crash, negative, typo.',
  ],
  [["crash", "--node", "totl()"], 'there is no memoised function "totl"; the nearest is "total".'],
])("%j is refused with exit code 2", async (args, message) => {
  const { dug } = userFolder(files);
  const { status, stdout, stderr } = await dug(...asked, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(message);
});

test("a value that is taken from another scenario of the file is that", async () => {
  const lent = `
- name: crash
  tweaks: [{ target: price, relative: -20% }]
- name: lent
  tweaks: [['fee()', 2], { target: 'price("IBM")', from: crash }]
`;
  const { dug } = userFolder({ "model.ts": model, "s.yaml": lent });
  expect(await dug("why", "model.ts", "--scenarios", "s.yaml", "--scenario", "lent")).toEqual({
    status: 0,
    stderr: "",
    stdout: 'total(): 128 in lent, 149 in the base\n  price("IBM") = 80\n  fee() = 2\n',
  });
});
