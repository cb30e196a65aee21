import { expect, test } from "vitest";
import { delta, value, vega } from "../../packages/examples/src/book/black-scholes.ts";

const market = { spot: 42, volatility: 0.2, rate: 0.1 };
const call = { kind: "call", strike: 40, months: 6 } as const;
const put = { ...call, kind: "put" } as const;

test("the values are those of Hull's example: 4.76 for the call, 0.81 for the put", () => {
  expect(value(call, market)).toBeCloseTo(4.76, 2);
  expect(value(put, market)).toBeCloseTo(0.81, 2);
});

test("call and put are in parity: c − p = S − K e^(−rT)", () => {
  expect(value(call, market) - value(put, market)).toBeCloseTo(42 - 40 * Math.exp(-0.05), 12);
});

test.each([call, put])("delta and vega are the slopes of the value of a $kind", (option) => {
  const step = 1e-4;
  const [up, down] = [market.spot + step, market.spot - step].map((spot) =>
    value(option, { ...market, spot }),
  );
  expect((up! - down!) / (2 * step)).toBeCloseTo(delta(option, market), 7);
  const [more, less] = [0.2 + step, 0.2 - step].map((volatility) =>
    value(option, { ...market, volatility }),
  );
  expect((more! - less!) / (2 * step)).toBeCloseTo(vega(option, market), 5);
});
