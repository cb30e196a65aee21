/** Density of the standard normal distribution. */
export function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/**
 * Cumulative distribution of the standard normal distribution: the probability of a value up to `x`.
 *
 * Rational Chebyshev approximations of W. J. Cody, "Rational Chebyshev approximations for the error
 * function", Mathematics of Computation 23 (1969), in the form of his Algorithm 715 (ANORM), ACM
 * TOMS 19 (1993). Relative error below 1e-14 for x ≥ −37; `NaN` gives `NaN`.
 */
export function cumulative(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size <= 0.67448975) return 0.5 + x * ratio(size > 1.11e-16 ? x * x : 0, CENTRE);
  const tail = size <= Math.sqrt(32) ? bell(size) * ratio(size, MIDDLE) : farTail(size);
  return x > 0 ? 1 - tail : tail;
}

function farTail(size: number): number {
  const inverse = 1 / (size * size);
  const correction = inverse * ratio(inverse, FAR);
  return size === Infinity ? 0 : (bell(size) * (1 / Math.sqrt(2 * Math.PI) - correction)) / size;
}

/** exp(−x²/2); the square is split in two, so that its rounding error is not blown up by the exponential. */
function bell(size: number): number {
  const coarse = Math.trunc(size * 16) / 16;
  const rest = (size - coarse) * (size + coarse);
  return Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * rest);
}

/** Numerator and denominator of a rational function, highest power first. */
interface Rational {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

function ratio(x: number, { above, below }: Rational): number {
  return polynomial(x, above) / polynomial(x, below);
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

const CENTRE: Rational = {
  above: [
    0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
    18154.981253343561249,
  ],
  below: [
    1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956,
  ],
};

const MIDDLE: Rational = {
  above: [
    1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
    597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
    9842.7148383839780218,
  ],
  below: [
    1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
    18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
  ],
};

const FAR: Rational = {
  above: [
    0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807,
    0.001421619193227893466, 2.9112874951168792e-5,
  ],
  below: [
    1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244,
    7.29751555083966205e-5,
  ],
};
