import { UnserialisableArgumentError } from "../errors.ts";
import { isSupplanted } from "./classes.ts";
import {
  type AnyRecord,
  classOf,
  type Comparable,
  describe,
  type Keyed,
  nameOfClass,
  visit,
} from "./kind.ts";
import { dugFrom, dugKey, type Identity, type Named } from "./symbols.ts";
import { TextWalk } from "./text.ts";
import { Trail } from "./trail.ts";

/** How what lies outside a value's own structure is written. */
export interface Write {
  /** The readable form of a node, such as `price("AAPL",2)`. */
  node(identity: Identity): string;
  /** A memoised function's name, as `writeName` writes it. Throws if the function has none. */
  definition(definition: Named): string;
  /** How the memoised function whose arguments are written is called in messages. */
  readonly owner: string;
}

/**
 * Writes a list of arguments, without its parentheses, so that `parseNodeText` reads equal ones (S25).
 * Equal arguments (S24) have the same text.
 *
 * ```text
 * value    = primitive | array | object | tagged | node
 * primitive = undefined | null | true | false | string (as in JSON)
 *          | number (as in JavaScript: 1.5, 1e21, -0, NaN, -Infinity) | bigint (12n)
 * array    = [ element, … ]            as in JavaScript: [1,,2] has a hole, and so has [,]
 * element  = value | nothing | #holes(count)
 * object   = { name: value, … }        names unquoted if they are identifiers; sorted
 * tagged   = #null object              without a prototype
 *          | #Date("2020-01-01T00:00:00.000Z") | #Date(NaN)
 *          | #Map([[key,value],…]) | #Set([value,…])
 *          | #Float64Array([number,…]) and so on
 *          | #List([value,…]), #ImmutableMap([[key,value],…]), #ImmutableSet, #OrderedMap,
 *            #OrderedSet, #Stack, #IndexedSeq, #KeyedSeq, #SetSeq
 *          | #function(name)           a memoised function
 *          | #new(string,value)        an instance: its class's name, what its [dugKey] returned
 * node     = name(value,…)
 * name     = a letter, _ or $, then any of these, digits, and . / : -
 *          | string (as in JSON)       for any other name
 * ```
 * White space is allowed between all of these. Containers lie at most 500 deep inside one another.
 *
 * @throws {UnserialisableArgumentError} when one of them has no such form.
 */
export function writeArguments(args: readonly unknown[], write: Write): string {
  return new WriteWalk(write).list(args);
}

/** Writes one value, as `writeArguments` does. @throws {UnserialisableArgumentError} when it has no such form. */
export function writeValue(value: unknown, write: Write): string {
  return visit(value, new WriteWalk(write));
}

/** Writes the name of a memoised function: bare if it can be. */
export function writeName(name: string): string {
  return /^[A-Za-z_$][\w$./:-]*$/.test(name) ? name : JSON.stringify(name);
}

class WriteWalk extends TextWalk {
  readonly #write: Write;

  constructor(write: Write) {
    super(new Trail(write.owner));
    this.#write = write;
  }

  memoised(definition: Named): string {
    return `#function(${this.#write.definition(definition)})`;
  }

  node(identity: Identity, value: object): string {
    return this.inside(value, () => this.#write.node(identity), identity.key.depth, true);
  }

  keyed(value: Keyed): string {
    const readable = classOf(value);
    const name = nameOfClass(readable);
    if (readable === undefined || name === "") return this.reject(describe(value));
    if (typeof Reflect.get(readable, dugFrom) !== "function") {
      return this.reject(`${describe(value)}, a class without a static [dugFrom](key)`);
    }
    if (isSupplanted(readable)) {
      return this.reject(
        `${describe(value)}, where another class of that name was given to model()`,
      );
    }
    return this.inside(value, () => {
      const key = this.child(value[dugKey](), { words: ".[dugKey]()" });
      return `#new(${JSON.stringify(name)},${key})`;
    });
  }

  record(value: AnyRecord): string {
    return this.reject(`${describe(value)}, a Record without [dugKey]()`);
  }

  comparable(value: Comparable): string {
    return this.reject(`${describe(value)}, a class without [dugKey]()`);
  }

  protected reject(type: string): never {
    throw new UnserialisableArgumentError(this.trail.facts(type));
  }
}
