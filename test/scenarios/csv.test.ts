import { expect, test } from "vitest";
import { toCSV } from "../../packages/scenarios/src/csv.ts";
import { failure, row } from "./rows.ts";

/** Reads CSV as RFC 4180 defines it, knowing nothing of how it was written. */
function readCSV(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, bare = "", end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    record.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ",") continue;
    records.push(record);
    record = [];
  }
  return records;
}

function valuesOf(...values: unknown[]): (string | undefined)[] {
  const [header, ...records] = readCSV(
    toCSV(
      values.map((value, i) => row(`${i}.`, value)),
      ["value"],
    ),
  );
  return records.map((record) => record[header!.indexOf("value")]);
}

test("the header names all columns, lines end in CRLF, and a missing value is empty", () => {
  const rows = [
    row("base", 1),
    row("crash", 2, {
      axes: { spot: -0.2 },
      note: "half",
      differences: { value: 1 },
      relativeDifferences: { value: 1 },
      unread: ['spot("IBN")'],
    }),
  ];
  expect(toCSV(rows, ["value"])).toBe(
    "name,axis.spot,value,difference.value,relative.value,status,error,thrower,note,unread," +
      "nodes.executed,nodes.reused,nodes.shared,ms\r\n" +
      "base,,1,,,ok,,,,,0,0,0,1\r\n" +
      'crash,-0.2,2,1,1,ok,,,half,"spot(""IBN"")",0,0,0,1\r\n',
  );
});

test("names, notes and messages are texts whatever they look like: they stand as they are", () => {
  const names = ["base", "2008", "null", '"quoted"', "[1]", " ", "-0", 'a,"b"'];
  const [header, ...records] = readCSV(
    toCSV(
      names.map((name) => row(name, 1, { note: name })),
      ["value"],
    ),
  );
  expect(records.map(([name]) => name)).toEqual(names);
  expect(records.map((record) => record[header!.indexOf("note")])).toEqual(names);
});

test("a number reads back as the very same number", () => {
  const numbers = [0.1 + 0.2, 1e21, -1.5e-300, Number.MAX_VALUE, 5e-324, -0];
  expect(valuesOf(...numbers).map(Number)).toEqual(numbers);
});

test("commas, quotes and line breaks survive", () => {
  const texts = ["a,b", 'say "no"', "two\r\nlines", "=1+1", " padded "];
  expect(valuesOf(...texts)).toEqual(texts);
});

test("null, undefined, NaN, infinity, an empty text, errors and missing values are told apart", () => {
  expect(valuesOf(null, undefined, NaN, -Infinity, "", 12n, true)).toEqual([
    "null",
    "undefined",
    "NaN",
    "-Infinity",
    '""',
    "12",
    "true",
  ]);
  const [, failed] = readCSV(
    toCSV([failure("f", new RangeError('no, "way"'))], ["value", "other"]),
  );
  expect(failed?.slice(0, 3)).toEqual(["f", "#ERROR", ""]);
  expect(failed).toContain('RangeError: no, "way"');
});

test("a text that reads like something else is written as JSON, and so is everything else", () => {
  expect(valuesOf("null", "NaN", "12", "#ERROR", '"quoted"', [1, NaN], { a: 1n })).toEqual([
    '"null"',
    '"NaN"',
    '"12"',
    '"#ERROR"',
    '"\\"quoted\\""',
    '[1,{"$number":"NaN"}]',
    '{"a":{"$bigint":"1"}}',
  ]);
});

test("an output called like another column gets a name of its own", () => {
  const [header] = readCSV(toCSV([row("base", 1)], ["name", "ms", "value"]));
  expect(header?.slice(0, 4)).toEqual(["name", "output.name", "output.ms", "value"]);
});

test("what was thrown need not be an error, and a value need not have JSON", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  expect(toCSV([failure("f", "oops")], ["value"])).toContain("threw oops");
  expect(valuesOf(() => 1, Symbol("s"))).toEqual(["() => 1", "Symbol(s)"]);
});
