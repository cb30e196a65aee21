// The plan without dug and without the model's functions: one loop over the years, everything recomputed.

/** An assumption, by year. */
type Yearly = Record<number, number>;

/** The assumptions that scenarios change. */
export type PlainDrivers = ReturnType<typeof plainDrivers>;

/** What a year ends with. */
export interface PlainYear {
  readonly sales: number;
  readonly ebitda: number;
  readonly netProfit: number;
  readonly netDebt: number;
  readonly equity: number;
  readonly revolver: number;
  readonly tax: number;
}

const years = [2026, 2027, 2028, 2029, 2030, 2031];

function each(of: (year: number) => number): Yearly {
  return Object.fromEntries(years.map((year) => [year, of(year)]));
}

/** The assumptions as they are; the caller may change them. */
export function plainDrivers() {
  return {
    growth: each((year) => (year === 2028 ? 0.08 : 0.04)),
    costShare: each(() => 0.58),
    inflation: each(() => 0.025),
    expansion: each((year) => (year === 2027 ? 7_000 : 0)),
    receivableDays: each(() => 50),
    marketRate: each(() => 0.025),
    payout: each(() => 0.4),
  };
}

/** Adds to an assumption from a year on. */
export function shiftFrom(yearly: Yearly, from: number, by: number): void {
  for (const year of years) if (year >= from) yearly[year]! += by;
}

/** The plan's years in order. */
export function plainPlan(drivers: PlainDrivers): readonly PlainYear[] {
  const state = {
    sales: 40_000,
    overheads: 9_000,
    profit: 2_400,
    cash: 2_500,
    bound: 5_500 + 4_100 - 2_900,
    loan: 15_000,
    revolver: 0,
    losses: 0,
    paidIn: 0,
    bought: [] as number[],
  };
  const atStart = state.cash + state.bound + 24_000 - state.loan;
  return years.map((year) => {
    const { ebitda, tax } = plainYear(state, year, drivers);
    const { sales, profit, cash, loan, revolver } = state;
    return {
      sales,
      ebitda,
      tax,
      revolver,
      netProfit: profit,
      netDebt: loan + revolver - cash,
      equity: atStart + state.paidIn,
    };
  });
}

interface State {
  sales: number;
  overheads: number;
  profit: number;
  cash: number;
  bound: number;
  loan: number;
  revolver: number;
  losses: number;
  /** What the owners have left in the company since the start. */
  paidIn: number;
  readonly bought: number[];
}

/** Takes the state from a year's start to its end. */
function plainYear(state: State, year: number, drivers: PlainDrivers) {
  state.sales += state.sales * drivers.growth[year]!;
  state.overheads += state.overheads * drivers.inflation[year]!;
  const cost = state.sales * drivers.costShare[year]!;
  const ebitda = state.sales - cost - state.overheads;
  const writtenOff = 3_000 + state.bought.reduce((sum, price) => sum + price / 10, 0);
  const bought = 0.06 * state.sales + drivers.expansion[year]!;
  const interest = (drivers.marketRate[year]! + 0.02) * (state.loan + state.revolver);

  const beforeTax = ebitda - writtenOff - interest;
  const used = Math.min(state.losses, Math.max(0, beforeTax));
  const tax = beforeTax > 0 ? (beforeTax - used) / 4 : 0;
  state.losses += beforeTax > 0 ? -used : -beforeTax;
  const dividends = state.profit > 0 ? drivers.payout[year]! * state.profit : 0;
  state.profit = beforeTax - tax;
  state.paidIn += state.profit - dividends;

  const bound = (state.sales * drivers.receivableDays[year]! + cost * (64 - 45)) / 365;
  state.cash += ebitda - tax - interest - (bound - state.bound) - bought - 2_500 - dividends;
  state.bound = bound;
  state.loan -= 2_500;
  state.bought.push(bought);
  settle(state);
  return { ebitda, tax };
}

/** Draws what is lacking to 1,500, or repays with what is above. */
function settle(state: State): void {
  const lacking = 1_500 - state.cash;
  const drawn = lacking > 0 ? lacking : -Math.min(-lacking, state.revolver);
  state.cash += drawn;
  state.revolver += drawn;
}
