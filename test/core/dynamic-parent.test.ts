import { Context, ContextBusyError, memoize, scale } from "@dug/core";
import { expect, test } from "vitest";
import { executions } from "./executions.ts";

test("[S6] entered where none is current it is a root: two of them share nothing", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const first = new Context().tweak(one.node(), 5);
  const second = new Context();

  expect(first.run(() => one())).toBe(5);
  expect(second.run(() => one())).toBe(1);
  expect(taken()).toEqual(["one"]);
});

test("[S6] entered, it takes as parent the context that is current: its tweaks and its cache", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const two = memo("two", () => one() + 1);
  const parent = new Context().tweak(one.node(), 5);

  parent.run(() => {
    expect(two()).toBe(6);
    expect(new Context().run(() => two())).toBe(6);
    expect(taken()).toEqual(["two"]);
  });
});

test("[S6] it takes the current one each time it is entered", () => {
  const one = memoize((): number => 1);
  const root = new Context();
  const left = root.fork().tweak(one.node(), 10);
  const right = root.fork().tweak(one.node(), 20);
  const dynamic = new Context();

  expect(left.run(() => dynamic.run(() => one()))).toBe(10);
  expect(right.run(() => dynamic.run(() => one()))).toBe(20);
  expect(root.run(() => dynamic.run(() => one()))).toBe(1);
  expect(left.run(() => dynamic.run(() => one()))).toBe(10);
});

test("[S6] its own tweaks go with it from one parent to the other", () => {
  const one = memoize((): number => 1);
  const two = memoize((): number => 2);
  const sum = memoize((): number => one() + two());
  const root = new Context();
  const left = root.fork().tweak(one.node(), 10);
  const right = root.fork().tweak(one.node(), 20);
  const dynamic = new Context().tweak(two.node(), 5);

  expect(left.run(() => dynamic.run(() => sum()))).toBe(15);
  expect(right.run(() => dynamic.run(() => sum()))).toBe(25);
});

test("[S6] unless the current one descends from it: entering an ancestor goes back to it as it stands", () => {
  const one = memoize((): number => 1);
  const two = memoize((): number => 2);
  const root = new Context("root");

  root.run(() => {
    const child = new Context("child").tweak(one.node(), 10);
    child.run(() => {
      expect(one()).toBe(10);
      root.tweak(two.node(), 20);
      root.run(() => {
        expect(Context.current).toBe(root);
        expect([one(), two()]).toEqual([1, 20]);
      });
      expect(Context.current).toBe(child);
      expect([one(), two()]).toEqual([10, 2]);
    });
  });
});

test("[S6] entering an ancestor from two levels down goes back to it, too", () => {
  const one = memoize((): number => 1);
  const root = new Context("root");
  const child = new Context("child").tweak(one.node(), 10);
  const grandchild = new Context("grandchild").tweak(one.node(), 100);

  root.run(() =>
    child.run(() =>
      grandchild.run(() => {
        expect(one()).toBe(100);
        expect(child.run(() => one())).toBe(10);
        expect(root.run(() => one())).toBe(1);
        expect(root.run(() => child.run(() => one()))).toBe(10);
      }),
    ),
  );
});

test("[S6] what is evaluated after going back to an ancestor is the ancestor's", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const root = new Context("root");
  const child = root.fork();

  root.run(() => child.run(() => root.run(() => one())));

  expect(root.has(one.node())).toBe(true);
  expect(taken()).toEqual(["one"]);
});

test("[S6] a view of it, without entering it, stands under the parent of its last entry", () => {
  const one = memoize((): number => 1);
  const root = new Context("root");
  const left = root.fork("left");
  const dynamic = new Context("dynamic");
  left.run(() => {
    one();
    dynamic.run(() => undefined);
  });

  expect(root.has(one.node())).toBe(false);
  expect(dynamic.has(one.node())).toBe(true);
  expect(root.run(() => dynamic.has(one.node()))).toBe(true);
});

test("[S6] a fork of it stands under the parent of its last entry, too", () => {
  const one = memoize((): number => 1);
  const left = new Context("root").fork("left").tweak(one.node(), 10);
  const dynamic = new Context("dynamic");
  left.run(() => dynamic.run(() => undefined));

  expect(dynamic.fork().run(() => one())).toBe(10);
  expect(new Context().run(() => dynamic.fork().run(() => one()))).toBe(10);
});

test("[S6] never entered, it is a root: a view and a fork see no parent", () => {
  const one = memoize((): number => 1);
  const current = new Context("current").tweak(one.node(), 10);
  const dynamic = new Context("dynamic");

  current.run(() => {
    expect(dynamic.has(one.node())).toBe(false);
    expect(dynamic.fork().run(() => one())).toBe(1);
  });
});

test("[S6] in use under one parent it cannot at the same time be entered under another", () => {
  const one = memoize((): number => 1);
  const left = new Context("left", { parent: null }).tweak(one.node(), 10);
  const right = new Context("right", { parent: null }).tweak(one.node(), 20);
  const dynamic = new Context("dynamic");
  const ran: string[] = [];

  left.run(() =>
    dynamic.run(() =>
      right.run(() => {
        expect(() => dynamic.run(() => ran.push("body"))).toThrow(ContextBusyError);
        expect(() => dynamic.enter()).toThrow(ContextBusyError);
        expect(Context.current).toBe(right);
        expect(one()).toBe(20);
      }),
    ),
  );
  expect(ran).toEqual([]);
});

