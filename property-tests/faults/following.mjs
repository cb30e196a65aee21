// Faults in waiting for what is pending in another context of a family that shares (S17).
const following = (title) => ({ file: "test/async/followed.test.ts", title });

/** @type {readonly import("./faults.mjs").Fault[]} */
export const followingFaults = [
  {
    name: "follow nobody",
    file: "engine/follow.ts",
    find: "if (pending === undefined || flight.hasFollowed) return false;",
    replace: "return false;",
    killedBy: following(
      "[S17] of a whole grid evaluated at once each function runs once per distinct combination that reaches it",
    ),
  },
  {
    name: "follow one after the other",
    file: "engine/follow.ts",
    find: "if (pending === undefined || flight.hasFollowed) return false;",
    replace: "if (pending === undefined) return false;",
    killedBy: following("[S17] a call waits for one other at most"),
  },
  {
    name: "follow whoever waits for it",
    file: "engine/follow.ts",
    find: ' || waitsFor(leader, flight, "followed")) continue;',
    replace: ") continue;",
    killedBy: following(
      "[S17, S20] nobody waits where the other may come to wait for it: two contexts in which calls go opposite ways",
    ),
  },
  {
    name: "look at calls only where one is to follow",
    file: "engine/follow.ts",
    find: ' || waitsFor(leader, flight, "followed")) continue;',
    replace: ' || waitsFor(leader, flight, "compared")) continue;',
    killedBy: following(
      "[S17, S20] nobody waits where the other may come to wait for it: two contexts in which calls go opposite ways",
    ),
  },
  {
    name: "close a ring through one that follows",
    file: "engine/join.ts",
    find: "  breakRing(target, flight, isNear);\n",
    replace: "",
    killedBy: following(
      "[S17, S20] a call that would close a ring through one that waits lets that one run instead",
    ),
  },
  {
    name: "follow on where others are on a ring by calls alone",
    file: "engine/join.ts",
    find: "  breakRing(target, flight, isNear);\n",
    replace: "  if (!isRing) breakRing(target, flight, isNear);\n",
    killedBy: {
      file: "test/async/followed-rings.test.ts",
      title: "[S17, S20] nobody follows one that waits on a ring for the ring that it is on itself",
    },
  },
  {
    name: "hold whom one follows to the end, whatever it has read",
    file: "engine/wait.ts",
    find: "    for (const following of frame.flight.followers ?? []) following.readMore();\n",
    replace: "",
    killedBy: following(
      "[S17] who waits goes on alone once the other has read something that is different here",
    ),
  },
  {
    name: "leave those waiting who followed one that was aborted",
    file: "engine/flight.ts",
    find: "    disband(this);\n",
    replace: "",
    killedBy: following(
      "[S17, S22f] it is not held: aborted with its own last caller, it lets the others run",
    ),
  },
  {
    name: "take what was followed from before an invalidation",
    file: "engine/follow.ts",
    find: "!isElsewhere || !isKnown ||",
    replace: "!isElsewhere ||",
    killedBy: following(
      "[S16a] what was begun before an invalidation is not waited for where that was told",
    ),
  },
  {
    name: "have others follow one that may not be reused",
    file: "engine/follow.ts",
    find: "pending === undefined || cell.definition.options.reuse === false",
    replace: "pending === undefined",
    killedBy: following("[S16] nor is one with `reuse: false`, nor in another pool"),
  },
  {
    name: "count what was followed as no sharing",
    file: "engine/follow.ts",
    find: "      frame.isShared = true;\n",
    replace: "      frame.isShared = false;\n",
    killedBy: following("[S17] so it does where other evaluations are known already"),
  },
  {
    name: "take a rejection that is not cached from whom one follows",
    file: "engine/follow.ts",
    find: "entry?.isReusable === true && entry.extras.volatile !== true",
    replace: "entry?.isReusable === true",
    killedBy: following("[S17, S19] a rejection is nobody else's, unless it is cached"),
  },
  {
    name: "tell those who follow before the evaluation is shared",
    file: "engine/land.ts",
    find: "  share(frame.world, kept); // before those go on who may look for it\n  deliver(flight, kept);\n",
    replace: "  deliver(flight, kept);\n  share(frame.world, kept);\n",
    killedBy: following(
      "[S17] of a whole grid evaluated at once each function runs once per distinct combination that reaches it",
    ),
  },
];
