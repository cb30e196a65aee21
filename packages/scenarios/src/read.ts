import { evaluate, type ObjectNode, type ValueNode } from "@humanwhocodes/momoa";
import { DugError, Node, Tweaks } from "@dug/core";
import { ScenarioFileError } from "./errors.ts";
import { parseJSON } from "./json-text.ts";
import { baseName } from "./run/tasks.ts";
import { type Scenario, scenario } from "./scenario.ts";

/**
 * Reads a scenario file: a JSON list of `{ "name": …, "tweaks": [[node, value], …], "note": … }`, where
 * a node is in its readable form, such as `"spot(\"IBM\")"`, and the value, any JSON value, replaces the
 * node's. The functions named must be loaded.
 *
 * @param text the file's content
 * @param options.file what messages call the file
 * @throws {ScenarioFileError} with file, line and column when the text is no such list, a node cannot be
 * read or lacks arguments, or a name or a node comes twice.
 */
export function readScenarios(
  text: string,
  options: { readonly file: string },
): readonly Scenario[] {
  return new Reader(options.file).scenarios(parseJSON(text, options.file));
}

const FIELDS: readonly string[] = ["name", "tweaks", "note"];

/** Reads one file, and says where in it something is wrong. */
class Reader {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  scenarios(document: ValueNode): readonly Scenario[] {
    const names = new Set([baseName]);
    return this.#elements(document, "a list of scenarios").map((element) => {
      const fields = this.#fields(element);
      const read = this.#scenario(element, fields);
      if (names.has(read.name)) {
        this.#fail(
          fields.get("name") ?? element,
          `the name ${JSON.stringify(read.name)} is taken; each row of the table needs one of its own`,
        );
      }
      names.add(read.name);
      return read;
    });
  }

  #scenario(element: ValueNode, fields: ReadonlyMap<string, ValueNode>): Scenario {
    const name = this.#text(
      fields.get("name") ?? this.#lacks(element, "name"),
      "the scenario's name",
    );
    const tweaks = this.#tweaks(fields.get("tweaks") ?? this.#lacks(element, "tweaks"));
    const note = fields.get("note");
    return scenario(name, tweaks, note === undefined ? {} : { note: this.#text(note, "a note") });
  }

  #tweaks(list: ValueNode): Tweaks {
    let tweaks = Tweaks.empty;
    for (const pair of this.#elements(list, "a list of tweaks, [[node, value], …]")) {
      const [target, value, ...more] = this.#elements(pair, "a tweak, [node, value]");
      if (target === undefined || value === undefined || more.length > 0) {
        this.#fail(pair, "expected a tweak of two elements, [node, value]");
      }
      const node = this.#node(target);
      if (tweaks.nodes.has(node)) this.#fail(target, `${node} is tweaked twice in this scenario`);
      tweaks = tweaks.tweak(node, evaluate(value));
    }
    return tweaks;
  }

  #node(target: ValueNode): Node {
    const node = this.#parseNode(
      target,
      this.#text(target, 'a node such as "price(\\"AAPL\\",2)"'),
    );
    const needed = node.function.length;
    if (node.args.length < needed) {
      this.#fail(
        target,
        `${node} lacks arguments: ${node.function.id} takes ${needed}, here are ${node.args.length}`,
      );
    }
    return node;
  }

  #parseNode(at: ValueNode, text: string): Node {
    try {
      return Node.parse(text);
    } catch (error) {
      if (error instanceof DugError) return this.#fail(at, error.message, { cause: error });
      throw error;
    }
  }

  #fields(element: ValueNode): ReadonlyMap<string, ValueNode> {
    const fields = new Map<string, ValueNode>();
    for (const member of this.#object(element).members) {
      const name = member.name.type === "String" ? member.name.value : member.name.name;
      if (!FIELDS.includes(name)) {
        this.#fail(
          member.name,
          `a scenario has no field ${JSON.stringify(name)}; it has ${FIELDS.join(", ")}`,
        );
      }
      if (fields.has(name))
        this.#fail(member.name, `the field ${JSON.stringify(name)} comes twice`);
      fields.set(name, member.value);
    }
    return fields;
  }

  #object(node: ValueNode): ObjectNode {
    if (node.type === "Object") return node;
    return this.#fail(node, 'expected a scenario, { "name": …, "tweaks": … }');
  }

  #elements(node: ValueNode, what: string): readonly ValueNode[] {
    if (node.type === "Array") return node.elements.map(({ value }) => value);
    return this.#fail(node, `expected ${what}`);
  }

  #text(node: ValueNode, what: string): string {
    if (node.type === "String" && node.value !== "") return node.value;
    return this.#fail(node, `expected ${what}, a text that is not empty`);
  }

  #lacks(element: ValueNode, field: string): never {
    return this.#fail(element, `the scenario has no ${JSON.stringify(field)}`);
  }

  #fail(at: Pick<ValueNode, "loc">, problem: string, options?: ErrorOptions): never {
    const { line, column } = at.loc.start;
    throw new ScenarioFileError({ file: this.#file, line, column }, problem, options);
  }
}
