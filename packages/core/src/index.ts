export {
  AnonymousFunctionError,
  CallInShiftError,
  ContextBusyError,
  ContextOrderError,
  CycleError,
  DepthError,
  DugError,
  DuplicateNameError,
  ForeignContextError,
  ForeignSnapshotError,
  InvalidArgumentError,
  NodeSyntaxError,
  OutsideContextError,
  ReadDuringEvaluationError,
  TweakDuringEvaluationError,
  TwoCopiesError,
  UndeclaredAsyncError,
  UnknownFunctionError,
  UnserialisableArgumentError,
  UnserialisableTweakError,
  UnsupportedArgumentError,
  UnsupportedFunctionError,
  UntrackedReadError,
} from "./errors.ts";
export { AsyncInSyncError, LateCallError } from "./async-errors.ts";
export { flow } from "./flow.ts";
export { type Definition, type Fn, type MemoizeOptions, nearest } from "./identity/definition.ts";
export { functionNamed, functionsTagged } from "./loaded.ts";
export { Node } from "./identity/read.ts";
export { dugFrom, dugKey } from "./identity/symbols.ts";
export { add, defineShift, relative, scale, Shift, shift } from "./tweaks/shift.ts";
export {
  type FunctionReplacement,
  type FunctionTweak,
  type FunctionTweakOptions,
  matches,
  type Tweak,
} from "./tweaks/tweaks.ts";
export { Tweaks } from "./tweaks/read-tweaks.ts";
export type { WrittenReplacement, WrittenTweaks } from "./tweaks/write-tweaks.ts";
export type { Sharing } from "./kernel/pool.ts";
export type { DugEvent, Listener } from "./engine/observe.ts";
export type { Difference } from "./readout/diff.ts";
export { toDot, toMermaid } from "./readout/draw.ts";
export type { Cause, Explanation } from "./readout/explain.ts";
export type { Graph, GraphEdge, GraphNode, GraphOptions } from "./readout/graph.ts";
export { dropIndexes, type EntryView, inspect, type Inspection } from "./readout/inspect.ts";
export type { Masked, Peek, Settled } from "./readout/readout.ts";
export type { Pending } from "./readout/pending.ts";
export { type Here, here, signal } from "./here.ts";
export { type Memoised, memoize, type Namespace, namespace } from "./memoize.ts";
export { type Model, model } from "./model.ts";
export { interpret, type Interpreter, runBody } from "./interpret.ts";
export { Snapshot } from "./snapshot.ts";
export { Context } from "./context.ts";
export type { ContextOptions, ForkOptions, RunOptions } from "./options.ts";
