import { instanceOf } from "./classes.ts";
import { definitionNamed } from "./definition.ts";
import { InvalidArgumentError } from "../errors.ts";
import { Node as Identifier } from "./node.ts";
import { parseNodeText, type Resolve } from "./parse.ts";

export type Node<R = unknown> = Identifier<R>;

/** How what a text names is found. */
export const resolve: Resolve = {
  node: (name, args) => Identifier.of(definitionNamed(name), args),
  definition: (name) => definitionNamed(name).callable,
  instance: instanceOf,
};

/** What `Node` can do beside what each node can. */
interface Reading {
  /**
   * Reads the readable form of a node, as `toString` and `toJSON` write it (S25).
   * @throws {InvalidArgumentError} when `text` is no text
   * @throws {NodeSyntaxError} when it is no such form
   * @throws {UnknownFunctionError} when it names a function or class that is not loaded here
   */
  parse(text: string): Identifier;
}

/** Put together here, so that a bundle which reads no text holds no parser. */
export const Node: typeof Identifier & Reading = /* @__PURE__ */ Object.assign(Identifier, {
  parse: (text: string) => {
    if (typeof text !== "string") throw new InvalidArgumentError("Node.parse", "expected a text");
    return parseNodeText(text, resolve) as Identifier;
  },
});