test("[S6] nor while it is an ancestor of an entered one", () => {
  const other = new Context("other", { parent: null });
  const dynamic = new Context("dynamic");
  const child = dynamic.fork("child");

  child.run(() => other.run(() => expect(() => dynamic.run(() => 0)).toThrow(ContextBusyError)));
});

test("[S6] nor while it is an ancestor of an entered one, by way of other contexts", () => {
  const other = new Context("other", { parent: null });
  const dynamic = new Context("dynamic");
  const grandchild = dynamic.fork("child").fork("grandchild");

  grandchild.run(() =>
    other.run(() => expect(() => dynamic.run(() => 0)).toThrow(ContextBusyError)),
  );
});

test("[S6] the error names the context, the parent it is in use under, and the other one", () => {
  const left = new Context("left", { parent: null });
  const right = new Context("right", { parent: null });
  const dynamic = new Context("dynamic");
  const caught = left.run(() =>
    dynamic.run(() =>
      right.run((): unknown => {
        try {
          return dynamic.run(() => undefined);
        } catch (error) {
          return error;
        }
      }),
    ),
  );

  expect(caught).toMatchObject({ code: "CONTEXT_BUSY" });
  expect(String(caught)).toMatch(/"dynamic".*"left".*"right"/);
});

test("[S6] after it was left it is entered under the other one", () => {
  const one = memoize((): number => 1);
  const left = new Context("left", { parent: null }).tweak(one.node(), 10);
  const right = new Context("right", { parent: null }).tweak(one.node(), 20);
  const dynamic = new Context("dynamic");
  left.run(() =>
    dynamic.run(() => right.run(() => expect(() => dynamic.enter()).toThrow(ContextBusyError))),
  );

  expect(right.run(() => dynamic.run(() => one()))).toBe(20);
});

test("[S6] only the same parent, or going back to an ancestor, is a re-entry (S10)", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const root = new Context("root");
  const dynamic = new Context("dynamic");

  root.run(() =>
    dynamic.run(() => {
      one();
      root.run(() =>
        dynamic.run(() => {
          expect(Context.current).toBe(dynamic);
          expect(one()).toBe(1);
        }),
      );
    }),
  );

  expect(taken()).toEqual(["one"]);
});

test("[S6] entered under another family it starts empty: nothing cached, its tweaks still on", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const two = memo("two", () => 2);
  const sum = memo("sum", () => one() + two());
  const dynamic = new Context().tweak(two.node(), 5);
  const first = new Context("first");
  first.run(() => dynamic.run(() => sum()));
  expect(first.run(() => dynamic.run(() => sum()))).toBe(6);
  expect(taken()).toEqual(["sum", "one"]);

  const second = new Context("second");
  second.run(() =>
    dynamic.run(() => {
      expect(dynamic.has(sum.node())).toBe(false);
      expect(dynamic.has(one.node())).toBe(false);
      expect(sum()).toBe(6);
    }),
  );
  expect(taken()).toEqual(["sum", "one"]);
});

test("[S6] under another parent of the same family it keeps what is still valid there (S9)", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const root = new Context("root");
  const dynamic = new Context("dynamic");
  root.fork("left").run(() => dynamic.run(() => one()));
  taken();

  root.fork("right").run(() => dynamic.run(() => one()));

  expect(taken()).toEqual([]);
});

test("[S6] in use under a parent it cannot at the same time be entered as a root either", () => {
  const parent = new Context("parent");
  const dynamic = new Context("dynamic");

  parent.run(() =>
    dynamic.run(() =>
      Context.outside(() => expect(() => dynamic.run(() => 0)).toThrow(ContextBusyError)),
    ),
  );
  parent.run(() => Context.outside(() => expect(parent.run(() => 7)).toBe(7)));
});

test("[S6] [S3] entered under another family it starts empty beneath its shifts, too", () => {
  let world = 1;
  const quote = memoize(() => world, { input: true });
  const spot = memoize(() => quote() * 2);
  const first = new Context("first", { parent: null }).tweak(spot.node(), scale(10));
  const second = new Context("second", { parent: null }).tweak(spot.node(), scale(10));
  const probe = new Context("probe");
  expect(first.run(() => probe.run(() => spot()))).toBe(20);

  world = 2;
  expect(second.run(() => probe.run(() => spot()))).toBe(40);
});

test("[S6] [S9] entered beneath a fork of its own snapshot, a root that was changed keeps what it evaluated before", () => {
  const { memo, taken } = executions();
  const one = memo("one", () => 1);
  const other = memo("other", () => 2);
  const dynamic = new Context("dynamic");
  const beneath = dynamic.snapshot().fork();
  dynamic.evaluate(one.node());
  dynamic.snapshot(); // what it evaluated lies in its maps
  dynamic.tweak(other.node(), 5);
  taken();

  expect(beneath.run(() => dynamic.run(() => one() + other()))).toBe(6);
  expect(taken()).toEqual([]);
});
