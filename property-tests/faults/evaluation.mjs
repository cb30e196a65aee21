// Faults in evaluating: keys, errors, reuse, cycles, inner contexts, the stack.
const core = (file, title) => ({ file: `test/core/${file}.test.ts`, title });
const noticed = (title) => ({ file: "property-tests/faults/noticed.test.ts", title });

/** @type {readonly import("./faults.mjs").Fault[]} */
export const evaluationFaults = [
  {
    name: "ignore -0 in keys",
    file: "kernel/intern.ts",
    find: "arg === 0 && Object.is(arg, -0) ? negativeZero : arg",
    replace: "arg",
    killedBy: {
      file: "test/python/keys.test.ts",
      title: "0 and -0 are two nodes (Python: one)",
    },
  },
  {
    name: "ignore -0 inside structures",
    file: "identity/text.ts",
    find: 'return Object.is(value, -0) ? "-0" : String(value);',
    replace: "return String(value);",
    killedBy: core("keys", "[S24] a key tells apart 0 and -0, wherever they stand"),
  },
  {
    name: "compare by ===",
    file: "kernel/entry.ts",
    find: "if (Object.is(a.value, b.value)) return true;",
    replace: "if (a.value === b.value) return true;",
    killedBy: core("equality", "[S16] by default NaN is NaN and 0 is not -0"),
  },
  {
    name: "forget an error entry",
    file: "engine/keep.ts",
    find: "if (!isVolatile && !isUncacheable(entry.outcome)) {",
    replace: "if (!isVolatile && !entry.outcome.failed) {",
    killedBy: core("thrown-errors", "[S19] an error is cached and rethrown, the same object"),
  },
  {
    name: "cache an error that must not be",
    file: "engine/keep.ts",
    find: "if (!isVolatile && !isUncacheable(entry.outcome)) {",
    replace: "if (!isVolatile) {",
    killedBy: core(
      "thrown-errors",
      "[S19] `cacheErrors: false` keeps the error of a function out of the cache",
    ),
  },
  {
    name: "cache who read a volatile outcome",
    file: "engine/keep.ts",
    find: "if (!isVolatile && !isUncacheable(entry.outcome)) {",
    replace: "if (!isUncacheable(entry.outcome)) {",
    killedBy: core(
      "thrown-errors",
      "[S19] who read an outcome that was not cached is not cached either, caught or not",
    ),
  },
  {
    name: "record no dependency that threw",
    file: "engine/trace.ts",
    find: "if (world === frame.world) record(frame, entry.outcome);",
    replace:
      "if (world === frame.world && entry.outcome.failed) return;\n  if (world === frame.world) record(frame, entry.outcome);",
    killedBy: core("thrown-errors", "[S19] a dependant that caught it depends on it"),
  },
  {
    name: "reuse without comparing",
    file: "engine/reuse.ts",
    find: " || !sameOutcome(here, read)",
    replace: "",
    killedBy: core(
      "reuse",
      "[S16] a dependency that differs makes the function run, from there on up",
    ),
  },
  {
    name: "compare out of order",
    file: "engine/reuse.ts",
    find: "const read = readAt(sample, frame.compared);",
    replace: "const read = readAt(sample, sharedReads(sample) - 1 - frame.compared);",
    killedBy: core(
      "reuse",
      "[S16] comparison goes in reading order and ends at the first difference: nothing is evaluated that the function would not have read",
    ),
  },
  {
    name: "reuse an invalidated evaluation",
    file: "engine/reuse.ts",
    find: "if (isFresh(world.now, entry) && (above === undefined || isFresh(above, entry))) return true;",
    replace: "if (world.now !== undefined) return true;",
    killedBy: core(
      "invalidation",
      "[S16a] an invalidated node runs again when it is read, and not before",
    ),
  },
  {
    name: "lend an invalidated evaluation",
    file: "engine/reuse.ts",
    find: "(above === undefined || isFresh(above, entry))",
    replace: "above !== null",
    killedBy: core(
      "shift-base",
      "[S16a] in a base value no evaluation stands in that was invalidated where it was made",
    ),
  },
  {
    name: "let a shift displace what is known",
    file: "kernel/draft.ts",
    find: "entry.isTweak ? knownWithout(draft, cell, entryIn(draft, cell)) : undefined",
    replace: "undefined",
    killedBy: core(
      "untweak",
      "[S16] the evaluation from before a shift is known for as long as the shift stands, read or not",
    ),
  },
  {
    name: "take what a filter threw for a fixed value",
    file: "kernel/invalidate.ts",
    find: "return binding.whole === undefined || isFor(binding.whole, cell) === true;",
    replace: "return true;",
    killedBy: core(
      "whole-function-errors",
      "[S26] clear and forget unload what a filter threw, for it is no fixed value",
    ),
  },
  {
    name: "let what was recorded drift",
    file: "engine/reuse.ts",
    find: "return new Entry(outcome, known, ",
    replace:
      "const now = (read) => read && entryIn(frame.world.now, read.cell).outcome;\n  const drifted = { ...known, firstRead: now(known.firstRead), secondRead: now(known.secondRead) };\n  return new Entry(outcome, drifted, ",
    killedBy: core(
      "equality",
      "[S16] the value recorded is compared, not the last one known: nothing drifts",
    ),
  },
  {
    name: "reuse what opened a context of its own",
    file: "kernel/entry.ts",
    find: " && inner === undefined",
    replace: "",
    killedBy: core("reuse", "[S16] an evaluation that opened a context of its own is not reused"),
  },
  {
    name: "reuse a cycle",
    file: "kernel/entry.ts",
    find: " && cyclic !== true",
    replace: "",
    killedBy: core("cycles", "[S20] it is never reused, though every dependency is equal again"),
  },
  {
    name: "see a cycle only for the head",
    file: "engine/ring.ts",
    find: "const members = [...others, head];",
    replace: "const members = [head];",
    killedBy: core(
      "cycles",
      "[S20] every node of a ring has it, with the same nodes, whichever is read first",
    ),
  },
  {
    name: "see a cycle where a context lies between",
    file: "engine/stack.ts",
    find: "if (frame.cell !== cell) return false;",
    replace: "return frame.cell === cell;",
    killedBy: core(
      "cycles",
      "[S20] a function that opens a context and calls itself there recurses",
    ),
  },
  {
    name: "depend on direct reads of an inner context only",
    file: "engine/inner.ts",
    find: "  const steps = found.flatMap((next) =>",
    replace: "  const steps = [].flatMap((next) =>",
    killedBy: core(
      "bump",
      "[S21] a tweak outside of model, computed only in the inner context, invalidates it",
    ),
  },
  {
    name: "depend on what an inner context binds",
    file: "engine/inner.ts",
    find: "tweak.layer > outer.depth) return base;",
    replace: "tweak.layer > outer.depth && tweak.base !== undefined) return base;",
    killedBy: core(
      "bump",
      "[S21] no change of a node that its fixed tweak binds, or of what lies only beneath that, concerns it",
    ),
  },
  {
    name: "leave the wrong context current after a throw",
    file: "engine/run.ts",
    find: "  } finally {\n    ambient.level = level.before;",
    replace: "  } finally {\n    if (!failed) ambient.level = level.before;",
    killedBy: noticed(
      "[S10] after a function threw, no evaluation is under way and the context around it is current",
    ),
  },
  {
    name: "leave a context entered after a throw",
    file: "engine/enter.ts",
    find: "    unwind(level);\n    leave(level);\n    if (isOutermost)",
    replace: "    leave(level);\n    if (isOutermost)",
    killedBy: noticed(
      "[S10] what a throw leaves open is left: a dynamic context can be entered elsewhere",
    ),
  },
  {
    name: "remember for ever what must not be cached",
    file: "engine/scratch.ts",
    find: "    this.#pages = undefined;\n",
    replace: "",
    killedBy: core(
      "thrown-errors",
      "[S19] `cacheErrors: false` keeps the error of a function out of the cache",
    ),
  },
  {
    name: "let the frames of a ring leak",
    file: "engine/evaluate.ts",
    find: "waiting.splice(frame.waiting)",
    replace: "waiting.slice(frame.waiting)",
    killedBy: noticed("[S26] once a ring has settled, the engine holds nothing of its context"),
  },
  {
    name: "leave frames on the stack when the engine fails in them",
    file: "engine/evaluate.ts",
    find: "const dead = frames[bottom];",
    replace: "const dead = undefined;",
    killedBy: noticed("[S27] an evaluation that verification ends is no longer under way"),
  },
  {
    name: "forget a node and keep its dependants",
    file: "kernel/forget.ts",
    find: "const { entries } = frozen(drop(state, roots, gone));",
    replace: "const entries = state.entries.deleteAll(roots);",
    killedBy: noticed(
      "[S26] forgetting a node unloads its dependants, to the far end, and nothing beneath it",
    ),
  },
  {
    name: "take the world's word for it",
    file: "engine/reuse.ts",
    find: "Object.is(entry.extras.fingerprint, fingerprint)",
    replace: "entry.extras !== undefined",
    killedBy: noticed("[S27] another fingerprint, another run"),
  },
];
