import { AsyncLocalStorage } from "node:async_hooks";

/** Says in which state of the contexts the running code was called. */
export const calledIn = new AsyncLocalStorage<string>();
