import { elementsOf, isPlain } from "./difference.ts";

/** Whether two values are the same to a reader of the table: by content for lists and plain objects, by `equals` for what has it, errors by class and message. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [listA, listB] = [elementsOf(a), elementsOf(b)];
  if (listA !== undefined && listB !== undefined)
    return listA.length === listB.length && listA.every((each, i) => alike(each, listB[i]));
  return isPlain(a) && isPlain(b) ? alikePlain(a, b) : alikeInstances(a, b);
}

type Plain = Readonly<Record<string, unknown>>;

function alikePlain(a: Plain, b: Plain): boolean {
  const keys = Object.keys(a);
  const isSame = (key: string): boolean => Object.hasOwn(b, key) && alike(a[key], b[key]);
  return keys.length === Object.keys(b).length && keys.every(isSame);
}

function alikeInstances(a: object, b: object): boolean {
  if (a instanceof Error && b instanceof Error) return a.name === b.name && a.message === b.message;
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  return "equals" in a && typeof a.equals === "function" && a.equals(b) === true;
}
