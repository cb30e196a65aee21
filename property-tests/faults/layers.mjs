// Faults between contexts: layers of tweaks, isolation, re-entry, restoring.
const core = (file, title) => ({ file: `test/core/${file}.test.ts`, title });
const finding = (title) => ({ file: "test/testing/model-findings.test.ts", title });
const restored = (title) => ({ file: "test/testing/restored-findings.test.ts", title });
const noticed = (title) => ({ file: "property-tests/faults/noticed.test.ts", title });

/** @type {readonly import("./faults.mjs").Fault[]} */
export const layerFaults = [
  {
    name: "apply a shift twice",
    file: "engine/bind.ts",
    find: "() => to.shift.apply(value as never)",
    replace: "() => to.shift.apply(to.shift.apply(value as never) as never)",
    killedBy: core(
      "layers",
      "[S1] a shift made in layer k is applied to the value under the layers below k",
    ),
  },
  {
    name: "apply an inherited shift to its own result",
    file: "engine/bind.ts",
    find: "under ??= beneath(world, binding.layer);",
    replace: "under ??= beneath(world, world.now.depth);",
    killedBy: core("layers", "[S1] a shift is applied once however deep it is inherited"),
  },
  {
    name: "apply a shift to the new value",
    file: "engine/stand.ts",
    find: "  under.parent = at.parent;\n",
    replace: `  under.parent = at.parent;
  under.own = {
    ...under.own,
    tweaks: at.own.tweaks.nodes
      .filter((to) => to.kind === "shift")
      .keySeq()
      .reduce((all, node) => all.untweak(node), at.own.tweaks),
  };
`,
    killedBy: core(
      "layers",
      "[S1] with spot = 80 and a shift of vol(spot) in one context the shift sees the old vol",
    ),
  },
  {
    name: "let a whole function win over a single node",
    file: "kernel/state.ts",
    find: "binding.layer <= single.layer",
    replace: "binding.layer < single.layer",
    killedBy: core(
      "whole-function",
      "[S12a] in one context a single node's tweak wins over it, in either order",
    ),
  },
  {
    name: "share an entry with the parent",
    file: "engine/keep.ts",
    find: "    world.state = store(world.now, entry, frame.earlier);\n",
    replace:
      "    world.state = store(world.now, entry, frame.earlier);\n    if (world.parent?.state?.parent === null) world.parent.state = store(world.parent.state, entry);\n",
    killedBy: noticed("[S8] what a child evaluates, its parent does not have"),
  },
  {
    name: "follow the parent while entered",
    file: "engine/stand.ts",
    find: "return world.isPinned ? world.now : catchUp(world.now, trail);",
    replace:
      "return onParent(world, world.parent instanceof World ? world.parent.now : world.parent, trail);",
    killedBy: core(
      "isolation",
      "[S8] the outermost entry pins: an inner one does not see a changed parent either",
    ),
  },
  {
    name: "hand out a draft as a snapshot",
    file: "context.ts",
    find: "return frozen(present(this.#world));",
    replace: "return present(this.#world);",
    killedBy: noticed(
      "[S11] a snapshot taken in an entered context does not see what is evaluated afterwards",
    ),
  },
  {
    name: "take over what reads a masked node",
    file: "kernel/rebase.ts",
    find: "isTweakedHere(state, entry.cell) || readsMasked(state, entry, masked) || ",
    replace: "isTweakedHere(state, entry.cell) || ",
    killedBy: core(
      "taken-over",
      "[S9] taken over, masked as by S13: what reads a tweaked node is masked, the rest is taken",
    ),
  },
  {
    name: "take over nothing",
    file: "kernel/rebase.ts",
    find: "      for (const entry of open) next = store(next, entry);\n",
    replace: "      for (const entry of open) next = entry.isTweak ? store(next, entry) : next;\n",
    killedBy: core(
      "taken-over",
      "[S9] having evaluated more is no change: what the parent evaluated meanwhile is taken over",
    ),
  },
  {
    name: "survive although a dependency changed",
    file: "kernel/rebase.ts",
    find: "isFresh(state, entry) && holds(state, entry)",
    replace: "isFresh(state, entry)",
    killedBy: core(
      "re-entry",
      "[S9] what does not read the change survives, what reads it is dropped, and so is who reads that",
    ),
  },
  {
    name: "survive although tweaked",
    file: "kernel/rebase.ts",
    find: "bindingOf(state, entry.cell) === undefined && isFresh",
    replace: "isFresh",
    killedBy: noticed("[S9] an own entry of a node that the parent shifts since does not survive"),
  },
  {
    name: "survive although invalidated",
    file: "kernel/rebase.ts",
    find: "isFresh(state, entry) && holds(state, entry)",
    replace: "holds(state, entry)",
    killedBy: core(
      "re-entry",
      "[S9] an entry does not survive if its node has been invalidated since, in the parent (S16a)",
    ),
  },
  {
    name: "know no more what a fixed tweak hides, once the parent was changed",
    file: "kernel/rebase.ts",
    find: "if (here?.isTweak === false) continue;",
    replace: "if (here !== undefined) continue;",
    killedBy: finding(
      "[S9, S16] what a fixed tweak of the child hides stays known in the child while the parent is changed",
    ),
  },
  {
    name: "take a context that stands nowhere for changed whenever it is looked at",
    file: "engine/stand.ts",
    find: "view?.from === from ? unchanged(world, put, view.state) : put",
    replace: "put",
    killedBy: restored(
      "[S9, S11] what a child was restored to under a parent that was never entered it keeps while nothing is changed",
    ),
  },
  {
    name: "take one that stands on an earlier state of its parent for changed likewise",
    file: "engine/stand.ts",
    find: "if (!isSame || state.change === world.state?.change) return state;",
    replace: "if (!isSame || world.state !== undefined) return state;",
    killedBy: restored(
      "[S9, S11] nor does a read-out change the parent, which has yet to be put on what its own has changed to",
    ),
  },
  {
    name: "take over nothing from above a parent that was put on that anew",
    file: "kernel/rebase.ts",
    find: "  if (state.log.start === before.log.start ||",
    replace: "  if (state.log.start !== undefined ||",
    killedBy: restored(
      "[S9, S11] what is evaluated above it is seen even where the parent is entered twice in between",
    ),
  },
  {
    name: "count as up to date what stands on one that stands nowhere",
    file: "engine/stand.ts",
    find: "isRetained &&= at.entered === 0 && state === at.state;",
    replace: "isRetained &&= at.entered === 0 && (at !== world || state === at.state);",
    killedBy: restored(
      "[S8, S11] a child that was restored under a context which stands nowhere sees what that is told",
    ),
  },
  {
    name: "survive with a context of its own",
    file: "kernel/rebase.ts",
    find: "if (entry === undefined || entry.extras.inner !== undefined) continue;",
    replace: "if (entry === undefined) continue;",
    killedBy: core(
      "re-entry",
      "[S9] an evaluation that opened a context of its own does not survive",
    ),
  },
  {
    name: "take entries over dependants first",
    file: "kernel/rebase.ts",
    find: "return dependenciesFirst(own, (cell) => entryIn(state, cell) ?? knownIn(state, cell));",
    replace:
      "return [\n    ...dependenciesFirst(own, (cell) => entryIn(state, cell) ?? knownIn(state, cell)),\n  ].toReversed();",
    killedBy: core(
      "re-entry",
      "[S9] dependencies first: a long line of own entries survives a change that does not reach it",
    ),
  },
  {
    name: "inherit no invalidations",
    file: "kernel/rebase.ts",
    find: "    own: fresh.own,\n",
    replace: "    own: fresh.own,\n    stale: fresh.stale,\n",
    killedBy: core(
      "invalidation",
      "[S16a] a descendant's own evaluations, whatever is known of the node",
    ),
  },
  {
    name: "look at every shift after each invalidation",
    file: "engine/edit.ts",
    find: "  if (!era.lacksBases) return reshift(root, beneath, trail, dropped);\n",
    replace: "",
    killedBy: {
      file: "test/bench/budgets.test.ts",
      title: "walks its cone, however many are shifted and were invalidated before",
    },
  },
  {
    name: "take every shift for one whose base value is cached",
    file: "engine/edit.ts",
    find: "  if (!era.lacksBases) return reshift(root, beneath, trail, dropped);\n",
    replace: "  if (era !== undefined) return reshift(root, beneath, trail, dropped);\n",
    killedBy: {
      file: "test/bench/budgets.test.ts",
      title: "applies again what was restored in between, whose base value is no longer cached",
    },
  },
  {
    name: "remember beneath a root what a restore has undone",
    file: "engine/stand.ts",
    find: "own: { ...state.own, invalidations }, stale: root.stale }",
    replace: "own: { ...state.own, invalidations } }",
    killedBy: restored(
      "[S11, S16a] beneath a root's shift, too, an invalidation that a restore undoes counts no more, and again if it is restored",
    ),
  },
  {
    name: "take the base values that were forgotten for cached",
    file: "engine/edit.ts",
    find: "    entry.era.lacksBases = true;\n    for (const under",
    replace: "    for (const under",
    killedBy: core(
      "forget",
      "[S26] [S16a] a root's shift whose base value is unloaded beneath it is applied again after an invalidation",
    ),
  },
  {
    name: "lose what an equals changes in the midst of a change",
    file: "engine/guard.ts",
    find: "if (callback !== undefined && callback !== aListener)",
    replace: "if (callback === aListener)",
    killedBy: core("changes-in-callbacks", "[S16, S21] nor can an `equals` that a re-entry asks"),
  },
  {
    name: "keep the parent of an entry that failed",
    file: "engine/stand.ts",
    find: "    world.parent = parent;\n    throw error;\n",
    replace: "    throw error;\n",
    killedBy: core(
      "failed-entry",
      "[S6, S10] an entry that fails is none: a dynamic context stands under the parent of its last entry",
    ),
  },
];
