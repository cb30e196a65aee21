/** A value in a few characters, for people: never fails, whatever the value's own methods do. */
export function show(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "object":
      return value === null ? "null" : showObject(value);
    case "function":
      return `function ${value.name}`.trim();
    case "bigint":
      return `${value}n`;
    case "boolean":
    case "symbol":
    case "undefined":
      break;
  }
  return String(value);
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
