/**
 * The share of standard normal numbers that are less, to some 1e-15: the series of G. Marsaglia, "Evaluating
 * the Normal Distribution", Journal of Statistical Software 11 (2004), issue 4, section 3.
 */
export function cumulativeNormal(x: number): number {
  if (Math.abs(x) > 9) return x < 0 ? 0 : 1; // less than a double tells apart
  let [sum, before, term] = [x, 0, x];
  for (let i = 3; sum !== before; i += 2) {
    before = sum;
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}
