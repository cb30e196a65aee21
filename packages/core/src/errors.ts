import type { Node } from "./identity/node.ts";

/**
 * What the engine throws when it is used wrongly, or cannot give an answer. An error that a user's
 * function throws is an outcome, and is rethrown as the same object instead (S19).
 */
export abstract class DugError extends Error {
  /** Says in one stable word what kind of mistake this is: for programs, where the message is for people. */
  abstract readonly code: string;

  /** The class's name, made from `code` so that it survives minification. */
  override get name(): string {
    return `${this.code.replace(/(.)([^_]*)_?/g, (_, first: string, rest: string) => first + rest.toLowerCase())}Error`;
  }
}

/** A memoised function was called, or `Context.current` read, where no context is entered (S5). */
export class OutsideContextError extends DugError {
  override readonly code: string = "OUTSIDE_CONTEXT";
  /** The call that was made, or `undefined` if it was `Context.current` that was read. */
  readonly call: string | undefined;

  constructor(
    call?: string,
    message: string = `${call === undefined ? "There is no current context" : `${call} was called outside every context`}. ` +
      `Wrap the code: new Context().run(() => …).` +
      (call === undefined ? "" : " To name the node without calling, write f.node(…)."),
  ) {
    super(message);
    this.call = call;
  }
}

/** Contexts were not left in the order in which they were entered, or not in time (S10). */
export class ContextOrderError extends DugError {
  override readonly code = "CONTEXT_ORDER";
  readonly context: string;

  constructor(context: string, what: string) {
    super(`${context} ${what}. \`run\` leaves by itself on every way out.`);
    this.context = context;
  }
}

/** A dynamic context that is in use under one parent was to be entered under another (S6). */
export class ContextBusyError extends DugError {
  override readonly code = "CONTEXT_BUSY";
  readonly context: string;
  readonly under: string;
  readonly wanted: string;

  constructor(facts: { context: string; under: string; wanted: string }) {
    super(
      `${facts.context} is in use under ${facts.under} and cannot be entered under ${facts.wanted} too. ` +
        `Fork ${facts.wanted} instead, or give the context a fixed parent.`,
    );
    this.context = facts.context;
    this.under = facts.under;
    this.wanted = facts.wanted;
  }
}

/** A context was entered from inside an evaluation that did not make it (S21). */
export class ForeignContextError extends DugError {
  override readonly code = "FOREIGN_CONTEXT";
  readonly context: string;
  readonly node: Node;

  constructor(context: string, node: Node) {
    super(
      `${context} cannot be entered while ${node} is evaluated, which did not make it: nothing traces what is read there. ` +
        `Inside a memoised function use contexts made there: new Context().run(…).`,
    );
    this.context = context;
    this.node = node;
  }
}

/** A context was given a snapshot of another one (S11). */
export class ForeignSnapshotError extends DugError {
  override readonly code = "FOREIGN_SNAPSHOT";
  readonly context: string;
  readonly snapshot: string;

  constructor(context: string, snapshot: string) {
    super(
      `${context} cannot be restored to ${snapshot}, which was taken of another context. ` +
        `To go on from there: snapshot.fork().`,
    );
    this.context = context;
    this.snapshot = snapshot;
  }
}

/** A context was changed from inside an evaluation that did not make it (S21). */
export class TweakDuringEvaluationError extends DugError {
  override readonly code = "TWEAK_DURING_EVALUATION";
  readonly context: string;
  readonly node: Node;

  constructor(context: string, node: Node) {
    super(
      `${context} cannot change while ${node} is evaluated, which did not make it. ` +
        `Inside a memoised function use contexts made there: new Context().run(…).`,
    );
    this.context = context;
    this.node = node;
  }
}

/** A context was read out from inside an evaluation, where nothing could trace it (S21). */
export class ReadDuringEvaluationError extends DugError {
  override readonly code = "READ_DURING_EVALUATION";
  readonly method: string;
  readonly node: Node;

  constructor(method: string, node: Node) {
    super(
      `\`${method}\` was called while ${node} is evaluated: nothing traces what is read there. ` +
        `Call the memoised function instead, or read out from outside.`,
    );
    this.method = method;
    this.node = node;
  }
}

/** A memoised function was called by the callback of a shift, a filter, or another callback of the engine (S2, S12a). */
export class CallInShiftError extends DugError {
  override readonly code = "CALL_IN_SHIFT";
  readonly call: string;
  readonly where: string;

