import { ambient, carried, type Level, nowhere, standing, unmarked } from "../current.ts";
import {
  CallInShiftError,
  ContextOrderError,
  DepthError,
  ForeignContextError,
  UndeclaredAsyncError,
} from "../errors.ts";
import { carry } from "./carrier.ts";
import type { Frame } from "./frame.ts";
import { refuseOver } from "./over.ts";
import { overflowAhead } from "./headroom.ts";
import { isHeard, tell } from "./observe.ts";
import { synchronous, type Task } from "./task.ts";
import { ancestry, leaveStay, standIn, unuse, use } from "./stand.ts";
import type { World } from "./world.ts";

/** Contexts opened inside one another's evaluations may be this deep (S23). */
const greatestNesting = 10_000;

/** Enters a context: later calls are evaluated in it until the level is left (S6, S7, S10). */
export function enter(context: World, isRun: boolean, task?: Task): Level {
  const previous = standing();
  if (previous !== undefined) refuseEntering(previous, context);
  const frame = previous?.frame;
  const world = standIn(context, previous);
  // From here on nothing can fail: what was called above went deeper into the stack than what follows.
  if (world.entered === 0) use(world);
  world.entered++;
  if (frame !== undefined) frame.inner ??= new Map();
  const level = entrance(world, previous, isRun, task ?? previous?.task ?? synchronous);
  ambient.level = level;
  if (isHeard(world, "entered")) tell(world, { kind: "entered", context: world.context });
  return level;
}

function entrance(world: World, previous: Level | undefined, isRun: boolean, task: Task): Level {
  return {
    world,
    mark: task === synchronous ? world.mark : unmarked,
    frame: previous?.frame,
    interpreter: undefined,
    callback: undefined,
    isEntrance: true,
    isLeft: false,
    isEnclosed: isRun || previous?.isEnclosed === true,
    isInRun: isRun || previous?.isInRun === true,
    task,
    previous,
    before: ambient.level,
  };
}

/** Throws where a context cannot be entered. */
function refuseEntering(from: Level, world: World): void {
  refuseOver(from, `${world}.run`);
  if (from.callback !== undefined) throw new CallInShiftError(`${world}.run`, from.callback);
  if (from.frame !== undefined) requireMadeHere(world, from.frame);
}

/** Only what the innermost evaluation made, under what it is evaluated in, may be entered from inside it (S21). */
function requireMadeHere(world: World, frame: Frame): void {
  if (!isMadeHere(world, frame)) throw new ForeignContextError(String(world), frame.cell.node);
  const overflow =
    world.nesting > greatestNesting
      ? new RangeError(`contexts nested ${world.nesting} deep`)
      : overflowAhead();
  if (overflow !== undefined) throw new DepthError(frame.cell.node, world.nesting, overflow);
}

/** Whether an evaluation made a context, and all that lie between it and the one that it is evaluated in; a dynamic one that was never entered will be put on that (S6), one forked of such a one stands under a root. */
export function isMadeHere(world: World, frame: Frame): boolean {
  if (world.isDynamic && world.parent === null) return world.madeBy === frame;
  for (const at of ancestry(world)) {
    if (at.origin === frame.world.origin) return at !== world;
    if (at.madeBy !== frame) return false;
  }
  return false;
}

/** Leaves the innermost level. */
function leave(level: Level): void {
  ambient.level = level.before;
  exit(level);
}

/** Ends what entering began, wherever the running code stands. */
export function exit(level: Level): void {
  const { world, isEntrance } = level;
  if (world === undefined || !isEntrance) return;
  level.isLeft = true;
  if (isHeard(world, "left")) tell(world, { kind: "left", context: world.context });
  if (--world.entered > 0) return;
  unuse(world);
  if (world.origin !== world) leaveStay(world);
  else if (!world.retain) world.unload();
}

/** Leaves every level above `level`; the contexts that were left open, innermost first. */
export function unwind(level: Level | undefined): World[] {
  const open: World[] = [];
  for (let at = ambient.level; at !== undefined && at !== level; at = ambient.level) {
    if (at.world !== undefined && at.isEntrance) open.push(at.world);
    leave(at);
  }
  return open;
}

/** The mistake of leaving contexts open at the end of a synchronous stretch (S10). */
export function leftOpen(open: readonly World[]): ContextOrderError {
  return new ContextOrderError(
    String(open[0]),
    "was entered and not left before the code around it ended; `enter` is for one synchronous stretch: `using _ = context.enter()`",
  );
}

/** Runs a synchronous function in a context, and restores the previous one on every way out (S10). */
export function runIn<R>(world: World, body: () => R): R {
  const isOutermost = standing()?.isInRun !== true;
  const level = enter(world, true);
  try {
    const result = carryOver(level, body);
    const open = unwind(level);
    if (open.length > 0) throw leftOpen(open);
    if (isThenable(result)) throw new UndeclaredAsyncError(`The function given to ${world}.run`);
    return result;
  } finally {
    unwind(level);
    leave(level);
    if (isOutermost) level.task.scratch.forget();
  }
}

/** Where levels are carried already, what the code starts must not go on in the outer one. */
function carryOver<R>(level: Level, body: () => R): R {
  return carried.carrier?.getStore() === undefined ? body() : carry(level, body);
}

/** Runs code with no context; what it enters and leaves open is its mistake, as in `runIn`. */
export function runOutside<R>(body: () => R): R {
  const level = nowhere();
  ambient.level = level;
  try {
    const result = carryOver(level, body);
    const open = unwind(level);
    if (open.length > 0) throw leftOpen(open);
    return result;
  } finally {
    unwind(level);
    ambient.level = level.before;
  }
}

/** Whether something is a promise, or would be awaited as one. */
export function isThenable(value: unknown): boolean {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as { readonly then?: unknown }).then === "function"
  );
}

/** What `enter` gives: disposed, it leaves the context. */
export class Entrance implements Disposable {
  readonly #level: Level;
  #state: "open" | "closed" | "overdue" = "open";

  constructor(world: World) {
    this.#level = enter(world, false);
    const isResumed = this.#level.before !== this.#level.previous;
    if (isResumed || !this.#level.isEnclosed) queueMicrotask(() => this.#close());
  }

  /**
   * Leaves the context. A second time nothing happens.
   * @throws {ContextOrderError} when it is not the innermost one, or was left open beyond its synchronous stretch.
   */
  [Symbol.dispose](): void {
    if (this.#state === "closed") return;
    const name = String(this.#level.world);
    if (this.#state === "overdue" || !isOpen(this.#level)) {
      this.#state = "closed";
      throw new ContextOrderError(
        name,
        "was disposed after its synchronous stretch had ended, when the engine had left it",
      );
    }
    if (ambient.level !== this.#level) {
      throw new ContextOrderError(
        name,
        `cannot be left before ${ambient.level?.world ?? "what was entered in it"}, which was entered later`,
      );
    }
    this.#state = "closed";
    leave(this.#level);
  }

  /** Nothing around it could fail, so the engine leaves it at the next microtask checkpoint (S10). */
  #close(): void {
    if (this.#state !== "open" || !isOpen(this.#level)) return;
    this.#state = "overdue";
    const { task } = this.#level;
    if (task !== synchronous) task.mistake = leftOpen([this.#level.world as World]);
    unwind(this.#level);
    leave(this.#level);
  }
}

function isOpen(level: Level): boolean {
  for (let at = ambient.level; at !== undefined; at = at.previous) if (at === level) return true;
  return false;
}
