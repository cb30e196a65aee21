/**
 * The value below which a share `p` of the values lies, linear between them: definition 7 of
 * R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50
 * (1996), which is the default of R and NumPy, and PERCENTILE.INC of spreadsheets.
 * @param values in any order; unchanged
 * @param p from 0, which gives the smallest, to 1, the largest
 * @returns `NaN` if there are no values, or one of them is `NaN`
 */
export function quantile(values: readonly number[], p: number): number {
  if (values.some(Number.isNaN)) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  if (below === above) return below;
  const share = place - Math.floor(place);
  return Number.isFinite(above - below)
    ? below + (above - below) * share
    : (1 - share) * below + share * above; // the difference of infinities, or of large numbers, tells nothing
}
