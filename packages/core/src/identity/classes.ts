import { nearest } from "./definition.ts";
import { DuplicateNameError, InvalidArgumentError, UnknownFunctionError } from "../errors.ts";
import { nameOfClass } from "./kind.ts";
import { dugFrom } from "./symbols.ts";

/** A class whose instances can be read back from what their `[dugKey]` wrote (S25). */
export interface Readable {
  readonly name: string;
  readonly [dugFrom]: (key: never) => object;
}

const classes = new Map<string, Readable>();

/** Makes a class known under its name. Repeating it changes nothing. @throws {DuplicateNameError} when another class has the name. */
export function enrol(readable: Readable): void {
  if (typeof (readable as Partial<Readable> | undefined)?.[dugFrom] !== "function") {
    throw new InvalidArgumentError("model", "every class needs a static [dugFrom](key)");
  }
  const before = classes.get(readable.name);
  if (before !== undefined && before !== readable) {
    throw new DuplicateNameError({
      duplicate: readable.name,
      first: "as a class given to model()",
      second: "by another class of that name",
    });
  }
  classes.set(readable.name, readable);
}

/** Whether another class than this was given to a model under its name: what is written of an instance would be read back as one of that. */
export function isSupplanted(readable: object): boolean {
  return (classes.get(nameOfClass(readable)) ?? readable) !== readable;
}

/** The instance of a class that was written as `key`. @throws {UnknownFunctionError} when the class was given to no model. */
export function instanceOf(name: string, key: unknown): object {
  const readable = classes.get(name);
  if (readable === undefined)
    throw new UnknownFunctionError(name, "class", nearest(name, classes.keys()));
  return readable[dugFrom](key as never);
}
