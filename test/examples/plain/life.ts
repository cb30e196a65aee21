// The block of term assurances without dug and without the model's functions: one loop over the months, and values
// as sums of what is paid, where the model goes backwards from the last month.

/** What a scenario changes; what it leaves is as assumed. */
export interface PlainStress {
  /** Of the probability to die in a month. */
  readonly death?: (rate: number, month: number) => number;
  /** Of the fraction that lapses in a year. */
  readonly lapse?: (rate: number) => number;
  readonly massLapse?: number;
  readonly monthlyCost?: number;
  readonly costInflation?: number;
  /** Of the interest for a maturity in years. */
  readonly interest?: (rate: number, maturity: number) => number;
}

/** What is worth how much at the start of `from`, in euros. */
export function plainLife(stress: PlainStress, from = 0) {
  const { massLapse = 0, monthlyCost = 3, costInflation = 0.02 } = stress;
  const worth = { premiums: 0, claims: 0, expenses: 0 };
  const start = present(from, stress);
  let inForce = 10_000 * (1 - massLapse);
  for (let month = 0; month < 600; month++) {
    const dying = inForce * deathRate(month, stress);
    if (month >= from) {
      const today = present(month, stress) / start;
      worth.premiums += inForce * 33 * today;
      worth.expenses +=
        inForce * monthlyCost * Math.exp((Math.log(1 + costInflation) * month) / 12) * today;
      worth.claims += (dying * 100_000 * present(month + 1, stress)) / start;
    }
    inForce = (inForce - dying) * stay(month, stress);
  }
  const bestEstimate = worth.claims + worth.expenses - worth.premiums;
  return { ...worth, bestEstimate, survivors: inForce };
}

function deathRate(month: number, { death = (rate) => rate }: PlainStress): number {
  const age = 35 + month / 12;
  return death(1 - Math.exp(hazard(age) - hazard(age + 1 / 12)), month);
}

/** The force of mortality, added up from birth. */
function hazard(age: number): number {
  return 0.00022 * age + (2.7e-6 / Math.log(1.124)) * 1.124 ** age;
}

/** The fraction of those alive that stays. */
function stay(month: number, { lapse = (rate) => rate }: PlainStress): number {
  const year = 1 + (month - (month % 12)) / 12;
  const base = year <= 5 ? (7 - year) / 100 : 0.02;
  return Math.exp(Math.log(1 - lapse(base)) / 12);
}

const curve: readonly (readonly [number, number])[] = [
  [1, 0.021],
  [2, 0.022],
  [5, 0.024],
  [10, 0.027],
  [15, 0.028],
  [20, 0.0285],
  [30, 0.029],
  [50, 0.03],
];

function present(month: number, { interest = (rate) => rate }: PlainStress): number {
  const points = curve.map(([at, rate]) => ({ at: at * 12, rate: interest(rate, at) }));
  const next = points.findIndex(({ at }) => at >= month);
  const [left, right] = [points[Math.max(0, next - 1)]!, points[next]!];
  const slope = left === right ? 0 : (right.rate - left.rate) / (right.at - left.at);
  const rate = right.rate - slope * (right.at - Math.max(month, left.at));
  return Math.exp((-Math.log(1 + rate) * month) / 12);
}
