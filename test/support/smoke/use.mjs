import assert from "node:assert/strict";
import { Context, memoize, Tweaks } from "@dug/core";
import { runScenarios, scenario } from "@dug/scenarios";
import { oracle } from "@dug/testing";

const spot = memoize("spot", () => 100);
const book = memoize("book", () => spot() * 2);
const base = new Context("base");
const crash = Tweaks.empty.tweak(spot.node(), 80);

assert.equal(base.evaluate(book.node()), 200);
assert.equal(base.fork("crash").apply(crash).evaluate(book.node()), 160);
assert.deepEqual(oracle(book.node(), [crash]), { kind: "value", value: 160 });

const table = await runScenarios(base, {
  outputs: { value: book.node() },
  scenarios: [scenario("crash", crash)],
});
assert.deepEqual(
  table.rows.map(({ outputs }) => outputs.value),
  [200, 160],
);