  constructor(call: string, where: string) {
    super(
      `${call} was called by ${where}, which sees only what it is given. ` +
        `Call it beforehand, or in the memoised function.`,
    );
    this.call = call;
    this.where = where;
  }
}

/** A node depends on itself; the outcome of every node on the cycle (S20). */
export class CycleError extends DugError {
  override readonly code = "CYCLE";
  /** All nodes that can reach one another, sorted by their readable form. */
  readonly nodes: readonly Node[];

  constructor(nodes: readonly Node[]) {
    const shown = nodes.slice(0, 10).join(", ");
    super(
      (nodes.length === 1
        ? `${shown} depends on itself`
        : `${nodes.length} nodes depend on one another: ${shown}`) +
        `${nodes.length > 10 ? ", …" : ""}. A tweak of one of them cuts the cycle.`,
    );
    this.nodes = nodes;
  }
}

/** Calls were nested more deeply than the JavaScript stack holds (S23). */
export class DepthError extends DugError {
  override readonly code = "DEPTH";
  readonly node: Node;
  /** How many evaluations were under way, one inside the other. */
  readonly depth: number;

  constructor(node: Node, depth: number, cause: unknown) {
    super(
      `${node} is called ${depth} evaluations deep, more than the stack holds. ` +
        `Evaluate the chain from its far end first, or enlarge the stack: node --stack-size.`,
      { cause },
    );
    this.node = node;
    this.depth = depth;
  }
}

/** A function that returns a promise stands where a plain function is expected (S22b). */
export class UndeclaredAsyncError extends DugError {
  override readonly code = "UNDECLARED_ASYNC";
  readonly call: string;

  constructor(call: string) {
    super(
      `${call} returned a promise and is not declared asynchronous: nothing traces what is read after an await. ` +
        `Make it an async function or a flow, or say { async: true }.`,
    );
    this.call = call;
  }
}

/** Something that cannot be memoised was given to `memoize` (S22b). */
export class UnsupportedFunctionError extends DugError {
  override readonly code = "UNSUPPORTED_FUNCTION";
  readonly functionName: string;
  readonly type: string;

  constructor(functionName: string, type: string) {
    super(
      `${functionName} cannot be memoised: it is ${type}. Give a plain function, an async function or a flow.`,
    );
    this.functionName = functionName;
    this.type = type;
  }
}

/** Facts about one argument of a memoised function. */
export interface ArgumentFacts {
  /** The function's readable name. */
  readonly owner: string;
  /** Position among the arguments, from 0. */
  readonly position: number;
  /** Where inside the argument, such as `.legs[2].date`; empty for the argument itself. */
  readonly path: string;
  /** What stands there. */
  readonly type: string;
}

/** The article of what stands in an argument's place; what begins otherwise than with a noun has none. */
function articleOf(type: string): string {
  return type.startsWith("nested") ? "" : /^[aeio]/.test(type) ? "an " : "a ";
}

abstract class ArgumentFault extends DugError implements ArgumentFacts {
  readonly owner: string;
  readonly position: number;
  readonly path: string;
  readonly type: string;

  constructor(facts: ArgumentFacts, verdict: string) {
    super(
      `Argument ${facts.position + 1} of ${facts.owner}${facts.path === "" ? "" : `, at ${facts.path},`} is ${articleOf(facts.type)}${facts.type}, ${verdict}`,
    );
    this.owner = facts.owner;
    this.position = facts.position;
    this.path = facts.path;
    this.type = facts.type;
  }
}

/** An argument is of a kind that cannot be compared by value (S24). */
export class UnsupportedArgumentError extends ArgumentFault {
  override readonly code = "UNSUPPORTED_ARGUMENT";

  constructor(facts: ArgumentFacts) {
    super(
      facts,
      "which cannot be compared by value. Pass plain data, an Immutable collection, or give its class [dugKey]().",
    );
  }
}

/** An argument has no readable form that could be read back (S25). */
export class UnserialisableArgumentError extends ArgumentFault {
  override readonly code = "UNSERIALISABLE_ARGUMENT";

  constructor(facts: ArgumentFacts) {
    super(
      facts,
      "which cannot be written down. Give its class [dugKey]() and a static [dugFrom](key), and model() the class.",
    );
  }
}

