import { type Context, type Shift, shift, Tweaks } from "@dug/core";
import { baseName } from "../base-name.ts";
import { type AnyScenario, layersOf } from "../scenario.ts";
import { LoanError } from "../spec/errors.ts";
import { lender, lenderOf } from "../spec/loan.ts";

/**
 * Puts values in the place of those that tweaks take from other scenarios of the run. Lenders stand in
 * contexts of their own, on the base as it is when first one is asked for, so that their rows are as they
 * would be without.
 */
export class Lending {
  readonly #base: Context;
  readonly #scenarios: ReadonlyMap<string, AnyScenario>;
  readonly #opened = new Map<string, Context>();
  /** By the sets that borrow: scenarios that have one of them in common have its copy in common, too. */
  readonly #paid = new WeakMap<Tweaks, Tweaks>();
  #root: Context | undefined;

  /** @param scenarios those that can lend, by name */
  constructor(base: Context, scenarios: ReadonlyMap<string, AnyScenario>) {
    this.#base = base;
    this.#scenarios = scenarios;
  }

  /** The same layers without loans. What goes wrong is what the borrowing node will throw. */
  async pay(name: string, layers: readonly Tweaks[]): Promise<readonly Tweaks[]> {
    return await this.#pay([name], layers);
  }

  /** @param borrowers who waits for this, each for the next; a lender among them borrows from itself */
  async #pay(borrowers: readonly string[], layers: readonly Tweaks[]): Promise<readonly Tweaks[]> {
    if (!layers.some(borrows)) return layers;
    return await Promise.all(layers.map((tweaks) => this.#payLayer(borrowers, tweaks)));
  }

  async #payLayer(borrowers: readonly string[], tweaks: Tweaks): Promise<Tweaks> {
    let paid = this.#paid.get(tweaks) ?? tweaks;
    if (paid !== tweaks) return paid;
    for (const [node, to] of tweaks.nodes) {
      const from = lenderOf(to);
      if (from === undefined) continue;
      try {
        const context = await this.#open(from, borrowers);
        const value: unknown = await context.evaluate(node);
        paid = paid.tweak(node, value);
      } catch (error) {
        paid = paid.tweak(node, failing(error));
      }
    }
    this.#paid.set(tweaks, paid);
    return paid;
  }

  async #open(from: string, borrowers: readonly string[]): Promise<Context> {
    const root = (this.#root ??= this.#base.snapshot().fork("lenders"));
    if (from === baseName) return root;
    if (borrowers.includes(from)) {
      const last = JSON.stringify(borrowers.at(-1));
      throw new LoanError(from, `that takes one, in turn, from ${last}`);
    }
    const opened = this.#opened.get(from);
    if (opened !== undefined) return opened;
    const layers = layersOf(lender(from, this.#scenarios));
    let context = root.fork(from);
    for (const tweaks of await this.#pay([...borrowers, from], layers))
      context = context.fork(from).apply(tweaks);
    this.#opened.set(from, context);
    return context;
  }
}

/** What is no set of tweaks is refused by who puts it on. */
function borrows(tweaks: Tweaks): boolean {
  return tweaks instanceof Tweaks && tweaks.nodes.some((to) => lenderOf(to) !== undefined);
}

function failing(error: unknown): Shift<unknown> {
  return shift<unknown>(() => {
    throw error;
  });
}
