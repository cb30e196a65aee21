export { Context, type ContextOptions, type ForkOptions } from "./context.ts";
export type { Definition, Fn, MemoizeOptions } from "./definition.ts";
export type { Difference } from "./diff.ts";
export { toDot, toMermaid } from "./draw.ts";
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
export type { Cause, Explanation } from "./explain.ts";
export type { Graph, GraphEdge, GraphNode, GraphOptions } from "./graph.ts";
export { dropIndexes, type EntryView, inspect, type Inspection } from "./inspect.ts";
export { interpret, type Interpreter, runBody } from "./interpret.ts";
export { type Memoised, memoize, type Namespace, namespace } from "./memoize.ts";
export { type Model, model } from "./model.ts";
export { Node } from "./read.ts";
export type { DugEvent, Listener } from "./observe.ts";
export type { Masked, Peek } from "./readout.ts";
export { add, defineShift, relative, scale, Shift, shift } from "./shift.ts";
export { Snapshot } from "./snapshot.ts";
export { dugFrom, dugKey } from "./symbols.ts";
export {
  type FunctionReplacement,
  type FunctionTweak,
  type FunctionTweakOptions,
  matches,
  type Tweak,
} from "./tweaks.ts";
export { Tweaks } from "./read-tweaks.ts";
export type { WrittenReplacement, WrittenTweaks } from "./write-tweaks.ts";
