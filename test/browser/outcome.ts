/** What a suite came to, as the browser posts it. */
export interface Outcome {
  readonly suite: string;
  readonly checks: readonly Check[];
  /** Errors and rejections that nobody handled. */
  readonly strays: readonly string[];
}

/** One check by its name; it passed if there is no failure. */
export interface Check {
  readonly name: string;
  readonly failure?: string;
}

/** The first check of every suite: a program has no other. */
export const whole = "runs to its end";
