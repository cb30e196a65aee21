// Faults in aborting, and in rings of evaluations that wait for one another (S20, S22f).
const asynchronous = (file, title) => ({ file: `test/async/${file}.test.ts`, title });
const aborting = (title) => asynchronous("abort", `[S22f] ${title}`);
const cycles = (title) => asynchronous("cycles", `[S20] ${title}`);

/** @type {readonly import("./faults.mjs").Fault[]} */
export const ringFaults = [
  {
    name: "reject an aborted caller only when its code ends",
    file: "engine/run-async.ts",
    find: "    this.reject(reason);\n",
    replace: "    void reason;\n",
    killedBy: aborting("abort rejects the caller at once with the signal's reason"),
  },
  {
    name: "tell the code of an aborted evaluation nothing",
    file: "engine/abort.ts",
    find: "    at.controller?.abort(reason);\n",
    replace: "",
    killedBy: aborting(
      "the evaluation is aborted with its last caller: it can see that, its calls throw, nothing is stored",
    ),
  },
  {
    name: "abort although another caller waits",
    file: "engine/abort.ts",
    find: "return flight.holders === 0;",
    replace: "return flight.holders >= 0;",
    killedBy: aborting("abort of one of two callers does not abort the other"),
  },
  {
    name: "abort nothing that an aborted evaluation waits for",
    file: "engine/abort.ts",
    find: "if (leaves(at, flight, reason)) todo.push(flight);",
    replace: "leaves(at, flight, reason);",
    killedBy: aborting("abort reaches what the evaluation waits for, if nobody else does"),
  },
  {
    name: "count a caller that settles as one that leaves",
    file: "engine/land.ts",
    find: "  flight.calls = [];\n",
    replace: `  for (const call of flight.calls) {
    if (call.isDone || --call.holders > 0) continue;
    call.over = { kind: "aborted", reason: undefined };
    call.quit();
  }
  flight.calls = [];
`,
    killedBy: aborting("a caller that settles without awaiting does not leave"),
  },
  {
    name: "store an aborted evaluation",
    file: "engine/land.ts",
    find: 'if (flight.over?.kind === "aborted") return;',
    replace: "",
    killedBy: aborting(
      "the evaluation is aborted with its last caller: it can see that, its calls throw, nothing is stored",
    ),
  },
  {
    name: "call it late what an aborted evaluation still calls",
    file: "engine/over.ts",
    find: '  if (over?.kind === "aborted") throw over.reason;\n',
    replace: "",
    killedBy: aborting(
      "calls of asynchronous functions made by an aborted evaluation throw or reject with the reason",
    ),
  },
  {
    name: "have a new call wait for an aborted evaluation",
    file: "engine/flight.ts",
    find: "override quit(): void {\n    this.unlist();\n",
    replace: "override quit(): void {\n",
    killedBy: aborting("a new call starts afresh, the old one still running"),
  },
  {
    name: "have a ring wait for a member that was aborted",
    file: "engine/flight.ts",
    find: "    this.ring?.leave(this);\n",
    replace: "",
    killedBy: asynchronous(
      "abort-in-ring",
      "[S22f, S20] a ring settles without a member that was aborted",
    ),
  },
  {
    name: "see no ring of pending evaluations",
    file: "engine/join.ts",
    find: 'const isNear = waitsFor(target, flight, "compared");',
    replace: "const isNear = target === flight;",
    killedBy: cycles("two flows that wait for each other's pending evaluations: nothing hangs"),
  },
  {
    name: "count among the calls what is evaluated for a comparison alone",
    file: "engine/join.ts",
    find: 'const isRing = isNear && waitsFor(target, flight, "called");',
    replace: "const isRing = isNear;",
    killedBy: asynchronous(
      "compared-cycles",
      "[S16, S20] what is evaluated for a comparison alone closes no cycle among pending evaluations",
    ),
  },
  {
    name: "compare on with what has come to wait for the comparison",
    file: "engine/follow.ts",
    find: "if (flight.isComparing) flight.letGo(",
    replace: "if (flight.hasLanded) flight.letGo(",
    killedBy: asynchronous(
      "compared-cycles",
      "[S16, S20] what is evaluated for a comparison alone closes no cycle among pending evaluations",
    ),
  },
  {
    name: "hold what was only compared with",
    file: "engine/flight.ts",
    find: "      target.holders -= mine.length;\n",
    replace: "",
    killedBy: asynchronous(
      "compared-cycles",
      "[S22f] who only compared with an evaluation holds it no longer: it is aborted with its last caller",
    ),
  },
  {
    name: "see a ring and store nothing",
    file: "engine/land.ts",
    find: "for (const [, entry] of landed) world.state = store(world.now, entry);",
    replace: "",
    killedBy: cycles("a node that awaits itself rejects with CycleError, which is cached"),
  },
  {
    name: "store of a ring what its function made of it",
    file: "engine/land.ts",
    find: "  if (ring !== undefined) return ring.release();\n",
    replace: "",
    killedBy: cycles(
      "every node of a ring has it, with the same nodes, whichever is read first, caught or not",
    ),
  },
  {
    name: "settle a ring when the first of its functions has ended",
    file: "engine/flight-ring.ts",
    find: "if ([...this.members].every(",
    replace: "if ([...this.members].some(",
    killedBy: cycles("two rings that share a node are one, however they are entered"),
  },
  {
    name: "put on a ring only who calls and who is called",
    file: "engine/join.ts",
    find: "for (const flight of all) ring.add(flight);",
    replace: "for (const flight of new Set([target, caller])) ring.add(flight);",
    killedBy: cycles(
      "a ring of 3, of which number 0 catches the error and calls number 1: the same, and nothing hangs",
    ),
  },
  {
    name: "forget who called if the call closed a ring",
    file: "engine/join.ts",
    find: "  target.callers.push(caller);\n",
    replace: "  if (caller.ring === undefined) target.callers.push(caller);\n",
    killedBy: cycles(
      "a ring of 4, of which number 0 catches the error and calls number 1: the same, and nothing hangs",
    ),
  },
  {
    name: "keep a ring that is not cached for the first of its readers",
    file: "engine/land.ts",
    find: "of new Set(readers))",
    replace: "of new Set(readers.slice(0, 1)))",
    killedBy: asynchronous(
      "cycles",
      "[S20, S19] a ring that read what is not cached is kept whole: another run that joined it finds all of it",
    ),
  },
  {
    name: "have a ring depend on what is still pending",
    file: "engine/ring.ts",
    find: "listReads(frame.settledReads()).map(",
    replace: "listReads(frame).map(",
    killedBy: asynchronous(
      "cycles",
      "[S20, S22d] a ring that ends while something else is pending does not depend on that",
    ),
  },
  {
    name: "have a ring depend on nothing of its own",
    file: "engine/land.ts",
    find: "  for (const frame of frames) for (const outcome of outcomes.values()) frame.fill(outcome);\n",
    replace: "",
    killedBy: cycles("it is cached whatever `cacheErrors` says, with its dependencies"),
  },
];
