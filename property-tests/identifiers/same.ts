import * as Immutable from "immutable";
import { Node } from "../../packages/core/src/identity/node.ts";
import { Money, Trade } from "./shapes.ts";

/** Whether two values of the kinds in `shapes.ts` are equal by S24: written from that rule alone, pair by pair. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Immutable.isSeq(a) && Immutable.isSeq(b)) return isSameSequence(a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const rule = rules.find((candidate) => candidate.is(a));
  return rule?.compare(contentOf(a), contentOf(b)) ?? false;
}

type Compare = (a: readonly unknown[], b: readonly unknown[]) => boolean;

const isAny = Immutable.isCollection;

/** How the contents of each kind of object are compared; the first that applies. */
const rules: readonly { is: (value: object) => boolean; compare: Compare }[] = [
  { is: (value) => Immutable.isMap(value) && !Immutable.isOrdered(value), compare: inAnyOrder },
  { is: (value) => Immutable.isSet(value) && !Immutable.isOrdered(value), compare: inAnyOrder },
  { is: (value) => isAny(value) || Immutable.isRecord(value) || !isPlain(value), compare: inOrder },
  { is: isPlain, compare: inAnyOrder },
];

function isPlain(value: object): boolean {
  return [null, Object.prototype].includes(Object.getPrototypeOf(value));
}

/** What an object consists of: two of one class are equal if these are. */
function contentOf(value: object): readonly unknown[] {
  if (value instanceof Node) return [value.function, value.args.length, ...value.args];
  if (value instanceof Trade) return [value.id];
  if (value instanceof Money) return [value.amount];
  if (value instanceof Date) return [value.getTime()];
  if (Array.isArray(value)) return [value.length, ...Object.keys(value), ...value];
  if (Immutable.isRecord(value)) return [...value.toSeq()];
  if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value) || isAny(value)) {
    return Array.from(Object(value));
  }
  return Object.entries(value);
}

type Sequence = Immutable.Seq<unknown, unknown>;

function isSameSequence(a: Sequence, b: Sequence): boolean {
  return (
    Immutable.isKeyed(a) === Immutable.isKeyed(b) &&
    Immutable.isIndexed(a) === Immutable.isIndexed(b) &&
    inOrder([...a], [...b])
  );
}

function inOrder(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((element, index) => same(element, b[index]));
}

function inAnyOrder(a: readonly unknown[], b: readonly unknown[]): boolean {
  const left = [...b];
  return (
    a.length === b.length &&
    a.every((element) => {
      const found = left.findIndex((candidate) => same(element, candidate));
      if (found >= 0) left.splice(found, 1);
      return found >= 0;
    })
  );
}
