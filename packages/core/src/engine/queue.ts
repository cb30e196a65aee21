const steps: (() => void)[] = [];
let isRunning = false;

/**
 * Runs a step of the engine: now, or after the one that is running, so that chains of evaluations which
 * land one after the other need no stack (S23).
 */
export function enqueue(step: () => void): void {
  steps.push(step);
  if (isRunning) return;
  isRunning = true;
  try {
    for (let next = steps.shift(); next !== undefined; next = steps.shift()) next();
  } finally {
    isRunning = false;
  }
}

/** How deep evaluations may start inside one another before one is left to the queue. */
const deepest = 64;
let depth = 0;

/** Runs a step at once, unless it lies deep inside of others. */
export function runNow(step: () => void): void {
  if (depth >= deepest) {
    queueMicrotask(() => enqueue(step));
    return;
  }
  depth++;
  try {
    step();
  } finally {
    depth--;
  }
}
