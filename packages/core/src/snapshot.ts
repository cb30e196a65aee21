import type { OrderedSet } from "immutable";
import { brand, refuseForeign } from "./identity/copies.ts";
import type { Context } from "./context.ts";
import { standing } from "./current.ts";
import { type Difference, difference } from "./readout/diff.ts";
import { type Graph, type GraphOptions, graphOf } from "./readout/graph.ts";
import { InvalidArgumentError } from "./errors.ts";
import { guardRead } from "./engine/guard.ts";
import type { Node } from "./identity/node.ts";
import {
  dependantNodesOf,
  dependenciesOf,
  Masked,
  peekOf,
  type Settled,
} from "./readout/readout.ts";
import { refuseUnknown } from "./option-names.ts";
import { type ForkOptions, forkOptionNames, poolOf } from "./options.ts";
import { catchUp } from "./kernel/catch-up.ts";
import { makePrintable } from "./printable.ts";
import type { State } from "./kernel/state.ts";
import { requireNode, type Tweaks } from "./tweaks/tweaks.ts";
import { World } from "./engine/world.ts";

/** The state that a snapshot is, for the engine. @throws {InvalidArgumentError} when `snapshot` is none. */
export let stateIn: (method: string, snapshot: Snapshot) => State;

/**
 * The whole state of a context at one moment: an immutable value. It stays valid and unchanged whatever
 * happens to the context afterwards (S11), and is read like one.
 */
export class Snapshot {
  /** The name of the context that it was taken of. */
  readonly name: string;
  readonly #state: State;

  /** Called by `context.snapshot()`. */
  constructor(name: string, state: State) {
    this.name = name;
    this.#state = state;
  }

  static {
    brand(this.prototype);
    stateIn = (method, snapshot) => {
      refuseForeign(snapshot, "The snapshot");
      if (snapshot instanceof Snapshot) return snapshot.#state;
      throw new InvalidArgumentError(method, "expected a snapshot: context.snapshot()");
    };
    makePrintable(this.prototype);
  }

  /** A context whose parent for life is exactly this state. Complexity: O(1). */
  fork(name = "", options: ForkOptions = {}): Context {
    refuseUnknown("fork", options, forkOptionNames);
    const { retain = true, share } = options;
    const parent = catchUp(this.#state);
    const madeBy = standing()?.frame;
    return new World({ name, parent, retain, madeBy, pool: poolOf(share) }).context;
  }

  /** The tweaks that the context itself had. @throws {ReadDuringEvaluationError} inside an evaluation. */
  get tweaks(): Tweaks {
    guardRead("tweaks");
    return this.#state.own.tweaks;
  }

  /** The masked nodes (S13). @throws {ReadDuringEvaluationError} inside an evaluation. */
  get masked(): Masked {
    guardRead("masked");
    return new Masked(this.#state);
  }

  /** The cached value of a node; `undefined` if there is none. @throws {ReadDuringEvaluationError} inside an evaluation. */
  get<R>(node: Node<R>): Awaited<R> | undefined {
    const peeked = this.#peek("get", node);
    return peeked?.kind === "value" ? (peeked.value as Awaited<R>) : undefined;
  }

  /** Whether an outcome of a node is cached. @throws {ReadDuringEvaluationError} inside an evaluation. */
  has(node: Node): boolean {
    return this.#peek("has", node) !== undefined;
  }

  /** What is cached of a node. @throws {ReadDuringEvaluationError} inside an evaluation. */
  peek<R>(node: Node<R>): Settled<Awaited<R>> | undefined {
    return this.#peek("peek", node) as Settled<Awaited<R>> | undefined;
  }

  #peek(method: string, node: Node): Settled | undefined {
    guardRead(method);
    return peekOf(this.#state, requireNode(method, node));
  }

  /** What the cached evaluation of a node read. @throws {ReadDuringEvaluationError} inside an evaluation. */
  dependencies(node: Node): OrderedSet<Node> {
    guardRead("dependencies");
    return dependenciesOf(this.#state, requireNode("dependencies", node));
  }

  /** Whose cached evaluations read a node. @throws {ReadDuringEvaluationError} inside an evaluation. */
  dependants(node: Node): OrderedSet<Node> {
    guardRead("dependants");
    return dependantNodesOf(this.#state, requireNode("dependants", node));
  }

  /** The cached subgraph below or above a node, as plain data. @throws {ReadDuringEvaluationError} inside an evaluation. */
  graph(node: Node, options?: GraphOptions): Graph {
    guardRead("graph");
    return graphOf(this.#state, requireNode("graph", node), options);
  }

  /** What another snapshot has more, less, or otherwise than this one. @throws {ReadDuringEvaluationError} inside an evaluation. */
  diff(other: Snapshot): Difference {
    guardRead("diff");
    return difference(this.#state, stateIn("diff", other));
  }

  toString(): string {
    return this.name === "" ? "snapshot" : `snapshot of "${this.name}"`;
  }
}
