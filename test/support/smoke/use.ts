import { Context, memoize, type Node } from "@dug/core";
import { runScenarios, type Table } from "@dug/scenarios";
import { contextCommands, oracle } from "@dug/testing";

const spot = memoize("spot", (ticker: string) => ticker.length);
const node: Node<number> = spot.node("IBM");
const base = new Context("base");

export const value: number = base.fork().tweak(node, 80).evaluate(node);
// @ts-expect-error A tweak must fit its node.
base.tweak(node, "80");
// @ts-expect-error So must the arguments.
spot.node(1);

const table: Table<{ spot: Node<number> }> = await runScenarios(base, {
  outputs: { spot: node },
  scenarios: [],
});
export const first: unknown = [table.rows[0], oracle(node, []), contextCommands];
