import { List, Map } from "immutable";
import { alike } from "../identity/alike.ts";
import { brand, refuseForeign } from "../identity/copies.ts";
import { keep } from "../identity/copy.ts";
import type { Definition, Fn } from "../identity/definition.ts";
import { InvalidArgumentError } from "../errors.ts";
import { type Key, keyOf, sameKey } from "../identity/key.ts";
import type { Memoised } from "../memoize.ts";
import { definitionIn, Node } from "../identity/node.ts";
import { refuseUnknown } from "../option-names.ts";
import { definitionOf } from "../identity/symbols.ts";
import { type AnyShift, Shift } from "./shift.ts";
import { writeTweaks, type WrittenTweaks } from "./write-tweaks.ts";

/** What replaces a node's value: a fixed value, or a function of its base value (S1). */
export type Tweak =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "shift"; readonly shift: AnyShift };

/** The callback of a whole-function tweak: `base()` is the base value, lazily (S12a). */
type Callback = (base: () => unknown, ...args: never[]) => unknown;

/** Which nodes of a function a whole-function tweak is for: all that the predicate accepts, or those of the listed arguments. */
type Where = ((...args: never[]) => boolean) | readonly (readonly unknown[])[];

/** A tweak of a whole function, those of its nodes included that are not known yet (S12a). */
export interface FunctionTweak {
  readonly to: Tweak | { readonly kind: "callback"; readonly apply: Callback };
  readonly where?: Where;
  /** The keys of the listed arguments, if `where` lists them. */
  readonly listed?: readonly Key[];
}

/** What `tweakAll` accepts as a replacement. */
export type FunctionReplacement<F extends Fn> =
  | ((base: () => Awaited<ReturnType<F>>, ...args: Parameters<F>) => Awaited<ReturnType<F>>)
  | Awaited<ReturnType<F>>
  | Shift<Awaited<ReturnType<F>>>;

/** What `tweakAll` accepts beside it. */
export interface FunctionTweakOptions<F extends Fn> {
  readonly where?: ((...args: Parameters<F>) => boolean) | readonly Parameters<F>[];
}

/** Whether a whole-function tweak is for the node. What the predicate throws is thrown on. */
export function matches(tweak: FunctionTweak, node: Node): boolean {
  if (tweak.listed !== undefined) return tweak.listed.some((key) => sameKey(key, node.key));
  return typeof tweak.where === "function" ? tweak.where(...(node.args as never[])) : true;
}

/**
 * An immutable set of tweaks, apart from any context: built with none at hand, merged, compared,
 * written down, and put on any context with `context.apply` (S12).
 */
export class Tweaks {
  static readonly empty: Tweaks = new Tweaks(Map(), Map());

  /** Tweaks of single nodes. */
  readonly nodes: Map<Node, Tweak>;
  /** Tweaks of whole functions, each function's in the order made: of those that match a node the last holds. */
  readonly functions: Map<Definition, List<FunctionTweak>>;

  static {
    brand(this.prototype);
  }

  /** Called by the engine; start from `Tweaks.empty`. */
  constructor(nodes: Map<Node, Tweak>, functions: Map<Definition, List<FunctionTweak>>) {
    this.nodes = nodes;
    this.functions = functions;
  }

  get isEmpty(): boolean {
    return this.nodes.isEmpty() && this.functions.isEmpty();
  }

  /** With one node tweaked; it replaces an earlier tweak of that node. @throws {InvalidArgumentError} when `to` is a plain function */
  tweak<R>(node: Node<R>, to: NoInfer<Awaited<R>> | Shift<NoInfer<Awaited<R>>>): Tweaks {
    return new Tweaks(
      this.nodes.set(requireNode("tweak", node), tweakTo(to, node)),
      this.functions,
    );
  }

  /** With every node of a function tweaked that `where` accepts (S12a). */
  tweakAll<F extends Fn>(
    fn: Memoised<F>,
    to: FunctionReplacement<F>,
    options?: FunctionTweakOptions<F>,
  ): Tweaks {
    const definition = definitionIn("tweakAll", fn);
    const whole = functionTweak(definition, to, options);
    return new Tweaks(
      this.nodes,
      this.functions.update(definition, List<FunctionTweak>(), (list) => covered(list, whole)),
    );
  }

  /** Without the tweak of a node. Returns this very object if it has none. */
  untweak(node: Node): Tweaks {
    const nodes = this.nodes.delete(requireNode("untweak", node));
    return nodes === this.nodes ? this : new Tweaks(nodes, this.functions);
  }

  /** Without the whole-function tweaks of a function. Returns this very object if it has none. */
  untweakAll<F extends Fn>(fn: Memoised<F>): Tweaks {
    const functions = this.functions.delete(definitionIn("untweakAll", fn));
    return functions === this.functions ? this : new Tweaks(this.nodes, functions);
  }

