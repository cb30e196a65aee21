/** How many runs must lie in one another for an overflow to be the nesting's fault, not that of one function. */
export const deep = 100;

/** How many runs of functions lie in one another on the JavaScript stack. Evaluations that are only compared wait on the stack of frames, and take nothing of that one. */
export const nesting = { runs: 0 };

/**
 * The error by which the JavaScript stack would overflow soon, if it would. Asked before a function runs,
 * or a context is entered, deep in the stack: the engine must notice an overflow itself, since a function that catches one in a
 * call which never reached the engine would be cached with whatever it made of that.
 */
export function overflowAhead(): unknown {
  if (nesting.runs < deep) return undefined;
  try {
    descend(headroom);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** How many calls of a small function must still fit into the stack. */
const headroom = 300;

function descend(steps: number): number {
  return steps === 0 ? 0 : descend(steps - 1);
}
