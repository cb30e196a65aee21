import { Context, memoize } from "@dug/core";

const spot = memoize("spot", () => 100);
const base = new Context("base");
console.log(base.evaluate(spot.node()));
console.log(base.fork("crash").tweak(spot.node(), 80).evaluate(spot.node()));
console.log(base.evaluate(spot.node()));
