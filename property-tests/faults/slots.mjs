// Faults in what makes it quick: journals and slots, marks and plain hits, masks and edges that are worked out late.
const core = (file, title) => ({ file: `test/core/${file}.test.ts`, title });
const slots = (title) => ({ file: "property-tests/faults/slots.test.ts", title });

const inTurns = "[S8] contexts that evaluate in turns keep what they have";
const plainHit =
  "[S9, S21] a plain hit in an opened context is no read of the opener's own context";

/** @type {readonly import("./faults.mjs").Fault[]} */
export const slotFaults = [
  {
    name: "let another context take the slots of a journal that was not spilled",
    file: "kernel/state.ts",
    find: "  family.holder?.spill();\n",
    replace: "",
    killedBy: slots(inTurns),
  },
  {
    name: "write nothing into a journal that was spilled",
    file: "kernel/journal.ts",
    find: "    index.set(cell, entry ?? null);\n",
    replace: "",
    killedBy: slots(inTurns),
  },
  {
    name: "leave in the slots what was copied out of them",
    file: "kernel/journal.ts",
    find: "      cell.fill(undefined, undefined, 0);\n",
    replace: "",
    killedBy: core(
      "interning",
      "children that evaluate different nodes neither: the next to evaluate anything empties their slots",
    ),
  },
  {
    name: "drop the slots of a journal that was not spilled",
    file: "kernel/family.ts",
    find: "    this.holder?.spill();\n",
    replace: "",
    killedBy: slots("[S26] compacting an entered context drops nothing that it has evaluated"),
  },
  {
    name: "fold a journal into the maps and forget what is known",
    file: "kernel/draft.ts",
    find: "    if (other !== undefined) known.set(cell, other);\n    else if",
    replace: "    void other;\n    if",
    killedBy: slots("[S16] what is known is known after another context had its turn, too"),
  },
  {
    name: "forget what is known beneath a shift that is read",
    file: "kernel/state.ts",
    find: "const known = entry.isTweak ? knownIn(state, cell) : undefined;",
    replace: "const known = undefined;",
    killedBy: slots(
      "[S16] what is known beneath a shift is known after another context had its turn, too",
    ),
  },
  {
    name: "leave its name to a state that another one follows",
    file: "kernel/draft.ts",
    find: "  (state as { version: number }).version = tick();\n",
    replace: "",
    killedBy: core(
      "snapshots",
      "[S11] a snapshot does not see what its context evaluates afterwards",
    ),
  },
  {
    name: "restore a snapshot under the snapshot's own name",
    file: "engine/edit.ts",
    find: "altered(snapshot, { change: tick(), version: tick() })",
    replace: "altered(snapshot, { change: tick() })",
    killedBy: slots("[S11] what is evaluated after restoring a snapshot is not seen in that"),
  },
  {
    name: "change maps and keep their name in the second slots",
    file: "kernel/draft.ts",
    find: "const maps = tick();",
    replace: "const { maps } = draft;",
    killedBy: slots(
      "[S8] what a parent evaluates, and shows, its child does not see while entered",
    ),
  },
  {
    name: "renew no mark by restoring",
    file: "engine/world.ts",
    find: "    this.#era = era;\n    this.#remark();\n",
    replace: "    this.#era = era;\n",
    killedBy: slots("[S11] after restoring while entered the next call sees the snapshot's values"),
  },
  {
    name: "hit plainly while a listener hears of hits",
    file: "kernel/family.ts",
    find: "if (isQuiet !== this.isQuiet) ambient.unusual += isQuiet ? -1 : 1;",
    replace: "",
    killedBy: slots("a listener hears of each hit of a function of one argument"),
  },
  {
    name: "hit plainly while hits are verified",
    file: "kernel/family.ts",
    find: "this.#quiet(this.#listeners.hit === undefined && every === 0);",
    replace: "this.#quiet(this.#listeners.hit === undefined);",
    killedBy: slots("[S27] each hit of a function of one argument is verified"),
  },
  {
    name: "hit plainly what was redefined",
    file: "identity/definition.ts",
    find: "    ambient.unusual++;\n",
    replace: "",
    killedBy: slots("[S25] the next call sees that a function of one argument was redefined"),
  },
  {
    name: "hit plainly in asynchronous code",
    file: "engine/enter.ts",
    find: "mark: task === synchronous ? world.mark : unmarked,",
    replace: "mark: world.mark,",
    killedBy: slots("[S22f] what an aborted run still calls is refused, cached or not"),
  },
  {
    name: "hit plainly in what asynchronous code calls",
    file: "engine/frame.ts",
    find: "if (task === synchronous) this.mark = this.world.mark;",
    replace: "this.mark = this.world.mark;",
    killedBy: slots("[S22f] so is what a synchronous function calls in an aborted evaluation"),
  },
  {
    name: "record no plain hit",
    file: "engine/call.ts",
    find: "    record(frame, outcome);\n",
    replace: "",
    killedBy: slots("[S13] who read a node by a plain hit is dropped with it"),
  },
  {
    name: "record a plain hit in an opened context as one of the opener's own",
    file: "engine/call.ts",
    find: "if (frame !== level || frame.isReading) return",
    replace: "if (frame.isReading) return",
    killedBy: slots(plainHit),
  },
  {
    name: "mask who was dropped only until it is evaluated",
    file: "kernel/draft.ts",
    find: "  for (const cell of journal.dropped) masks.add(cell);\n",
    replace:
      "  for (const cell of journal.dropped) if (entryIn(draft, cell) === undefined) masks.add(cell);\n",
    killedBy: slots("[S13] what an invalidation drops is masked, and evaluated it still is"),
  },
  {
    name: "mask nobody who was dropped, but only what reads masked nodes",
    file: "kernel/draft.ts",
    find: "  for (const cell of journal.dropped) masks.add(cell);\n",
    replace: "",
    killedBy: core(
      "masks",
      "[S13] an invalidation drops and masks the node's known dependants, transitively",
    ),
  },
  {
    name: "lose who was dropped when the list of them is shortened",
    file: "kernel/journal.ts",
    find: "    for (const each of once) dropped.push(each);\n",
    replace: "",
    killedBy: slots("[S13] of many invalidations the first masks as well as the last"),
  },
  {
    name: "mask in the order of writing, whatever was written twice",
    file: "kernel/draft.ts",
    find: "isOutOfOrder ? dependenciesFirst(cells, (cell) => entryIn(draft, cell)) : cells",
    replace: "isOutOfOrder ? cells : cells",
    killedBy: core(
      "masks-in-any-order",
      "[S13, S15] who reads a masked node is masked, though it was known here before that was evaluated",
    ),
  },
  {
    name: "be up to date for ever once seen to be",
    file: "engine/stand.ts",
    find: "seen === state.family.changes &&",
    replace: "seen >= 0 &&",
    killedBy: slots("[S8] a context that was asked before its parent changed is asked again"),
  },
  {
    name: "note no edges of an evaluation that reads otherwise than the one before",
    file: "kernel/edges.ts",
    find: " || !entry.readsLike(like)",
    replace: "",
    killedBy: core(
      "latest-edges",
      "[S18] an edge that the latest run did not use is gone: a change there drops nothing",
    ),
  },
  {
    name: "note no edges again though the index was dropped",
    file: "kernel/edges.ts",
    find: " || edges > 0",
    replace: "",
    killedBy: slots(
      "[S18, S26] an evaluation that is known from before compacting has its edges again",
    ),
  },
  {
    name: "have a root's log go on after a change",
    file: "kernel/draft.ts",
    find: "{ change: tick(), log: emptyLog }",
    replace: "{ change: tick() }",
    killedBy: slots("[S26] what a root has dropped for good its log does not hold"),
  },
];
