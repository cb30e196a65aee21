import { model } from "@dug/core";
import * as assumptions from "./life/assumptions.ts";
import * as curve from "./life/curve.ts";
import * as projection from "./life/projection.ts";
import * as reserving from "./life/reserve.ts";
import { TERM } from "./life/term.ts";

export default model({
  functions: { ...assumptions, ...curve, ...projection, ...reserving },
  outputs: {
    bestEstimate: reserving.bestEstimate.node(),
    premiums: reserving.premiumsValue.node(),
    claims: reserving.claimsValue.node(),
    expenses: reserving.expensesValue.node(),
    survivors: projection.lives.node(TERM),
  },
});
