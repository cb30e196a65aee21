import { type AnyCollection, type CollectionKind, partsOf } from "./collections.ts";
import { eachElement } from "./holes.ts";
import {
  type AnyRecord,
  type Comparable,
  type Keyed,
  type Primitive,
  visit,
  type Visitor,
} from "./kind.ts";
import { kindOfTypedArray, type TypedArray } from "./natives.ts";
import type { Identity, Named } from "./symbols.ts";
import { isIdentifier, type Step, type Trail } from "./trail.ts";

/** Gaps in arrays longer than this are counted, where shorter ones are written as commas. */
const longGap = 16;

/** The text of a primitive. */
export function writePrimitive(value: Primitive): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}

/**
 * Turns arguments into text by their structure. No two different values have one text, equal ones
 * always have the same: where order does not count (S24) the text has an order of its own. How functions,
 * nodes and instances are named is left to those who walk: a key does it for this process alone, the
 * readable form for all. `write.ts` describes the language.
 */
export abstract class TextWalk implements Visitor<string> {
  protected readonly trail: Trail;

  constructor(trail: Trail) {
    this.trail = trail;
  }

  abstract memoised(definition: Named): string;
  abstract node(identity: Identity, value: object): string;
  abstract record(value: AnyRecord): string;
  abstract keyed(value: Keyed): string;
  abstract comparable(value: Comparable): string;
  protected abstract reject(type: string): never;

  /** The text of a list of arguments, without its parentheses. */
  list(args: readonly unknown[]): string {
    let text = "";
    for (let position = 0; position < args.length; position++) {
      this.trail.position = position;
      text += (position === 0 ? "" : ",") + visit(args[position], this);
    }
    return text;
  }

  primitive(value: Primitive): string {
    return writePrimitive(value);
  }

  array(value: readonly unknown[]): string {
    return this.inside(value, () => {
      const parts: string[] = [];
      eachElement(
        value,
        (element, index) => parts.push(this.child(element, index)),
        (count) => {
          if (count > longGap) parts.push(`#holes(${count})`);
          else for (let hole = 0; hole < count; hole++) parts.push("");
        },
      );
      // As in JavaScript, the comma after the last element does not count.
      return `[${parts.join(",")}${parts.at(-1) === "" ? "," : ""}]`;
    });
  }

  object(value: object, bare: boolean): string {
    return this.inside(value, () => {
      const names = Object.keys(value).toSorted();
      return `${bare ? "#null" : ""}{${names.map((name) => this.field(name, Reflect.get(value, name))).join(",")}}`;
    });
  }

  date(value: Date): string {
    return `#Date(${Number.isNaN(value.getTime()) ? "NaN" : JSON.stringify(value.toISOString())})`;
  }

  typedArray(value: TypedArray): string {
    return `#${kindOfTypedArray(value)}([${Array.from(value, writePrimitive).join(",")}])`;
  }

  collection(value: AnyCollection, kind: CollectionKind): string {
    return this.inside(value, () => {
      const parts = partsOf(value, kind);
      const write = kind.keyed === true ? this.#entry : this.#element;
      const texts = kind.unordered === true ? this.unordered(parts, write) : parts.map(write);
      return `#${kind.tag}([${texts.join(",")}])`;
    });
  }

  unsupported(value: unknown, type: string, property?: string): never {
    if (property !== undefined && typeof value === "object" && value !== null) {
      this.trail.enter(value);
      this.trail.step(property);
    }
    return this.reject(type);
  }

  /** Goes into a container, of which `below` further levels and perhaps the text are known, for as long as `body` runs. */
  protected inside(
    container: object,
    body: () => string,
    below = 0,
    isWritten: boolean = false,
  ): string {
    const fault = this.trail.enter(container, below, isWritten);
    if (fault !== undefined) return this.reject(fault);
    const text = body();
    const excess = this.trail.leave(text.length);
    return excess === undefined ? text : this.reject(excess);
  }

  /** The text of something in the innermost container. */
  protected child(value: unknown, step: Step): string {
    this.trail.step(step);
    return visit(value, this);
  }

  protected field(name: string, value: unknown): string {
    return `${isIdentifier(name) ? name : JSON.stringify(name)}:${this.child(value, name)}`;
  }

  /** The texts of elements whose order does not count, sorted. */
  protected unordered<T>(
    elements: readonly T[],
    write: (element: T, index: number) => string,
  ): string[] {
    return elements.map(write).toSorted();
  }

  readonly #element = (value: unknown, index: number): string => this.child(value, index);

  readonly #entry = (entry: unknown, index: number): string => {
    const [key, value] = entry as readonly [unknown, unknown];
    const text = this.child(key, { words: `.key(${index})` });
    return `[${text},${this.child(value, { words: `.get(${text.length > 40 ? `${text.slice(0, 40)}…` : text})` })}]`;
  };
}
