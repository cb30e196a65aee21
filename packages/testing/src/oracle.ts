import {
  Context,
  CycleError,
  interpret,
  type Interpreter,
  type Node,
  runBody,
  Tweaks,
} from "@dug/core";
import { callInside, replaced, replacementIn } from "./layer.ts";
import { deliver, type Outcome, outcomeOf } from "./outcome.ts";
import { byReadableForm, Interned } from "./intern.ts";
import { boundParent, foreign } from "./parent.ts";
import { requireNode } from "./usage.ts";

/** A stack of layers as one evaluation sees it: the tweaks of one context on top of those beneath. */
interface View {
  readonly below: View | undefined;
  /** Read at every call: a function may go on tweaking a context that it opened. */
  readonly tweaks: () => Tweaks;
  /** Whether `tweaks` gives the same at all times. */
  readonly constant: boolean;
  /** What `Context.current` answers here. */
  readonly context: () => Context;
  /** Evaluations under way, and those of a ring whose first node is. */
  readonly open: Map<Node, Frame>;
  readonly unsettled: Frame[];
  settled: { under: Tweaks; outcomes: Map<Node, Outcome> };
}

interface Frame {
  readonly node: Node;
  readonly view: View;
  readonly index: number;
  /** The lowest index of an open evaluation that this one reaches: Tarjan's low link. */
  low: number;
  onRing: boolean;
}

/**
 * The value that S1 gives a node under a stack of layers, found by running the user's own
 * functions with no cache that outlives this call and no engine.
 *
 * @param node the node to evaluate
 * @param layers each context's tweaks, from the root's up to the reading context's
 * @returns the value, or the error that the function or a tweak's callback threw; a node on a cycle has
 * a `CycleError` with all nodes of its ring, even if its function caught it (S20)
 *
 * Within one call the outcome of a node in one view is found once: a diamond of depth n would otherwise
 * take 2ⁿ runs. This changes no value, since nothing but a view's own tweaks can change while it is
 * current, and a change of these starts afresh.
 *
 * @example
 * ```ts
 * const spot = memoize("spot", () => 100);
 * const book = memoize("book", () => spot() * 2);
 * oracle(book.node(), [Tweaks.empty.tweak(spot.node(), 80)]); // { kind: "value", value: 160 }
 * ```
 */
export function oracle(node: Node, layers: readonly Tweaks[]): Outcome {
  requireNode("oracle", "the first argument", node);
  return new Oracle(layers).outcome(node);
}

class Oracle {
  readonly #nodes = new Interned();
  readonly #nothing: View = layerView(undefined, Tweaks.empty);
  readonly #frames: Frame[] = [];
  readonly #views = new Map<Context, View>();
  readonly #entered: View[] = [];
  readonly #interpreter: Interpreter;
  #view: View;
  #callback: string | undefined;
  #count = 0;

