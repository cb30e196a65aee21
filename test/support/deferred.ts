/** A promise that is settled by hand. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise to be settled by hand: the gates by which a test decides who goes on when. */
export function deferred<T = void>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Lets everything run that waits for nothing but other promises: all microtasks have run when this fulfils. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Where a promise stands. */
export type Standing =
  | { readonly kind: "pending" }
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: unknown };

/** Where a promise stands once nothing but gates keeps it; handles its rejection. */
export async function standing(promise: Promise<unknown>): Promise<Standing> {
  let found: Standing = { kind: "pending" };
  void (async () => {
    try {
      found = { kind: "value", value: await promise };
    } catch (error) {
      found = { kind: "error", error };
    }
  })();
  await turn();
  return found;
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const found = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in found) return found.error;
  throw new Error(`It was fulfilled with ${String(found.value)}.`);
}

/** What `body` throws at once. */
export function thrown(body: () => unknown): unknown {
  let result: unknown;
  try {
    result = body();
  } catch (error) {
    return error;
  }
  throw new Error(`It returned ${String(result)}.`);
}

/**
 * The reasons that the platform reports as unhandled while `body` runs, in order. The listeners that stand
 * otherwise, the test runner's, hear nothing meanwhile.
 */
export async function unhandled(body: () => Promise<unknown>): Promise<readonly unknown[]> {
  const reasons: unknown[] = [];
  const others = process.listeners("unhandledRejection");
  const listener = (reason: unknown): void => void reasons.push(reason);
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", listener);
  try {
    await body();
    await turn();
    await turn();
  } finally {
    process.off("unhandledRejection", listener);
    for (const other of others) process.on("unhandledRejection", other);
  }
  return reasons;
}
