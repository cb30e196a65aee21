// Faults in what is pinned, carried on, waited for and entered by several flows (S8, S22a, S22c, S22d).
const asynchronous = (file, title) => ({ file: `test/async/${file}.test.ts`, title });

/** @type {readonly import("./faults.mjs").Fault[]} */
export const pinningFaults = [
  {
    name: "evaluate in the live context",
    file: "engine/join.ts",
    find: "return (world.era.pin ??= World.pinned(world));",
    replace: "return world;",
    killedBy: asynchronous(
      "pinned",
      "[S22a] what it reads for the first time after the change is as it was at the call",
    ),
  },
  {
    name: "begin no era with a change",
    file: "engine/stand.ts",
    find: "world.era = world.era.follow(state);",
    replace: "world.state = state;",
    killedBy: asynchronous(
      "pinned",
      "[S22a] a node that reads another on both sides of an await sees one value of it",
    ),
  },
  {
    name: "evaluate a base value in the live context",
    file: "engine/advance.ts",
    find: "const under = beneath(world, binding.layer);",
    replace: "const under = beneath(world.origin, binding.layer);",
    killedBy: asynchronous(
      "base-pinned",
      "[S22a] a base value that is asked for after an invalidation is as it was at the call",
    ),
  },
  {
    name: "fork the live context inside an evaluation",
    file: "context.ts",
    find: "return within?.isPinned === true && within.origin === world ? within : world;",
    replace: "return within === undefined ? world : world.origin;",
    killedBy: asynchronous(
      "opened-pinned",
      "[S22a] a fork that an evaluation makes after a change stands on what the evaluation is pinned to",
    ),
  },
  {
    name: "put a dynamic context on the live one inside an evaluation",
    file: "engine/stand.ts",
    find: "const parent = (within?.isPinned === true ? within : within?.origin) ?? null;",
    replace: "const parent = within?.origin ?? null;",
    killedBy: asynchronous(
      "opened-pinned",
      "[S22a] a dynamic context that an evaluation enters after a change stands on what the evaluation is pinned to",
    ),
  },
  {
    name: "have two eras share a version",
    file: "engine/edit.ts",
    find: "return entry.era.isPending ? altered(frozen(state), { version: tick() }) : state;",
    replace: "return entry.era.isPending ? altered(frozen(state), {}) : state;",
    killedBy: asynchronous(
      "carried-on",
      "[S22a] an old evaluation that settles does not show by a call of the changed context",
    ),
  },
  {
    name: "keep an evaluation in its own era only",
    file: "engine/keep.ts",
    find: "if (world.era.next !== undefined) carryOn(world.era.next, entry);",
    replace: "",
    killedBy: asynchronous(
      "stored",
      "[S22d] also in a later state of the context, if the node and its dependencies are unchanged",
    ),
  },
  {
    name: "carry an evaluation on to the next era only",
    file: "engine/keep.ts",
    find: "era = era.next)",
    replace: "era = undefined)",
    killedBy: asynchronous(
      "carried-on",
      "[S22d] in each later state: those in between in which something is pending, and the present one",
    ),
  },
  {
    name: "carry an evaluation on though a dependency changed",
    file: "engine/keep.ts",
    find: "return isFresh(state, entry) && holds(state, entry);",
    replace: "return isFresh(state, entry);",
    killedBy: asynchronous(
      "stored",
      "[S22d] not where a dependency was changed: it is only returned",
    ),
  },
  {
    name: "carry an evaluation on though its node was invalidated",
    file: "engine/keep.ts",
    find: "return isFresh(state, entry) && holds(state, entry);",
    replace: "return holds(state, entry);",
    killedBy: asynchronous(
      "stored",
      "[S22d] not where a dependency was changed: it is only returned",
    ),
  },
  {
    name: "carry an evaluation on though its node is tweaked",
    file: "engine/keep.ts",
    find: "entryIn(state, cell) !== undefined || bindingOf(state, cell) !== undefined",
    replace: "entryIn(state, cell) !== undefined",
    killedBy: asynchronous("carried-on", "[S22d] not over a shift of the node itself"),
  },
  {
    name: "carry on what a tweak made",
    file: "engine/keep.ts",
    find: "if (entry.isTweak || ",
    replace: "if (",
    killedBy: asynchronous(
      "carried-on",
      "[S22d] what a tweak made is not stored where the tweak is gone",
    ),
  },
  {
    name: "carry on what opened a context of its own",
    file: "engine/keep.ts",
    find: " || entry.extras.inner !== undefined) return;",
    replace: ") return;",
    killedBy: asynchronous(
      "carried-on",
      "[S22d] what was read in a context that the function opened was changed: not stored",
    ),
  },
  {
    name: "lose the way past an era in which nothing is pending",
    file: "engine/era.ts",
    find: "if (this.previous !== undefined) this.previous.next = next;",
    replace: "",
    killedBy: asynchronous("stored", "[S22d] also where somebody has seen the states in between"),
  },
  {
    name: "keep every era",
    file: "engine/era.ts",
    find: "    if (this.isPending) {\n",
    replace: "    if (this.flights !== null) {\n",
    killedBy: asynchronous(
      "eras",
      "[S22d, S26] a state in which nothing is pending is let go by the next change",
    ),
  },
  {
    name: "keep an era after the last evaluation pending in it",
    file: "engine/era.ts",
    find: "    this.next.previous = this.previous;\n",
    replace: "",
    killedBy: asynchronous(
      "eras",
      "[S22d, S26] a state is let go with the last evaluation that was pending in it",
    ),
  },
  {
    name: "evaluate anew for each call",
    file: "engine/join.ts",
    find: "flights.get(cell) ?? (flight && aboveBase(pin, cell, flight));",
    replace: "flight && aboveBase(pin, cell, flight);",
    killedBy: asynchronous(
      "one-flight",
      "[S22c] calls of one node share one evaluation, in one flow",
    ),
  },
  {
    name: "wait for an evaluation that was invalidated",
    file: "engine/advance.ts",
    find: "  if (!isFresh(now, { cell: frame.cell, time: frame.began })) return false;\n",
    replace: "",
    killedBy: asynchronous(
      "one-flight",
      "[S22c, S16a] the old evaluation of an invalidated node is never shared",
    ),
  },
  {
    name: "wait for an evaluation of which a read was changed",
    file: "engine/advance.ts",
    find: "return listReads(frame.settledReads()).every((read) => isSame(cachedEntry(now, read.cell), read));",
    replace: "return true;",
    killedBy: asynchronous(
      "one-flight",
      "[S22c] after a change of what it has read, nobody waits for the old evaluation",
    ),
  },
  {
    name: "take what was waited for, whether it holds here or not",
    file: "engine/advance.ts",
    find: "      if (entry?.isReusable === true && entry.extras.volatile !== true) frame.consider(entry);\n",
    replace: "      if (entry !== undefined) return void land(flight, entry);\n",
    killedBy: asynchronous(
      "one-flight",
      "[S22c] after a change of what it reads later, the result is taken only if it holds here",
    ),
  },
  {
    name: "wait for one evaluation from before after the other",
    file: "engine/advance.ts",
    find: " frame.consider(entry);\n      proceed(flight);\n",
    replace: " frame.consider(entry);\n      if (!waitForEarlier(flight)) proceed(flight);\n",
    killedBy: asynchronous(
      "waits-once",
      "[S22c] a call that has waited for one evaluation from before a change waits for no other",
    ),
  },
  {
    name: "have two flows share an entry though the parent changed between",
    file: "engine/stand.ts",
    find: "entry.now.parent?.change === state.parent?.change;",
    replace: "entry.now.family === state.family;",
    killedBy: asynchronous(
      "flows",
      "[S8] two flows enter one context while its parent changes between: each sees the parent as it entered",
    ),
  },
  {
    name: "change only one of two open entries",
    file: "engine/world.ts",
    find: "[this, ...this.stays]",
    replace: "[this]",
    killedBy: asynchronous("flows", "[S8] the context's own tweaks are live in both"),
  },
  {
    name: "answer for an entry of another flow",
    file: "engine/stand.ts",
    find: "return world.entered > 0 || world.stays !== undefined ? entryOf(world, standing()) : undefined;",
    replace: "return world.entered > 0 ? world : undefined;",
    killedBy: asynchronous(
      "flows",
      "[S8] read-outs answer for the innermost entry of the flow that asks",
    ),
  },
  {
    name: "retain the entry that was left first",
    file: "engine/stand.ts",
    find: "if (origin.retain) origin.era = stay.era;",
    replace: "if (origin.retain) return;",
    killedBy: asynchronous(
      "retained-entry",
      "[S8] what the entry that exits last has evaluated is retained, and what the other has is not",
    ),
  },
];
