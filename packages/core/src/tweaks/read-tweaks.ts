import { definitionNamed } from "../identity/definition.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Memoised } from "../memoize.ts";
import type { Fn } from "../identity/definition.ts";
import { parseValueText } from "../identity/parse.ts";
import { Node, resolve } from "../identity/read.ts";
import { shiftNamed } from "./shift.ts";
import { Tweaks as TweakSet } from "./tweaks.ts";

export type Tweaks = TweakSet;

/** What `Tweaks` can do beside what each set of tweaks can. */
interface Reading {
  /**
   * Reads what `toJSON` wrote (S12).
   * @throws {InvalidArgumentError} when `json` is no such form
   * @throws {NodeSyntaxError} when a text in it is malformed
   * @throws {UnknownFunctionError} when it names a function, shift or class that is not loaded here
   */
  from(json: unknown): TweakSet;
}

/** Put together here, so that a bundle which reads no text holds no parser. */
export const Tweaks: typeof TweakSet & Reading = /* @__PURE__ */ Object.assign(TweakSet, {
  from: readTweaks,
});

function readTweaks(json: unknown): TweakSet {
  if (!isObject(json)) throw malformed("an object");
  const withNodes = listOf(json["nodes"], "`nodes`").reduce<TweakSet>((tweaks, item) => {
    const [node, to] = listOf(item, "an item of `nodes`");
    return tweaks.tweak(Node.parse(text(node)), readReplacement(to));
  }, TweakSet.empty);
  return listOf(json["functions"], "`functions`").reduce<TweakSet>((tweaks, item) => {
    const [name, to, where] = listOf(item, "an item of `functions`");
    const fn = definitionNamed(text(name)).callable as Memoised<Fn>;
    const lists =
      where === undefined ? undefined : listOf(where, "a list of arguments").map(readList);
    return tweaks.tweakAll(fn, readReplacement(to), { where: lists as never });
  }, withNodes);
}

function readReplacement(written: unknown): unknown {
  if (!isObject(written)) throw malformed("{ value } or { shift, parameters }");
  if ("value" in written) {
    const values = readList(written["value"]);
    if (values.length !== 1) throw malformed("one value");
    return values[0];
  }
  return shiftNamed(text(written["shift"]), readList(written["parameters"]));
}

function readList(written: unknown): readonly unknown[] {
  return listOf(parseValueText(`[${text(written)}]`, resolve), "a list of values");
}

function text(value: unknown): string {
  if (typeof value !== "string") throw malformed("a text");
  return value;
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${what} to be a list`);
  return value as readonly unknown[];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function malformed(expected: string): InvalidArgumentError {
  return new InvalidArgumentError("Tweaks.from", `expected ${expected}, as toJSON writes it`);
}
