import { expectedShortfall, type Outputs, type Row, Table, valueAtRisk } from "@dug/scenarios";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cellOf } from "../../test/scenarios/cell-of.ts";
import { row } from "../../test/scenarios/rows.ts";
import { settings } from "../engine/settings.ts";

const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("null", "NaN", "-0", "1e5", "0x10", " ", "[1]", '{"a":1}', '"', "#ERROR", "true"),
);
const values = fc.oneof(
  fc.double(),
  fc.integer(),
  texts,
  fc.constantFrom(null, undefined, true, false),
  fc.array(fc.oneof(fc.double(), texts, fc.constant(null)), { maxLength: 3 }),
  fc.dictionary(fc.oneof(texts, fc.constant("$number")), fc.oneof(fc.double(), texts)),
);

/** Whether a value is a primitive that JSON writes as it is. */
function isJSON(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

/** A table of one output, of any values. */
function tableOf(given: readonly unknown[]): Table<Outputs> {
  const rows = given.map((value, i) => row(`${i}`, value, { axes: { x: value } }));
  return new Table({ value: undefined } as unknown as Outputs, [row("base", 0), ...rows]);
}

test("whatever the values, CSV and JSON read back equal, and to the same", () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (given) => {
      const table = tableOf(given);
      const csv: Record<string, string>[] = parse(table.toCSV(), { columns: true });
      const json: { rows: Row<Outputs>[] } = JSON.parse(JSON.stringify(table.toJSON()));
      const wanted = json.rows.map((each) => each.outputs["value"]);
      expect(csv.map(({ value = "" }) => cellOf(value))).toEqual(wanted);
      const axes = csv.slice(1).map((each) => cellOf(each["axis.x"] ?? ""));
      expect(axes).toEqual(wanted.slice(1));
      const plain = given.map((value, i) => (isJSON(value) ? value : wanted[i + 1]));
      expect(wanted.slice(1)).toEqual(plain);
    }),
    settings(),
  );
});

const losses = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
const level = fc.double({ noNaN: true, min: 0, max: 0.999 });

test("expected shortfall is no less than value at risk, both grow with the level and lie among the losses", () => {
  fc.assert(
    fc.property(losses, level, level, (given, a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const slack = 1e-6 * Math.max(1, ...given.map(Math.abs));
      for (const measure of [valueAtRisk, expectedShortfall]) {
        expect(measure(given, low)).toBeLessThanOrEqual(measure(given, high) + slack);
        expect(measure(given, high)).toBeLessThanOrEqual(Math.max(...given) + slack);
        expect(measure(given, low)).toBeGreaterThanOrEqual(Math.min(...given) - slack);
      }
      expect(expectedShortfall(given, a)).toBeGreaterThanOrEqual(valueAtRisk(given, a) - slack);
    }),
    settings(),
  );
});