/** A tweak has no written form (S12). */
export class UnserialisableTweakError extends DugError {
  override readonly code = "UNSERIALISABLE_TWEAK";
  readonly target: string;

  constructor(target: string, what: string) {
    super(
      `The tweak of ${target} cannot be written down: ${what}. Use a value, or a shift made by defineShift.`,
    );
    this.target = target;
  }
}

/** The identifier of a function without a name was to be written (S25). */
export class AnonymousFunctionError extends DugError {
  override readonly code = "ANONYMOUS_FUNCTION";
  readonly functionName: string;

  constructor(functionName: string) {
    super(
      `${functionName} has no name, so no other process could find it. Name it: memoize("name", function).`,
    );
    this.functionName = functionName;
  }
}

/** Two functions, two shifts or two classes were given one name (S25). */
export class DuplicateNameError extends DugError {
  override readonly code = "DUPLICATE_NAME";
  /** The name that was given twice. */
  readonly duplicate: string;
  readonly first: string;
  readonly second: string;

  constructor(facts: { duplicate: string; first: string; second: string; wayOut?: string }) {
    super(
      `${JSON.stringify(facts.duplicate)} is defined twice: ${facts.first}, and again ${facts.second}. ` +
        `The name is the identity: choose another${facts.wayOut ?? ""}.`,
    );
    this.duplicate = facts.duplicate;
    this.first = facts.first;
    this.second = facts.second;
  }
}

/** A text names a function, shift or class that is not loaded here (S25). */
export class UnknownFunctionError extends DugError {
  override readonly code = "UNKNOWN_FUNCTION";
  readonly unknown: string;
  /** What it would be: "memoised function", "shift" or "class". */
  readonly kind: string;
  /** Names that are loaded, nearest first. */
  readonly nearest: readonly string[];

  constructor(unknown: string, kind: string, nearest: readonly string[]) {
    super(
      `There is no ${kind} ${JSON.stringify(unknown)} here${nearest.length > 0 ? `; the nearest is ${JSON.stringify(nearest[0])}` : ""}. ` +
        `Load the module that defines it first.`,
    );
    this.unknown = unknown;
    this.kind = kind;
    this.nearest = nearest;
  }
}

/** A text is not the readable form of a node (S25). */
export class NodeSyntaxError extends DugError {
  override readonly code = "NODE_SYNTAX";
  readonly text: string;
  /** Where reading stopped, in UTF-16 units from 0. */
  readonly offset: number;
  readonly expected: string;

  constructor(facts: { text: string; offset: number; expected: string }) {
    super(
      `${JSON.stringify(facts.text.replace(/^(.{80}).+$/s, "$1…"))} is not the readable form of a node, such as price("AAPL",2): ` +
        `expected ${facts.expected} at position ${facts.offset + 1}${facts.text[facts.offset] === "'" ? "; texts stand in double quotes" : ""}.`,
    );
    this.text = facts.text;
    this.offset = facts.offset;
    this.expected = facts.expected;
  }
}

/** An object of one copy of the package met another copy in the same process (S25). */
export class TwoCopiesError extends DugError {
  override readonly code = "TWO_COPIES";
  readonly paths: readonly [string, string];

  constructor(what: string, paths: readonly [string, string]) {
    super(
      `${what} belongs to another copy of @dug/core, ${paths[1]}; this one is ${paths[0]}. ` +
        `Make all packages use one version: npm ls @dug/core.`,
    );
    this.paths = paths;
  }
}

/** Verification ran a cached node again, and it came out differently (S27). */
export class UntrackedReadError extends DugError {
  override readonly code = "UNTRACKED_READ";
  readonly node: Node;
  readonly cached: unknown;
  readonly found: unknown;

  constructor(node: Node, cached: unknown, found: unknown) {
    super(
      `${node} came out differently when it was run again, though no dependency changed: ` +
        `it reads what is neither an argument nor a memoised call, or changes what it was given. ` +
        `Read it in a function of its own, with { input: true }.`,
    );
    this.node = node;
    this.cached = cached;
    this.found = found;
  }
}

/** A method was given something that it cannot work with. */
export class InvalidArgumentError extends DugError {
  override readonly code = "INVALID_ARGUMENT";
  readonly method: string;

  constructor(method: string, problem: string) {
    super(`${method}: ${problem}.`);
    this.method = method;
  }
}
