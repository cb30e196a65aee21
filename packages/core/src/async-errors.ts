import { DugError, OutsideContextError } from "./errors.ts";
import type { Node } from "./identity/node.ts";

/** A synchronous memoised function called an asynchronous one, whose value it cannot wait for (S22b). */
export class AsyncInSyncError extends DugError {
  override readonly code = "ASYNC_IN_SYNC";
  /** The asynchronous node that was called. */
  readonly node: Node;
  readonly caller: Node;

  constructor(node: Node, caller: Node) {
    super(
      `${node} is asynchronous, and ${caller}, which called it, cannot wait for it. ` +
        `Make the caller an async function or a flow.`,
    );
    this.node = node;
    this.caller = caller;
  }
}

/** A memoised call was made, or a context entered, by code whose run or evaluation had settled (S22e). */
export class LateCallError extends OutsideContextError {
  override readonly code = "LATE_CALL";
  /** The evaluation that had settled; `undefined` if it was a run. */
  readonly node: Node | undefined;

  constructor(call: string, node: Node | undefined) {
    super(
      call,
      `${call} came after ${node === undefined ? "the run that started this code" : String(node)} had settled, so it belongs to nothing. ` +
        `Await what you start; start a server or a timer in Context.outside(() => …).`,
    );
    this.node = node;
  }
}
