import {
  Context,
  type DugEvent,
  ForeignContextError,
  memoize,
  type Node,
  scale,
  TweakDuringEvaluationError,
} from "@dug/core";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** source ← middle ← top, and a log of what is heard. */
function heard() {
  const source = memoize((): number => 1);
  const middle = memoize((): number => Math.sign(source()));
  const top = memoize((): number => middle() + 1);
  const nodes = { source: source.node(), middle: middle.node(), top: top.node() };
  const base = new Context("base");
  const events: DugEvent[] = [];
  const nameOf = (event: DugEvent): string => {
    if (!("node" in event)) return `${event.kind} ${event.context.name}`;
    const [name] = Object.entries(nodes).find(([, node]) => node.equals(event.node)) ?? ["?"];
    return `${event.kind} ${name}`;
  };
  return {
    ...nodes,
    base,
    events,
    take: (): string[] => events.splice(0).map(nameOf),
    stop: base.observe((event) => events.push(event)),
  };
}

test("evaluations are told when they end, what a node called before it", () => {
  const { base, top, take } = heard();
  base.evaluate(top);

  expect(take()).toEqual([
    "entered base",
    "evaluated source",
    "evaluated middle",
    "evaluated top",
    "left base",
  ]);
});

test("hits, of calls from outside and of calls from inside", () => {
  const { base, top, middle, take } = heard();
  const second = memoize((): number => base.name.length + middle.function());
  base.evaluate(top);
  take();
  base.run(() => {
    top.function();
    second();
  });

  expect(take()).toEqual(["entered base", "hit top", "hit middle", "evaluated ?", "left base"]);
});

test("[S16] what entering masks, and an evaluation that is reused: it is told as such, and is no evaluation", () => {
  const { base, source, top, take } = heard();
  base.evaluate(top);
  const child = base.fork("child").tweak(source, 2);
  take();
  child.evaluate(top);

  const told = take();
  expect(new Set(told.splice(0, 2))).toEqual(new Set(["masked middle", "masked top"]));
  expect(told.filter((text) => !text.startsWith("hit"))).toEqual([
    "entered child",
    "evaluated middle",
    "reused top",
    "left child",
  ]);
});

test("[S13] what a tweak masks, on a context that is entered", () => {
  const { base, source, top, take } = heard();
  base.evaluate(top);
  const child = base.fork("child");
  child.run(() => {
    take();
    child.tweak(source, 2);

    expect(new Set(take())).toEqual(new Set(["masked middle", "masked top"]));
  });
});

test("[S16a] what an invalidation drops", () => {
  const { base, middle, top, take } = heard();
  base.evaluate(top);
  take();
  base.invalidate(middle);

  expect(new Set(take())).toEqual(new Set(["invalidated middle", "invalidated top"]));
});

test("entering and leaving, also by an error", () => {
  const { base, take } = heard();
  const child = base.fork("child");
  expect(() =>
    base.run(() =>
      child.run(() => {
        throw new Error("down");
      }),
    ),
  ).toThrow("down");

  expect(take()).toEqual(["entered base", "entered child", "left child", "left base"]);
});

test("every event names its context; a listener hears the whole family, whichever it was made with", () => {
  const { base, top, events, stop } = heard();
  stop();
  const child = base.fork("child").tweak(top, 5);
  child.observe((event) => events.push(event));
  base.evaluate(top);
  child.fork("grandchild").evaluate(top);

  expect(new Set(events.map((event) => event.context.name))).toEqual(
    new Set(["base", "grandchild"]),
  );
  expect(events.find((event) => event.kind === "evaluated")?.context).toBe(base);
});

test("another family is not heard", () => {
  const { top, take } = heard();
  new Context("stranger").evaluate(top);

  expect(take()).toEqual([]);
});

test("an `evaluated` event tells the time in all and without what it called, and whether it failed", () => {
  const { base, top, events } = heard();
  const failing = memoize((): number => {
    throw new Error("down");
  });
  base.evaluate(top);
  expect(() => base.evaluate(failing.node())).toThrow("down");
  const evaluations = events.filter((event) => event.kind === "evaluated");

  expect(evaluations.map(({ failed }) => failed)).toEqual([false, false, false, true]);
  for (const { ms, self } of evaluations) {
    expect(self).toBeGreaterThanOrEqual(0);
    expect(ms).toBeGreaterThanOrEqual(self);
  }
  const [source, middle, whole] = evaluations;
  expect(whole?.ms).toBeGreaterThanOrEqual((middle?.self ?? NaN) + (source?.self ?? NaN));
});

test("[S16] what is evaluated to see whether a function must run is no part of its own time", () => {
  const { base, source, middle, top } = heard();
  base.evaluate(top);
  const child = base.fork("child").tweak(source, -4);
  const times: { readonly node: Node; readonly ms: number; readonly self: number }[] = [];
  child.observe(["evaluated"], (event) => times.push(event));
  child.evaluate(top);
  expect(times.map(({ node }) => node.equals(top))).toEqual([false, true]);
  expect(times[0]?.node.equals(middle)).toBe(true); // the premise: it ran before, not inside
  for (const { ms, self } of times) expect(self).toBe(ms);
});

