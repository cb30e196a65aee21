import { expect, test } from "vitest";
import { model, userFolder } from "./dug.ts";

const stress = `
- name: crash
  tweaks:
    - { target: price, relative: -20% }
- product:
    IBM: { target: 'price("IBM")', set: 90..110:3 }
    fee: { target: fee(), add: [0, 1] }
- historical: { file: history.csv }
`;
const history = `month,"price(""IBM"")"\n2008-10,-50%\n`;

test(
  "scenarios are read from YAML, and a history from the CSV file beside it",
  { timeout: 60_000 },
  async () => {
    const { dug } = userFolder({
      "model.ts": model,
      "stress.yaml": stress,
      "history.csv": history,
    });
    const { status, stdout, stderr } = await dug(
      "run",
      "model.ts",
      "--scenarios",
      "stress.yaml",
      "--json",
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { rows } = JSON.parse(stdout) as { rows: { name: string; outputs: { total: number } }[] };
    expect(rows.map(({ name, outputs }) => [name, outputs.total])).toEqual([
      ["base", 149],
      ["crash", 119],
      ["IBM 90, fee 0", 139],
      ["IBM 90, fee +1", 138],
      ["IBM 100, fee 0", 149],
      ["IBM 100, fee +1", 148],
      ["IBM 110, fee 0", 159],
      ["IBM 110, fee +1", 158],
      ["2008-10", 99],
    ]);
  },
);

test(
  "a mistake in the file, or in one that it names, is told with its place",
  { timeout: 60_000 },
  async () => {
    const { dug } = userFolder({
      "model.ts": model,
      "typo.yaml": "- name: a\n  tweaks:\n    - { target: prcie, add: 1 }\n",
      "stress.yaml": stress,
      "history.csv": "month,price\n2008-10,x\n",
    });
    const typo = await dug("run", "model.ts", "--scenarios", "typo.yaml");
    expect(typo.status).toBe(2);
    expect(typo.stderr).toContain(
      'typo.yaml:3:17: there is no memoised function "prcie"; the nearest is "price"',
    );
    const csv = await dug("run", "model.ts", "--scenarios", "stress.yaml");
    expect(csv.status).toBe(2);
    expect(csv.stderr).toContain("history.csv:2:9: expected a number");
  },
);

test("--strict ends the run at a tweak that no output reads", { timeout: 60_000 }, async () => {
  const file = '[{ "name": "typo", "tweaks": [{ "target": "price(>\\"X\\")", "add": 1 }] }]';
  const { dug, files } = userFolder({ "model.ts": model, "s.json": file });
  const lenient = await dug("run", "model.ts", "--scenarios", "s.json");
  expect(lenient.status).toBe(0);
  expect(lenient.stdout).toContain('typo: price(>"X")');
  const strict = await dug(
    "run",
    "model.ts",
    "--scenarios",
    "s.json",
    "--strict",
    "--out",
    "t.csv",
  );
  expect(strict.status).toBe(2);
  expect(strict.stderr).toContain('Scenario "typo" tweaks price(>"X"), which no output read');
  expect(files()).not.toContain("t.csv");
});

test("a model may export a combination as its scenarios", { timeout: 60_000 }, async () => {
  const own = model
    .replace(
      "import { memoize",
      'import { axis, combine } from "@dug/scenarios";\nimport { memoize',
    )
    .concat("\nexport const scenarios = combine.product({ fee: axis.add(fee, [1, 2]) });\n");
  const { dug } = userFolder({ "model.ts": own });
  const { stdout, stderr } = await dug("run", "model.ts");
  expect(stderr).toBe("");
  expect(stdout).toContain("Worst and best of 2 scenarios");
});
