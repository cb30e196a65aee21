import { type Context, type Node, Tweaks } from "@dug/core";
import type { LayeredScenario, Row, Table } from "@dug/scenarios";
import { runScenarios, scenario, streamScenarios } from "@dug/scenarios";
import { expectTypeOf, test } from "vitest";

declare const base: Context;
declare const price: Node<number>;
declare const count: Node<bigint>;
declare const curve: Node<readonly number[]>;
declare const later: Node<Promise<number>>;
declare const label: Node<string>;
const outputs = { price, count, curve, later, label };

function ask(table: Table<typeof outputs>): void {
  table.top("price");
  // @ts-expect-error there is no such output
  table.top("prcie");
  expectTypeOf(table.pivot("x", "y", "label").values[0]?.[0]).toEqualTypeOf<string | undefined>();
}

test("rows are typed by the outputs: those of asynchronous nodes by what their promises give", async () => {
  const table = await runScenarios(base, { outputs, scenarios: [] });
  expectTypeOf(table.rows).toExtend<readonly [Row<typeof outputs>, ...Row<typeof outputs>[]]>();
  const row = table.rows[0];
  if (row.status !== "ok") return;
  expectTypeOf(row.outputs).toEqualTypeOf<{
    readonly price: number;
    readonly count: bigint;
    readonly curve: readonly number[];
    readonly later: number;
    readonly label: string;
  }>();
  expectTypeOf(row.differences.price).toEqualTypeOf<number | undefined>();
  expectTypeOf(row.differences.count).toEqualTypeOf<bigint | undefined>();
  expectTypeOf(row.differences.curve).toEqualTypeOf<readonly number[] | undefined>();
  expectTypeOf(row.relativeDifferences.count).toEqualTypeOf<number | undefined>();
  expectTypeOf(row.differences.later).toEqualTypeOf<number | undefined>();
});

test("a failed row has some of them, and the node that threw", async () => {
  const table = await runScenarios(base, { outputs, scenarios: [] });
  const row = table.rows[0];
  if (row.status !== "failed") return;
  expectTypeOf(row.outputs.price).toEqualTypeOf<number | undefined>();
  expectTypeOf(row.thrower).toEqualTypeOf<Node | undefined>();
});

test("an output that is not there is refused by the compiler", () => {
  expectTypeOf(ask).toBeFunction();
});

test("a stream gives rows of the same type; scenarios are of tweaks or of layers", () => {
  const layered: LayeredScenario = { name: "b", layers: [Tweaks.empty, Tweaks.empty] };
  const scenarios = [scenario("a", Tweaks.empty), layered];
  expectTypeOf(streamScenarios(base, { outputs, scenarios })).toEqualTypeOf<
    AsyncGenerator<Row<typeof outputs>, void>
  >();
  // @ts-expect-error a scenario is of tweaks or of layers
  void (() => streamScenarios(base, { outputs, scenarios: [{ name: "c" }] }));
});