test("an `evaluated` event means that the function ran: a tweak is none, its base value beneath is", () => {
  const { base, source, middle, take } = heard();
  base.tweak(source, 4);
  base.evaluate(middle);
  expect(take().filter((text) => text.startsWith("evaluated"))).toEqual(["evaluated middle"]);
  base.tweak(source, scale(3));
  base.evaluate(middle);

  expect(take().filter((text) => text.startsWith("evaluated"))).toEqual([
    "evaluated source",
    "evaluated middle",
  ]);
});

test("[S21] contexts opened by functions are heard as well", () => {
  const { base, source, middle, take } = heard();
  const opener = memoize((): number =>
    new Context("inner").tweak(source, 7).run(() => middle.function()),
  );
  base.evaluate(opener.node());

  expect(take().filter((text) => !text.startsWith("hit"))).toEqual([
    "entered base",
    "entered inner",
    "evaluated middle",
    "left inner",
    "evaluated ?",
    "left base",
  ]);
});

test("after it is stopped a listener hears nothing, and stopping twice is nothing", () => {
  const { base, top, take, stop } = heard();
  stop();
  stop();
  base.evaluate(top);

  expect(take()).toEqual([]);
});

test("each listener hears for itself: stopping one leaves the other", () => {
  const { base, top, take, stop } = heard();
  const others: string[] = [];
  base.observe((event) => others.push(event.kind));
  stop();
  base.evaluate(top);

  expect(take()).toEqual([]);
  expect(others).toEqual(["entered", "evaluated", "evaluated", "evaluated", "left"]);
});

test("only kinds that are asked for", () => {
  const { base, top, stop } = heard();
  stop();
  const kinds: string[] = [];
  base.observe(["evaluated", "hit"], (event) => kinds.push(event.kind));
  base.evaluate(top);
  base.evaluate(top);

  expect(kinds).toEqual(["evaluated", "evaluated", "evaluated", "hit"]);
});

test("what a listener throws is reported, and hurts nobody", () => {
  const reported: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  const { base, top, take } = heard();
  const failure = new Error("deaf");
  base.observe(["evaluated"], () => {
    throw failure;
  });

  expect(base.evaluate(top)).toBe(2);
  expect(reported).toEqual([failure, failure, failure]);
  expect(take()).toHaveLength(5);
});

test("a listener cannot call memoised functions: nothing could trace it", () => {
  const reported: unknown[] = [];
  vi.stubGlobal("reportError", (error: unknown) => reported.push(error));
  const { base, top, middle } = heard();
  const other = memoize((): number => 1);
  base.observe(["evaluated"], () => {
    other();
  });
  base.evaluate(top);

  expect(reported).toHaveLength(3);
  expect(reported[0]).toMatchObject({ code: "CALL_IN_SHIFT" });
  expect([...base.dependencies(top)]).toEqual([middle]);
});

test("listening changes nothing: the same runs, values, masks and edges", () => {
  const answers = [false, true].map((isHeard) => {
    const ran: string[] = [];
    const source = memoize((): number => 1);
    const middle = memoize((): number => {
      ran.push("middle");
      return source() + 1;
    });
    const base = new Context();
    if (isHeard) base.observe(() => undefined);
    base.evaluate(middle.node());
    const child = base.fork().tweak(source.node(), 5);
    return [child.evaluate(middle.node()), child.masked.size, ran, base.evaluate(middle.node())];
  });

  expect(answers[0]).toEqual(answers[1]);
});

test("a wrong argument is refused", () => {
  const base = new Context();
  expect(() => base.observe("evaluated" as never)).toThrow(
    expect.objectContaining({ code: "INVALID_ARGUMENT" }),
  );
});

test("[S21] a listener cannot change a context, nor go outside, while the node that it hears of is evaluated", () => {
  const spot = memoize((): number => 100);
  const price = memoize((): number => spot() * 2);
  const base = new Context();
  const refused: unknown[] = [];
  const attempt = (act: () => unknown): void => {
    try {
      refused.push(act());
    } catch (error) {
      refused.push(error);
    }
  };
  base.observe(["evaluated"], ({ node }) => {
    if (!node.equals(price.node())) return;
    attempt(() => base.tweak(spot.node(), 5));
    attempt(() => Context.outside(() => base.run(() => price())));
  });

  expect(base.evaluate(price.node())).toBe(200);
  expect(refused).toEqual([
    expect.any(TweakDuringEvaluationError),
    expect.any(ForeignContextError),
  ]);
  expect(base.tweak(spot.node(), 5).evaluate(price.node())).toBe(10);
});

test("a listener that listens twice is stopped once for each time", () => {
  const { base, top } = heard();
  const kinds: string[] = [];
  const listener = ({ kind }: DugEvent): void => void kinds.push(kind);
  const stop = base.observe(["entered"], listener);
  base.observe(["entered"], listener);
  stop();
  stop();

  base.evaluate(top);
  expect(kinds).toEqual(["entered"]);
});
