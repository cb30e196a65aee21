import type { Primitive } from "../identity/kind.ts";
import { writePrimitive } from "../identity/text.ts";

/** A value in a few characters, for people: never fails, whatever the value's own methods do. */
export function show(value: unknown): string {
  if (typeof value === "function") return `function ${value.name}`.trim();
  if (typeof value === "object" && value !== null) return showObject(value);
  return typeof value === "symbol" ? String(value) : writePrimitive(value as Primitive);
}

function showObject(value: object): string {
  try {
    return shownObject(value);
  } catch {
    return "object"; // a getter or a proxy of its own threw: there is nothing else to say of it
  }
}

function shownObject(value: object): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return `array of ${value.length}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  const name: unknown = prototype === null ? "" : value.constructor?.name;
  return typeof name !== "string" || name === "" || name === "Object" ? "object" : name;
}
