// Faults in what is evaluated for a comparison alone (S16, S20), and in what may not be read or walked (S21, S24).
const core = (file, title) => ({ file: `test/core/${file}.test.ts`, title });
const compared = (title) => core("compared-cycles", title);

/** @type {readonly import("./faults.mjs").Fault[]} */
export const guessingFaults = [
  {
    name: "put on a cycle whom only a comparison called",
    file: "engine/evaluate.ts",
    find: "    if (waiting.length > frame.waiting) endComparing(frame);\n",
    replace: "",
    killedBy: compared("[S16, S20] what is evaluated for a comparison alone closes no cycle"),
  },
  {
    name: "keep the low mark of a comparison",
    file: "engine/stack.ts",
    find: "  frame.low = frame.index;\n  for (",
    replace: "  for (",
    killedBy: compared(
      "[S16, S20] nor does it where the call leads back to a caller of what is compared",
    ),
  },
  {
    name: "drop a guess that was called",
    file: "engine/stack.ts",
    find: "  if (all.some((frame) => frame.isReached)) return;\n",
    replace: "",
    killedBy: compared(
      "[S20] a ring that a comparison comes upon is found, from wherever it is read, and is one error for all",
    ),
  },
  {
    name: "show an evaluation the tweaks of another's context",
    file: "context.ts",
    find: "    guardTweaks(this.#world);\n",
    replace: "",
    killedBy: core(
      "inside-tweaks",
      "[S21] the tweaks of a context are read out as well: another's, the current one's, a snapshot's",
    ),
  },
  {
    name: "hide from an evaluation the tweaks of its own context",
    file: "context.ts",
    find: "    guardTweaks(this.#world);\n",
    replace: '    guardRead("tweaks");\n',
    killedBy: core(
      "inside-tweaks",
      "[S21] the tweaks of a context that the evaluation made are its own doing, and are no read-out",
    ),
  },
  {
    name: "write out shared structure without end",
    file: "identity/trail.ts",
    find: "    if (this.#containers.length >= this.#again) this.#repeated += length;\n",
    replace: "",
    killedBy: core("shared-structure", "so is what has few places, and much in each"),
  },
  {
    name: "look for no evaluation of the context's own",
    file: "engine/reuse.ts",
    find: "  consider(frame, knownIn(now, cell));\n",
    replace: "",
    killedBy: core(
      "reuse",
      "[S16] a context's own evaluation from before its last change is known",
    ),
  },
  {
    name: "look for no evaluation of the parent's",
    file: "engine/reuse.ts",
    find: "    const entry = keptIn(above, cell);\n    consider(frame, entry);\n",
    replace: "    const entry = keptIn(above, cell);\n",
    killedBy: core(
      "reuse",
      "[S16] a masked node takes the parent's evaluation if its dependencies come out equal",
    ),
  },
];
