/** Node's name for the method by which its console shows an object; elsewhere nobody calls it. */
const inspect = Symbol.for("nodejs.util.inspect.custom");

/** Anything with a `toString`. */
interface Shown {
  toString(): string;
}

/** Lets a console show instances by their `toString`, after a word on what they are, rather than by their fields. */
export function makePrintable(prototype: Shown, word = ""): void {
  Object.defineProperty(prototype, inspect, {
    value(this: Shown) {
      const text = word + this.toString();
      return text.charAt(0).toUpperCase() + text.slice(1);
    },
  });
}
