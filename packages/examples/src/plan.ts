import { model } from "@dug/core";
import * as assumptions from "./plan/assumptions.ts";
import * as operations from "./plan/operations.ts";
import * as ratios from "./plan/ratios.ts";
import * as statements from "./plan/statements.ts";

export default model({
  functions: { ...assumptions, ...operations, ...statements, ...ratios },
  outputs: {
    sales: operations.sales.node(2031),
    ebitda: operations.ebitda.node(2031),
    netProfit: statements.netProfit.node(2031),
    netDebt: ratios.netDebt.node(2031),
    equity: statements.equity.node(2031),
    leastHeadroom: ratios.leastHeadroom.node(),
    highestLeverage: ratios.highestLeverage.node(),
  },
});
