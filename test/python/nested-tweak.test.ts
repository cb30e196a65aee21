import { Context, memoize } from "@dug/core";
import { expect, test } from "vitest";

test("[S8] a tweak in a nested context is not seen by its parent", () => {
  const letter = memoize((): string => "a");
  const word = memoize((): string => `${letter()}b`);

  new Context().run(() => {
    new Context().run(() => {
      Context.current.tweak(letter.node(), "c");
      expect(word()).toBe("cb");
    });

    expect(word()).toBe("ab");
  });
});

test("[S8] the same when the parent knew the node first", () => {
  const letter = memoize((): string => "a");
  const word = memoize((): string => `${letter()}b`);
  const parent = new Context();

  parent.run(() => {
    expect(word()).toBe("ab");

    new Context().run(() => {
      const child = Context.current;
      child.tweak(letter.node(), "c");
      expect(child.masked.has(word.node())).toBe(true);
      expect(parent.masked.has(word.node())).toBe(false);
      expect(word()).toBe("cb");
    });

    expect(parent.get(word.node())).toBe("ab");
    expect(word()).toBe("ab");
  });
});

test("[S8] a parent tweaked while its child is entered changes the child at its next entry only", () => {
  const letter = memoize((): string => "a");
  const parent = new Context();
  const child = new Context();

  parent.run(() => {
    letter();

    child.run(() => {
      parent.tweak(letter.node(), "z");
      expect(letter()).toBe("a");
    });

    expect(letter()).toBe("z");
    expect(child.run(() => letter())).toBe("z");
  });
});