  /** Both sets; where both tweak the same, `other` wins. Complexity: in proportion to `other`. */
  merge(other: Tweaks): Tweaks {
    const { nodes, functions } = requireTweaks("merge", other);
    return new Tweaks(
      this.nodes.merge(nodes),
      this.functions.mergeWith((mine, others) => others.reduce(covered, mine), functions),
    );
  }

  /** Whether the two hold the same tweaks: values by the walk that compares arguments, or `Object.is` where it does not support them, shifts as `Shift.equals` says, callbacks and filters by identity. */
  equals(other: unknown): boolean {
    return (
      other instanceof Tweaks &&
      this.nodes.size === other.nodes.size &&
      this.functions.size === other.functions.size &&
      this.nodes.every((tweak, node) => sameReplacement(tweak, other.nodes.get(node))) &&
      this.functions.every((list, definition) =>
        sameEach([...list], [...(other.functions.get(definition) ?? [])], sameWhole),
      )
    );
  }

  /**
   * The written form, which `Tweaks.from` reads back in any process that loaded the same functions and
   * shifts (S12).
   * @throws {UnserialisableTweakError} when a tweak is an anonymous shift, a callback or a predicate, or its value cannot be written
   * @throws {AnonymousFunctionError} when a tweaked function has no name
   */
  toJSON(): WrittenTweaks {
    return writeTweaks(this);
  }

  hashCode(): number {
    return this.nodes.size * 31 + this.functions.size;
  }
}

/** With one more tweak of the function. One for all of its nodes hides those made before it for good, so they are let go. */
function covered(list: List<FunctionTweak>, whole: FunctionTweak): List<FunctionTweak> {
  return whole.where === undefined ? List([whole]) : list.push(whole);
}

/** @throws {InvalidArgumentError} when `tweaks` is no set of tweaks. */
export function requireTweaks(method: string, tweaks: unknown): Tweaks {
  if (tweaks instanceof Tweaks) return tweaks;
  refuseForeign(tweaks, "The set of tweaks");
  throw new InvalidArgumentError(method, "expected a Tweaks, such as Tweaks.empty.tweak(…)");
}

/**
 * A replacement as it is kept. A plain function is refused: meant as a shift, as `tweakAll` takes it, it
 * would silently be the value.
 * @throws {TwoCopiesError} when it is a shift of another copy of the package.
 */
function tweakTo(to: unknown, node?: Node): Tweak {
  refuseForeign(to, "The shift");
  if (node !== undefined && typeof to === "function" && !(definitionOf in to))
    throw new InvalidArgumentError(
      "tweak",
      `${node} is given a plain function: of its base value write shift(…), as its value shift(() => …)`,
    );
  return to instanceof Shift ? { kind: "shift", shift: to } : { kind: "value", value: to };
}

/** A whole-function tweak as it is kept. */
function functionTweak(definition: Definition, to: unknown, options: object = {}): FunctionTweak {
  refuseUnknown("tweakAll", options, "where");
  const { where }: { readonly where?: unknown } = options;
  const replacement =
    typeof to === "function" ? { kind: "callback" as const, apply: to as Callback } : tweakTo(to);
  if (where === undefined) return { to: replacement };
  if (typeof where === "function") return { to: replacement, where: where as Where };
  if (!Array.isArray(where) || !where.every(Array.isArray)) {
    throw new InvalidArgumentError(
      "tweakAll",
      "`where` is a predicate over the arguments, or a list of argument lists",
    );
  }
  const lists = where as readonly (readonly unknown[])[];
  return {
    to: replacement,
    listed: lists.map((args) => keyOf(args, definition.label)),
    where: lists.map((args) => keep(args).args), // copies: what is listed stays so
  };
}

/** @throws {InvalidArgumentError} when `node` is no node. */
export function requireNode(method: string, node: unknown): Node {
  if (node instanceof Node) return node;
  refuseForeign(node, "The node");
  throw new InvalidArgumentError(method, 'expected a node, such as price.node("AAPL")');
}

/** Whether two replacements replace alike: by content, callbacks by identity. */
export function sameReplacement(
  a: FunctionTweak["to"],
  b: FunctionTweak["to"] | undefined,
): boolean {
  if (a.kind === "value") return b?.kind === "value" && alike(a.value, b.value) === true;
  if (a.kind === "shift") return b?.kind === "shift" && a.shift.equals(b.shift);
  return b?.kind === "callback" && a.apply === b.apply;
}

/** Whether two whole-function tweaks of one function are the same. */
function sameWhole(a: FunctionTweak, b: FunctionTweak): boolean {
  return (
    sameReplacement(a.to, b.to) &&
    (a.listed === undefined || b.listed === undefined
      ? a.where === b.where
      : sameEach(a.listed, b.listed, sameKey))
  );
}

function sameEach<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i] as T));
}
