import { Context, InvalidArgumentError, memoize, model, namespace } from "@dug/core";
import { expect, test } from "vitest";

const price = memoize("model/price", (ticker: string): number => ticker.length);
const total = namespace("model").memoize("total", (): number => price("IBM"));
const nameless = memoize((): number => 1);

test.each<[string, object, object, string]>([
  ["a plain function", { price, plain: () => 1 }, {}, "model: functions.plain is not memoised."],
  ["nothing", { price: undefined }, {}, "model: functions.price is not memoised."],
  [
    "a function instead of its node",
    { total },
    { value: total },
    "model: outputs.value is a memoised function: write total.node(…).",
  ],
  [
    "an anonymous one",
    {},
    { value: nameless },
    "model: outputs.value is a memoised function: write value.node(…).",
  ],
  [
    "a value instead of a node",
    { total },
    { total: total.node(), value: 3 },
    'model: outputs.value is no node, such as price.node("AAPL").',
  ],
])("[S25] model names the entry that is %s", (_, functions, outputs, message) => {
  const make = (): unknown => model({ functions: functions as never, outputs: outputs as never });

  expect(make).toThrow(InvalidArgumentError);
  expect(make).toThrow(message);
});

test("[S5] a call where a node is wanted says how to name the node", () => {
  expect(() => model({ functions: { total }, outputs: { total: total() as never } })).toThrow(
    "Wrap the code: new Context().run(() => …). To name the node without calling, write f.node(…).",
  );
  expect(() => Context.current).toThrow(/new Context\(\)\.run\(\(\) => …\)\.$/);
});
