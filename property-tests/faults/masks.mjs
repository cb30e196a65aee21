// Faults in the walk, in masks, and in the edges that the walk goes along.
const core = (file, title) => ({ file: `test/core/${file}.test.ts`, title });
const noticed = (title) => ({ file: "property-tests/faults/noticed.test.ts", title });

/** @type {readonly import("./faults.mjs").Fault[]} */
export const maskFaults = [
  {
    name: "skip a mask",
    file: "kernel/draft.ts",
    find: "  if (draft.parent !== null) draft.journal.noteDropped(cell);\n",
    replace: "",
    killedBy: core(
      "masks",
      "[S13] an invalidation drops and masks the node's known dependants, transitively",
    ),
  },
  {
    name: "mask in a root",
    file: "kernel/draft.ts",
    find: "if (parent === null && own.tweaks.functions.size === 0) return before;",
    replace:
      "if (parent === null && own.tweaks.functions.size === 0)\n    return before.union(journal.cells.filter((cell) => entryIn(draft, cell) === undefined));",
    killedBy: core("masks", "[S13] in a root masked holds exactly the tweaked nodes"),
  },
  {
    name: "stop the walk at a masked node, as Python's dug does",
    file: "kernel/walk.ts",
    find: "const dropDependant = (cell: Cell, entry: Entry): void => {\n",
    replace:
      "const dropDependant = (cell: Cell, entry: Entry): void => {\n    if (draft.masks.has(cell)) return;\n",
    killedBy: noticed("[S13] the walk goes past each masked and cached node of a chain"),
  },
  {
    name: "walk one step only",
    file: "kernel/walk.ts",
    find: "    cells.push(cell);\n    had.push(entry);\n",
    replace: "",
    killedBy: noticed("[S13] an invalidation drops a chain to its far end"),
  },
  {
    name: "mask a node and keep its entry",
    file: "kernel/draft.ts",
    find: "write(draft, cell, undefined, knownWithout(draft, cell, entry));",
    replace: "write(draft, cell, entry, knownWithout(draft, cell, entry));",
    killedBy: noticed("[S13] an invalidation drops a chain to its far end"),
  },
  {
    name: "forget what is dropped",
    file: "kernel/draft.ts",
    find: "return entry !== undefined && isOwnKnown(draft, cell, entry) ? entry : knownIn(draft, cell);",
    replace: "return entry === undefined ? knownIn(draft, cell) : undefined;",
    killedBy: core(
      "reuse",
      "[S16] a context's own evaluation from before its last change is known",
    ),
  },
  {
    name: "keep a stale edge",
    file: "kernel/edges.ts",
    find: "if ((had !== undefined && isAmongFirst(entry, had.outcome)) || entry.dependsOn(cell))\n    visit(dependant, entry);",
    replace: "visit(dependant, entry);",
    killedBy: core(
      "latest-edges",
      "[S18] an edge that the latest run did not use is gone: a change there drops nothing",
    ),
  },
  {
    name: "link no reads of inner contexts",
    file: "kernel/edges.ts",
    find: "  if (inner !== undefined) for (const read of inner) read.cell.link(cell);\n",
    replace: "  void inner;\n",
    killedBy: core(
      "bump",
      "[S21] a tweak outside of price, computed only in the inner context, invalidates it",
    ),
  },
  {
    name: "forget to look at inner reads",
    file: "kernel/entry.ts",
    find: "hasRead(this, cell) || (this.extras !== none && this.readsInside(cell))",
    replace: "hasRead(this, cell)",
    killedBy: core(
      "bump",
      "[S21] an invalidation of price, computed only in the inner context, reaches it",
    ),
  },
  {
    name: "mask no reader of a masked node",
    file: "kernel/draft.ts",
    find: ": parent !== null && readsMasked(draft, entry)",
    replace: ": false",
    killedBy: core(
      "masked-late",
      "[S15] a node whose dependencies first become known in the child is masked there if any of them is",
    ),
  },
  {
    name: "spare a reader that opened a context of its own",
    file: "kernel/tweak.ts",
    find: "isChanged || entry.readsInside(cell)",
    replace: "isChanged",
    killedBy: noticed(
      "[S16] a cached node tweaked to the value that it has: who read it in a context of its own is dropped, nobody else",
    ),
  },
  {
    name: "spare readers by what `equals` says",
    file: "kernel/tweak.ts",
    find: "!Object.is(before.value, after.value)",
    replace: "!after.cell.definition.equate(before.value, after.value)",
    killedBy: core(
      "cutoff",
      "[S16] whatever equals says: one that equates everything spares nobody",
    ),
  },
  {
    name: "untweak and drop nobody",
    file: "kernel/tweak.ts",
    find: "for (const reader of affected(before, cell, isChanged)) reached.push(reader);",
    replace:
      "if (binding !== undefined)\n      for (const reader of affected(before, cell, isChanged)) reached.push(reader);",
    killedBy: core(
      "untweak",
      "[S12b] in a root the tweaked node's known dependants are dropped, and nothing else",
    ),
  },
];
