/**
 * How likely one of an age dies within some years, by the Gompertz–Makeham law, in which the force of mortality
 * at the age x is A + B cˣ; the parameters are those of the Standard Ultimate Life Table.
 *
 * D. C. M. Dickson, M. R. Hardy, H. R. Waters, "Actuarial Mathematics for Life Contingent Risks", 3rd edition
 * (2020), page 82.
 */
export function dyingWithin(years: number, age: number): number {
  const [A, B, c] = [0.00022, 2.7e-6, 1.124];
  return -Math.expm1(-A * years - (B * c ** age * (c ** years - 1)) / Math.log(c));
}
