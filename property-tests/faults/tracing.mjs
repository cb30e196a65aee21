// Faults in carrying contexts across awaits: who reads what, and what is refused (S10, S22, S22b, S22e).
const asynchronous = (file, title) => ({ file: `test/async/${file}.test.ts`, title });

/** @type {readonly import("./faults.mjs").Fault[]} */
export const tracingFaults = [
  {
    name: "carry no context across an await",
    file: "engine/carrier.ts",
    find: "return carried.carrier === undefined ? body() : carried.carrier.run(level, body);",
    replace: "return level === undefined ? body() : body();",
    killedBy: asynchronous(
      "tracing",
      "[S22] evaluations under way at the same time get their own dependencies only",
    ),
  },
  {
    name: "let a plain run go on in the context around it after an await",
    file: "engine/enter.ts",
    find: "carried.carrier?.getStore() === undefined ? body() : carry(level, body);",
    replace: "level === undefined ? carry(level, body) : body();",
    killedBy: asynchronous(
      "floating",
      "[S22e] what floats out of a plain run inside an asynchronous one is not put down to that",
    ),
  },
  {
    name: "go on with a flow wherever its promise settles",
    file: "flow.ts",
    find: "result = stretch(level, resume);",
    replace: "result = resume();",
    killedBy: asynchronous("platform", "[S22h] `flow` works the same"),
  },
  {
    name: "run in the caller's place what should run here",
    file: "here.ts",
    find: "return stretch(level, body);",
    replace: "return body();",
    killedBy: asynchronous(
      "late",
      "[S22e] a handle of an open frame makes its calls, from wherever it is used",
    ),
  },
  {
    name: "go back to a place that is over",
    file: "here.ts",
    find: '      refuseOver(level, "What was to run in a place taken by here()");\n',
    replace: "",
    killedBy: asynchronous(
      "late",
      "[S22e] a handle of a settled frame is late, and so is its signal",
    ),
  },
  {
    name: "put a late call down to its author",
    file: "engine/over.ts",
    find: "if (over !== undefined || isLeft === true || frame?.isOver === true)",
    replace: "if (isLeft === true)",
    killedBy: asynchronous(
      "late",
      "[S22e] a memoised call made after its frame has settled throws LateCallError and is never evaluated",
    ),
  },
  {
    name: "let a synchronous function call an asynchronous one",
    file: "engine/wait.ts",
    find: "if (frame !== undefined && frame.flight === undefined) {",
    replace: "if (frame !== undefined && cell.busy < 0) {",
    killedBy: asynchronous(
      "colour",
      "[S22b] a synchronous memoised function that calls an asynchronous one throws, and is not cached",
    ),
  },
  {
    name: "let a synchronous function have what is cached of an asynchronous one",
    file: "engine/wait.ts",
    find: "if (frame !== undefined && frame.flight === undefined) {",
    replace:
      "if (frame !== undefined && frame.flight === undefined && cachedEntry(world.now, cell) === undefined) {",
    killedBy: asynchronous("colour", "[S22b] what is cached already, or tweaked, is no exception"),
  },
  {
    name: "cache a synchronous function that hid its call of an asynchronous one",
    file: "engine/wait.ts",
    find: "    frame.isVolatile = true;\n    throw",
    replace: "    throw",
    killedBy: asynchronous(
      "hidden-mistakes",
      "[S22b] a synchronous function that catches the refusal is not cached either",
    ),
  },
  {
    name: "keep no mistake of leaving a context open before the first await",
    file: "engine/begin.ts",
    find: "flight.mistake = leftOpen(unwind(level));",
    replace: "unwind(level);",
    killedBy: asynchronous("enter", "[S10] an evaluation that does so fails, and is not stored"),
  },
  {
    name: "keep no mistake of a flow that leaves a context open",
    file: "flow.ts",
    find: "level.task.mistake = leftOpen(unwind(level));",
    replace: "unwind(level);",
    killedBy: asynchronous(
      "hidden-mistakes",
      "[S10] a flow that leaves a context open at a yield fails, before its first one and after it",
    ),
  },
];
