import fc from "fast-check";

/** A change of a text: so much is cut at a place, and this put there. */
interface Cut {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const marks = '[ ] { } ( ) : , \' " "" # @ ` % .. ... --- \\ \\u <<: ? é 🙂'.split(" ");
const spaced = ["", " ", "\n", "\r", "\t", "- ", "&a ", "*a", "!x ", "!!set ", "| ", ">-\n"];
const rare = ["%YAML 1.1\n", "\uFEFF", "\0", "\u2028", "\uD800", "base ? 1", 'curve("USD", >=5)'];
const words = "target set by from on draws correlation normal base historical rows file note".split(
  " ",
);
const names = [
  ...words,
  ..."spot spot(*) spot(...) tag:equity tag: __proto__ constructor".split(" "),
];
const oddities = [
  ..."1e999 -0 .nan .inf null ~ 1..2:3 5% 0x10 0o7 1_000 - + e 1n 2020-01-01 base+".split(" "),
  "9".repeat(400),
];

/** What is put into a text. */
const pieces = fc.oneof(
  fc.constantFrom(...marks, ...spaced, ...rare, ...names, ...oddities),
  fc.string({ unit: "binary", maxLength: 4 }),
);

/** Changes of a text. */
export const cuts: fc.Arbitrary<readonly Cut[]> = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(12), text: pieces }),
  { minLength: 1, maxLength: 4 },
);

/** The text with the changes made, one after the other. */
export function cut(text: string, changes: readonly Cut[]): string {
  return changes.reduce((whole, { at, length, text: piece }) => {
    const start = Math.floor(at * whole.length);
    return whole.slice(0, start) + piece + whole.slice(start + length);
  }, text);
}

/** A change of what a file holds, at one of its parts. */
type Graft =
  | { readonly kind: "drop"; readonly at: number }
  | { readonly kind: "repeat"; readonly at: number }
  | { readonly kind: "swap"; readonly at: number; readonly other: number }
  | { readonly kind: "rename"; readonly at: number; readonly name: string }
  | { readonly kind: "replace"; readonly at: number; readonly value: unknown };

const at = fc.nat(1_000_000);

/** Changes of what a file holds. */
export const grafts: fc.Arbitrary<readonly Graft[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom("drop", "repeat"), at }),
    fc.record({ kind: fc.constant("swap"), at, other: at }),
    fc.record({ kind: fc.constant("rename"), at, name: fc.constantFrom(...names, ...oddities) }),
    fc.record({
      kind: fc.constant("replace"),
      at,
      value: fc.oneof(fc.jsonValue({ maxDepth: 2 }), pieces, fc.double()),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

type Path = readonly (string | number)[];

/** The content with the changes made, one after the other. */
export function graft(content: unknown, changes: readonly Graft[]): unknown {
  return changes.reduce((whole, change) => {
    const paths = pathsOf(whole).slice(1);
    const path = paths[change.at % paths.length];
    if (path === undefined) return whole;
    if (change.kind === "replace") return put(whole, path, () => [change.value]);
    if (change.kind === "drop") return put(whole, path, () => []);
    if (change.kind === "repeat") return put(whole, path, (part) => [part, part]);
    if (change.kind === "rename") return put(whole, path, (part) => [part], change.name);
    const other = paths[change.other % paths.length] ?? path;
    const [one, two] = [partAt(whole, path), partAt(whole, other)];
    return put(
      put(whole, path, () => [two]),
      other,
      () => [one],
    );
  }, content);
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

function partAt(whole: unknown, path: Path): unknown {
  let part = whole;
  for (const key of path) part = (part as Readonly<Record<string | number, unknown>> | null)?.[key];
  return part;
}

/** With other parts in the place of one, perhaps under another name. A mapping takes the last of them. */
function put(
  whole: unknown,
  [key, ...rest]: Path,
  parts: (part: unknown) => readonly unknown[],
  name?: string,
): unknown {
  if (key === undefined || typeof whole !== "object" || whole === null) return whole;
  const replaced = (each: string, part: unknown): readonly unknown[] => {
    if (each !== String(key)) return [part];
    return rest.length === 0 ? parts(part) : [put(part, rest, parts, name)];
  };
  const entries = Object.entries(whole);
  if (Array.isArray(whole)) return entries.flatMap(([each, part]) => replaced(each, part));
  return Object.fromEntries(
    entries.flatMap(([each, part]) => {
      const called = each === String(key) && rest.length === 0 ? (name ?? each) : each;
      return replaced(each, part).map((one) => [called, one] as const);
    }),
  );
}
