// Faults in sharing: what is made known, how it is found, and what is forgotten (S17).
const core = (file, title) => ({ file: `test/core/${file}.test.ts`, title });
const tree = (title) => core("known", `[S17] ${title}`);
const sharing = (title) => core("sharing", title);
const world = (title) => core("sharing-world", title);

/** @type {readonly import("./faults.mjs").Fault[]} */
export const sharingFaults = [
  {
    name: "share what must not be cached",
    file: "engine/share.ts",
    find: "entry.isReusable && entry.extras.volatile !== true",
    replace: "entry.isReusable",
    killedBy: sharing(
      "[S17, S19, S21] what must not be cached, opened a context, or says `reuse: false` is not shared",
    ),
  },
  {
    name: "share what opened a context or must not be reused",
    file: "engine/share.ts",
    find: "pool !== undefined && entry.isReusable && ",
    replace: "pool !== undefined && ",
    killedBy: sharing(
      "[S17, S19, S21] what must not be cached, opened a context, or says `reuse: false` is not shared",
    ),
  },
  {
    name: "ignore invalidations where something is shared",
    file: "engine/reuse.ts",
    find: "if (isFresh(world.now, entry) && ",
    replace: "if (world.now.pool !== undefined || isFresh(world.now, entry) && ",
    killedBy: sharing("[S16a] what was invalidated in a context is not taken from the pool there"),
  },
  {
    name: "follow what only invalidated evaluations read",
    file: "engine/reuse.ts",
    find: "    if (!isAnyUsableAmong(frame, branches)) continue;\n",
    replace: "",
    killedBy: world(
      "[S16a] nor while others are usable, nor what all of the invalidated ones read first",
    ),
  },
  {
    name: "start from what all of the invalidated evaluations read",
    file: "engine/reuse.ts",
    find: "if (shared !== undefined && isAnyUsable(frame, shared))",
    replace: "if (shared !== undefined)",
    killedBy: world(
      "[S16a] nor while others are usable, nor what all of the invalidated ones read first",
    ),
  },
  {
    name: "take an invalidated evaluation that reads nothing more",
    file: "engine/reuse.ts",
    find: "if (known.end !== undefined && isUsable(frame, known.end)) return",
    replace: "if (known.end !== undefined) return",
    killedBy: world("[S17] an input may read more than before, or less: what is usable decides"),
  },
  {
    name: "never take the evaluation that reads nothing more",
    file: "engine/reuse.ts",
    find: "if (known.end !== undefined && isUsable(frame, known.end)) return reused(frame, known.end);",
    replace: "",
    killedBy: world("[S17] an input may read more than before, or less: what is usable decides"),
  },
  {
    name: "drop the evaluation that reads nothing more",
    file: "kernel/known.ts",
    find: "this.end = known as Entry;",
    replace: "void known;",
    killedBy: tree("an evaluation that read nothing more stands beside those that did"),
  },
  {
    name: "branch on the last value of a node instead of the recorded one",
    file: "kernel/known.ts",
    find: "?? this.#grow(read.cell)).set(read, known);",
    replace: "?? this.#grow(read.cell)).set(read.cell.entry?.outcome ?? read, known);",
    killedBy: sharing("[S17] siblings with another structure of dependencies stay right"),
  },
  {
    name: "take the first branch, whatever the value",
    file: "engine/reuse.ts",
    find: "next = here && branches.get(here);",
    replace: "[next] = branches.values();",
    killedBy: sharing("[S17] siblings with another structure of dependencies stay right"),
  },
  {
    name: "trust a branch for all that comes after it",
    file: "engine/reuse.ts",
    find: "remaining.length === 0 ? 0 : at + 1;",
    replace: "remaining.length === 0 ? 0 : sharedReads(sampleOf(remaining[0]));",
    killedBy: sharing("[S17] siblings with another structure of dependencies stay right"),
  },
  {
    name: "branch alike on 0 and -0",
    file: "kernel/known.ts",
    find: "return value === 0 && Object.is(value, -0) ? negativeZero : value;",
    replace: "return value;",
    killedBy: sharing("[S17] -0 is not 0, NaN is itself, and an error is found by identity"),
  },
  {
    name: "branch alike on what is thrown and what is returned",
    file: "kernel/known.ts",
    find: "const map = failed ? (this.#thrown ??= new Map()) : this.#returned;",
    replace: "const map = this.#returned;",
    killedBy: sharing("[S17] -0 is not 0, NaN is itself, and an error is found by identity"),
  },
  {
    name: "ask a map for what `equals` should say",
    file: "kernel/known.ts",
    find: "if (here.failed || here.cell.definition.options.equals === undefined)",
    replace: "if (here !== undefined)",
    killedBy: sharing("[S17] the function's own `equals` decides what counts as equal"),
  },
  {
    name: "keep an evaluation that is gone as a sample",
    file: "kernel/known.ts",
    find: "    if (left === decision && decision.sample === entry) decision.sample = anyOf(decision);\n",
    replace: "",
    killedBy: tree("what is taken out is no sample any more"),
  },
  {
    name: "keep as a sample what is not kept after all",
    file: "kernel/known.ts",
    find: "  resample(known, entry, at);\n",
    replace: "",
    killedBy: tree("one that began before another with the same reads is no sample either"),
  },
  {
    name: "leave as a sample what a later evaluation replaced",
    file: "kernel/known.ts",
    find: "    at.sample = entry;\n",
    replace: "",
    killedBy: tree("of two with the same reads the later one counts, as a sample, too"),
  },
  {
    name: "take over what is shared, whatever is cached here",
    file: "engine/share.ts",
    find: " && isSame(here.outcome, read)",
    replace: "",
    killedBy: sharing("[S17] siblings with another structure of dependencies stay right"),
  },
  {
    name: "take over the first branch of what is shared, whatever the value",
    file: "engine/share.ts",
    find: "at = here && at.next.get(here.outcome);",
    replace: "[at] = at.next.values();",
    killedBy: sharing("[S17] siblings with another structure of dependencies stay right"),
  },
  {
    name: "take over what is shared, invalidated or not",
    file: "engine/share.ts",
    find: " || !isFresh(now, entry)",
    replace: "",
    killedBy: world("[S17] an input may read more than before, or less: what is usable decides"),
  },
  {
    name: "take over what is shared though the node is tweaked",
    file: "engine/share.ts",
    find: "bindingOf(state, cell) !== undefined || ",
    replace: "",
    killedBy: sharing("[S17] an equal named shift of an equal base value counts as one evaluation"),
  },
  {
    name: "leave a branch open that was emptied",
    file: "kernel/known.ts",
    find: "left = decision.left;",
    replace: "left = decision;",
    killedBy: tree("a branch that is emptied closes, up to the root"),
  },
  {
    name: "forget the newest instead of the oldest",
    file: "kernel/pool.ts",
    find: "const oldest = this.#order[this.#first];",
    replace: "const oldest = this.#order.at(-1);",
    killedBy: sharing("[S17] `keep` bounds what is kept of a node: the oldest goes"),
  },
  {
    name: "find what was forgotten",
    file: "kernel/pool.ts",
    find: "    if (this.known !== undefined && oldest !== undefined) this.known = remove(this.known, oldest);\n",
    replace: "    void oldest;\n",
    killedBy: sharing("[S17] `keep` bounds what is kept of a node: the oldest goes"),
  },
  {
    name: "share with the parent's pool, own one or not",
    file: "kernel/rebase.ts",
    find: "pool: fresh.pool ?? parent.pool,",
    replace: "pool: parent.pool ?? fresh.pool,",
    killedBy: sharing("[S17] a `share` inside a sharing family opens a pool of its own"),
  },
  {
    name: "share a shift whatever its base value",
    file: "kernel/pool.ts",
    find: "return readsFrom([new Outcome(base.cell, true, shift.identity), base]);",
    replace: "return readsFrom([new Outcome(base.cell, true, shift.identity)]);",
    killedBy: sharing(
      "[S17] of another base value, or with another parameter, a shift is another one",
    ),
  },
  {
    name: "ask the node's `equals` which shift it is",
    file: "kernel/pool.ts",
    find: "new Outcome(base.cell, true, shift.identity)",
    replace: "new Outcome(base.cell, false, shift.identity)",
    killedBy: sharing(
      "[S17] which shift it is, is no matter for the `equals` of the node's function",
    ),
  },
  {
    name: "take a shift's value from before an invalidation",
    file: "engine/bind.ts",
    find: "(entry) => isFresh(now, entry)",
    replace: "() => true",
    killedBy: world(
      "[S16a] a shift is applied again once its node is invalidated, there and nowhere else",
    ),
  },
  {
    name: "forget no shift that is shared",
    file: "kernel/pool.ts",
    find: "    this.#shifted.clear();\n",
    replace: "",
    killedBy: world(
      "[S17, S26] what is shared outlives who made it, and is freed by `forgetShared`",
    ),
  },
];
