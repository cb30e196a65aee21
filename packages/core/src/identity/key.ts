import { UnsupportedArgumentError } from "../errors.ts";
import { type AnyRecord, type Comparable, describe, type Keyed } from "./kind.ts";
import { dugKey, type Identity, type Named } from "./symbols.ts";
import { TextWalk } from "./text.ts";
import { Trail } from "./trail.ts";

/** What a list of arguments is compared by. A key means nothing in another process. */
export interface Key {
  /** The arguments' structure. It tells apart all that a function can tell apart, but for `instances` (S24). */
  readonly text: string;
  /** What only its own `equals` can compare, in the order of its places in `text`; empty for most. */
  readonly instances: readonly Pick<Comparable, "equals">[];
  /** How many containers lie inside one another. */
  readonly depth: number;
}

/**
 * The key of a list of arguments (S24). Complexity: the arguments' size; the order of keys in plain
 * objects and of elements in Immutable's `Map` and `Set` is undone by sorting.
 * @param owner How the memoised function is called in messages.
 * @throws {UnsupportedArgumentError} when one of them is nothing that can be compared by value.
 */
export function keyOf(args: readonly unknown[], owner: string): Key {
  const trail = new Trail(owner);
  const walk = new KeyWalk(trail);
  const text = walk.list(args);
  return { text, instances: walk.instances, depth: trail.reached };
}

/** Whether two keys are those of equal arguments. */
export function sameKey(a: Key, b: Key): boolean {
  return a === b || (a.text === b.text && sameInstances(a.instances, b.instances));
}

type Instances = Key["instances"];

/** Keys of one text have equally many instances, each in the place of its counterpart. */
function sameInstances(a: Instances, b: Instances): boolean {
  return a.every((instance, index) => instance === b[index] || instance.equals(b[index]));
}

class KeyWalk extends TextWalk {
  instances: Pick<Comparable, "equals">[] = [];

  memoised(definition: Named): string {
    return `@${definition.serial}`;
  }

  node({ definition, key }: Identity, value: object): string {
    for (const instance of key.instances) this.instances.push(instance);
    return this.inside(value, () => `@${definition.serial}(${key.text})`, key.depth, true);
  }

  record(value: AnyRecord): string {
    return this.inside(value, () => {
      const fields = Array.from(value.toSeq(), ([name, field]) => this.field(name, field));
      return `#${serialOfClass(value)}{${fields.toSorted().join(",")}}`;
    });
  }

  keyed(value: Keyed): string {
    return this.inside(value, () => {
      return `#${serialOfClass(value)}(${this.child(value[dugKey](), { words: ".[dugKey]()" })})`;
    });
  }

  comparable(value: Comparable): string {
    const hash = value.hashCode();
    if (typeof hash !== "number")
      return this.reject(`${describe(value)}, whose hashCode() is no number`);
    this.instances.push(value);
    return `#${serialOfClass(value)}.${hash}`;
  }

  /** Sorts instances along with the texts that they belong to. */
  protected override unordered<T>(
    elements: readonly T[],
    write: (element: T, index: number) => string,
  ): string[] {
    const outside = this.instances;
    const groups = new Map<string, Instances[]>();
    const texts = elements.map((element, index) => {
      this.instances = [];
      const text = write(element, index);
      const group = groups.get(text);
      if (group === undefined) groups.set(text, [this.instances]);
      else group.push(this.instances);
      return text;
    });
    this.instances = outside;
    texts.sort();
    for (const text of new Set(texts)) this.#add(groups.get(text) ?? []);
    return texts;
  }

  /** Adds the instances of elements that have one and the same text. */
  #add(group: readonly Instances[]): void {
    const [first] = group;
    if (first === undefined || first.length === 0) return;
    if (group.length === 1) for (const instance of first) this.instances.push(instance);
    else this.instances.push(new Bag(group));
  }

  protected reject(type: string): never {
    throw new UnsupportedArgumentError(this.trail.facts(type));
  }
}

/** Elements of one unordered collection that share a text: instances with equal hashes, in no order. */
class Bag {
  readonly #members: readonly Instances[];

  constructor(members: readonly Instances[]) {
    this.#members = members;
  }

  /** Whether each member has a counterpart of its own. Taking the first that is equal is right, since being equal is transitive. */
  equals(other: unknown): boolean {
    if (!(other instanceof Bag)) return false;
    const left = [...other.#members];
    return this.#members.every((member) => {
      const found = left.findIndex((candidate) => sameInstances(member, candidate));
      if (found >= 0) left.splice(found, 1);
      return found >= 0;
    });
  }
}

/** Numbers of classes in this process, by what their instances inherit from. Names would not do: two classes may share one. */
const serials = new WeakMap<object, number>();
let lastSerial = 0;

function serialOfClass(instance: object): number {
  const prototype: object = Object.getPrototypeOf(instance);
  let serial = serials.get(prototype);
  if (serial === undefined) serials.set(prototype, (serial = ++lastSerial));
  return serial;
}