  constructor(layers: readonly Tweaks[]) {
    let top: View | undefined;
    for (const tweaks of layers) top = layerView(top, tweaks);
    this.#view = top ?? this.#nothing;
    const current = (): Context => this.#view.context();
    this.#interpreter = {
      call: (node) => this.#call(node),
      enter: (context) => this.#enter(context),
      get current() {
        return current();
      },
    };
  }

  outcome(node: Node): Outcome {
    return interpret(this.#interpreter, () => this.#evaluate(this.#nodes.of(node), this.#view));
  }

  #call(node: Node): unknown {
    if (this.#callback !== undefined) throw callInside(node, this.#callback);
    return deliver(this.#evaluate(this.#nodes.of(node), this.#view));
  }

  /** S1, word for word. */
  #evaluate(node: Node, view: View): Outcome {
    for (let layer: View | undefined = view; layer !== undefined; layer = layer.below) {
      const to = replacementIn(layer.tweaks(), node, this.#guard);
      if (to === undefined) continue;
      const beneath = layer.below ?? this.#nothing;
      return replaced(
        to,
        node,
        () => this.#at(beneath, () => this.#evaluate(node, beneath)),
        this.#guard,
      );
    }
    return this.#settled(node, view);
  }

  #settled(node: Node, view: View): Outcome {
    const under = view.tweaks();
    if (view.settled.under !== under) view.settled = { under, outcomes: new Map() };
    return view.settled.outcomes.get(node) ?? this.#run(node, view);
  }

  #run(node: Node, view: View): Outcome {
    const open = view.open.get(node);
    if (open !== undefined) return this.#closeRing(open);
    const index = this.#count++;
    const frame: Frame = { node, view, index, low: index, onRing: false };
    view.open.set(node, frame);
    view.unsettled.push(frame);
    this.#frames.push(frame);
    const outcome = this.#at(view, () => outcomeOf(() => runBody(node)));
    this.#frames.pop();
    if (frame.low < index) {
      const caller = this.#callerIn(view);
      if (caller !== undefined) caller.low = Math.min(caller.low, frame.low);
      return provisional(node);
    }
    return this.#settle(frame, outcome);
  }

  /** A call of a node that is open, from inside: whoever made it is on a ring with it. */
  #closeRing(open: Frame): Outcome {
    const caller = this.#callerIn(open.view);
    if (caller !== undefined) {
      caller.low = Math.min(caller.low, open.index);
      caller.onRing = true;
    }
    return provisional(open.node);
  }

  #callerIn(view: View): Frame | undefined {
    const caller = this.#frames.at(-1);
    return caller?.view === view ? caller : undefined;
  }

  /** `first` was the first of its ring to be entered: all of the ring is known now. */
  #settle(first: Frame, found: Outcome): Outcome {
    const { view } = first;
    const ring = view.unsettled.splice(view.unsettled.indexOf(first));
    const outcome: Outcome =
      ring.length === 1 && !first.onRing
        ? found
        : { kind: "error", error: new CycleError(byReadableForm(ring.map(({ node }) => node))) };
    for (const { node } of ring) {
      view.open.delete(node);
      view.settled.outcomes.set(node, outcome);
    }
    return outcome;
  }

  #at<R>(view: View, body: () => R): R {
    const before = { view: this.#view, callback: this.#callback };
    this.#view = view;
    this.#callback = undefined;
    try {
      return body();
    } finally {
      this.#view = before.view;
      this.#callback = before.callback;
    }
  }

  readonly #guard = <R>(where: string, body: () => R): R => {
    const before = this.#callback;
    this.#callback = where;
    try {
      return body();
    } finally {
      this.#callback = before;
    }
  };

  #enter(context: Context): () => void {
    const before = this.#view;
    const again = this.#entered.find((view) => this.#views.get(context) === view);
    const view = again ?? openedView(context, pinned(this.#parentView(context)));
    this.#views.set(context, view);
    this.#entered.push(view);
    this.#view = view;
    return () => {
      this.#entered.pop();
      this.#view = before;
    };
  }

  #parentView(context: Context): View {
    const parent = boundParent(context, this.#frames.at(-1)?.node);
    if (parent === undefined || this.#view.context() === parent) return this.#view;
    return this.#entered.find((view) => view.context() === parent) ?? this.#leftView(parent);
  }

  /** The view of a context that is not entered: that of its last entry, with its tweaks of now. */
  #leftView(context: Context): View {
    const last = this.#views.get(context);
    if (last !== undefined) return last;
    const node = this.#frames.at(-1)?.node;
    if (boundParent(context, node) === undefined) throw foreign(context, node);
    return openedView(context, pinned(this.#parentView(context)));
  }
}

function provisional(node: Node): Outcome {
  return { kind: "error", error: new CycleError([node]) };
}

function newView(below: View | undefined, tweaks: () => Tweaks, context: () => Context): View {
  const settled = { under: Tweaks.empty, outcomes: new Map<Node, Outcome>() };
  return { below, tweaks, constant: false, context, open: new Map(), unsettled: [], settled };
}

function layerView(below: View | undefined, tweaks: Tweaks): View {
  let context: Context | undefined;
  const make = (): Context => {
    const parent = below?.context();
    const made =
      parent === undefined ? new Context("oracle", { parent: null }) : parent.fork("oracle");
    return made.apply(tweaks);
  };
  return {
    ...newView(
      below,
      () => tweaks,
      () => (context ??= make()),
    ),
    constant: true,
  };
}

function openedView(context: Context, below: View | undefined): View {
  return newView(
    below,
    () => context.tweaks,
    () => context,
  );
}

/** A view as it is now: an entered context does not see what is tweaked in its parent meanwhile (S8). */
function pinned(view: View): View {
  if (view.constant) return view;
  const tweaks = view.tweaks();
  return { ...newView(view.below, () => tweaks, view.context), constant: true };
}
