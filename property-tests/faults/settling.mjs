// Faults when evaluations settle: what is recorded, stored, reported and verified (S19, S22d, S22g, S23, S27).
const asynchronous = (file, title) => ({ file: `test/async/${file}.test.ts`, title });

/** @type {readonly import("./faults.mjs").Fault[]} */
export const settlingFaults = [
  {
    name: "depend on what is still pending",
    file: "engine/land.ts",
    find: "new Entry(outcome, frame.settledReads(), ",
    replace: "new Entry(outcome, frame, ",
    killedBy: asynchronous(
      "stored",
      "[S22d] the loser of a race is no dependency, and is stored on its own when it settles",
    ),
  },
  {
    name: "record reads in the order of settling",
    file: "engine/frame.ts",
    find: "    const place = this.places?.get(outcome.cell);\n",
    replace:
      "    const own = this.places?.get(outcome.cell);\n    const [first] = own === undefined ? [] : this.places;\n    const place = first?.[1];\n    if (first !== undefined) this.places.set(first[0], own);\n",
    killedBy: asynchronous(
      "reading-order",
      "[S22] dependencies stand in the order of the calls, in whatever order they settle",
    ),
  },
  {
    name: "deliver before storing",
    file: "engine/land.ts",
    find: "  const kept = keep(frame, entry, flight.scratch);\n",
    replace: "  deliver(flight, entry);\n  const kept = keep(frame, entry, flight.scratch);\n",
    killedBy: asynchronous(
      "waves",
      "[S16] an asynchronous function is cut off where what it read came out the same",
    ),
  },
  {
    name: "cache a rejection",
    file: "engine/run.ts",
    find: "(options.cacheErrors ?? !isAsync)",
    replace: "(options.cacheErrors ?? (isAsync || !isAsync))",
    killedBy: asynchronous(
      "rejections",
      "[S22g, S19] the error of an asynchronous function is not cached by default",
    ),
  },
  {
    name: "cache who awaited what is not cached",
    file: "engine/wait.ts",
    find: "      if (entry.extras.volatile === true) frame.isVolatile = true;\n",
    replace: "",
    killedBy: asynchronous(
      "rejections",
      "[S19] who catches one that is not cached is not cached either, nor are its dependants",
    ),
  },
  {
    name: "keep for ever what a run kept for the time being",
    file: "engine/task.ts",
    find: "return task === synchronous ? new Scratch() : task.scratch;",
    replace: "return task.scratch;",
    killedBy: asynchronous(
      "rejections",
      "[S19] what is not cached is kept until the run ends, so that no node runs twice in it",
    ),
  },
  {
    name: "keep for each evaluation by itself what is not cached",
    file: "engine/task.ts",
    find: "return task === synchronous ? new Scratch() : task.scratch;",
    replace: "return task.over === undefined ? new Scratch() : task.scratch;",
    killedBy: asynchronous("rejections", "[S19] likewise until the outermost evaluation ends"),
  },
  {
    name: "share a rejection",
    file: "engine/land.ts",
    find: "  share(frame.world, kept);",
    replace: "  share(frame.world, entry);",
    killedBy: asynchronous("sharing", "[S17, S19] a rejection is not shared, nor who read it"),
  },
  {
    name: "swallow a rejection that nobody handles",
    file: "engine/wait.ts",
    find: "if (here === undefined) return wait(level, world, cell);",
    replace: `if (here === undefined) {
    const promise = wait(level, world, cell);
    promise.catch(() => {});
    return promise;
  }`,
    killedBy: asynchronous(
      "unhandled",
      "[S22g] a float inside an evaluation is reported, and does not hurt its author",
    ),
  },
  {
    name: "swallow the rejection of a run",
    file: "engine/run-async.ts",
    find: "if (isAsync) return runAsync(world, body, signal) as R;",
    replace: `if (isAsync) {
    const promise = runAsync(world, body, signal);
    promise.catch(() => {});
    return promise as R;
  }`,
    killedBy: asynchronous("unhandled", "[S22g] a rejection that nobody handles is reported, once"),
  },
  {
    name: "have the platform report a rejection that somebody handles",
    file: "engine/begin.ts",
    find: "  adopt(value).then(\n",
    replace: "  void adopt(value).then(() => undefined);\n  adopt(value).then(\n",
    killedBy: asynchronous("unhandled", "[S22g] one that somebody handles is not, in whatever way"),
  },
  {
    name: "trust a promise to call back once",
    file: "engine/adopt.ts",
    find: "promise.then === Promise.prototype.then",
    replace: "promise !== undefined",
    killedBy: asynchronous("thenables", "[S22] a thenable that calls back twice settles once"),
  },
  {
    name: "verify one dependency after the other",
    file: "engine/advance.ts",
    find: "for (const cell of waveFrom(flight, first)) {",
    replace: "for (const cell of [first]) {",
    killedBy: asynchronous(
      "waves",
      "[S22g] dependencies that were called together are verified together",
    ),
  },
  {
    name: "verify together what was called one after the other",
    file: "engine/advance.ts",
    find: "    if (read.cell.definition.isAsync && sample.extras.together?.has(i) !== true) return;\n",
    replace: "",
    killedBy: asynchronous(
      "waves",
      "[S22g] and those called one after the other, one after the other",
    ),
  },
  {
    name: "let a wave go on past a difference",
    file: "engine/advance.ts",
    find: "else if (!isSame(here ?? obtain(world, cell), read)) return;",
    replace: "else if (here === undefined) obtain(world, cell);",
    killedBy: asynchronous(
      "wave-ends",
      "[S22g] a wave ends at a synchronous dependency that differs: what comes after it is not evaluated",
    ),
  },
  {
    name: "start each evaluation inside the one that calls it, however deep",
    file: "engine/queue.ts",
    find: "if (depth >= deepest) {",
    replace: "if (depth > Number.MAX_SAFE_INTEGER) {",
    killedBy: asynchronous(
      "depth",
      "[S23] a chain of asynchronous calls made before any await needs no stack",
    ),
  },
  {
    name: "go on with one evaluation inside the landing of another",
    file: "engine/queue.ts",
    find: "  if (isRunning) return;\n",
    replace: "",
    killedBy: asynchronous(
      "depth",
      "[S23] nor does bringing it up to date again, which is cut off at the bottom",
    ),
  },
  {
    name: "verify no hit of an asynchronous function",
    file: "engine/wait.ts",
    find: "const verified = world.now.family.isSampled() ? verifyAsync(level, world, entry) : undefined;",
    replace: "const verified = undefined;",
    killedBy: asynchronous(
      "verification",
      "[S27] a hit of an asynchronous function that reads what nothing traces is found",
    ),
  },
  {
    name: "verify no asynchronous evaluation that is reused",
    file: "engine/advance.ts",
    find: "const verified = world.now.family.isSampled() ? verifyAsync(level, world, entry) : undefined;",
    replace: "const verified = undefined;",
    killedBy: asynchronous(
      "verified-reuse",
      "[S27, S16] an evaluation that stands in for a run after a change is verified",
    ),
  },
  {
    name: "verify in turn what an asynchronous function reads when it is verified",
    file: "engine/verify-async.ts",
    find: "  flight.isAgain = true;\n",
    replace: "",
    killedBy: asynchronous(
      "verification",
      "[S27] what does come out the same passes, its dependencies read again and nothing verified in turn",
    ),
  },
];
