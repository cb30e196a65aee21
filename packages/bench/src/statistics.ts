/** What the samples of one measure come to. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly samples: number;
}

/** The middle sample, or the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half];
  if (upper === undefined) throw new RangeError("no samples have no median");
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}

export function summarise(samples: readonly number[]): Summary {
  return {
    median: median(samples),
    least: Math.min(...samples),
    most: Math.max(...samples),
    samples: samples.length,
  };
}
