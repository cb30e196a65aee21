export { type Outcome, sameOutcome, sameValue } from "./outcome.ts";
export { checkInvariants, InvariantError } from "./invariants.ts";
export { runs } from "./runs.ts";
export { oracle } from "./oracle.ts";
export { RefContext, type RefOptions, RefSnapshot } from "./reference/context.ts";
export { Reference } from "./reference/reference.ts";
export { ContextCommands, contextCommands, type CommandOptions } from "./commands/commands.ts";
export { DisagreementError } from "./commands/bench.ts";
export { graphSubject, type OwnFunctions, type Subject } from "./commands/subject.ts";
export {
  graphArbitrary,
  type GraphOptions,
  plainValues,
  replacementArbitrary,
  wholeArbitrary,
} from "./graph/arbitrary.ts";
export { buildGraph, type Graph } from "./graph/build.ts";
export { type GraphSpec, type ReplacementSpec, showGraph, type WholeSpec } from "./graph/spec.ts";
export {
  type AsyncGraphOptions,
  asyncGraphArbitrary,
  numberReplacements,
} from "./async/arbitrary.ts";
export { AsyncBench, AsyncDisagreementError, type Schedule } from "./async/bench.ts";
export { asyncTarget, type AsyncWorld } from "./async/body.ts";
export { type AsyncGraph, type AsyncGraphNode, buildAsyncGraph, buildTwin } from "./async/build.ts";
export {
  type AsyncProgram,
  asyncProgramArbitrary,
  type AsyncProgramOptions,
} from "./async/program.ts";
export { type AsyncGraphSpec, showAsyncGraph } from "./async/spec.ts";
