// What stands in for vitest in a browser: its own `expect`, and a `test` that only keeps the bodies.
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend, setState } from "@vitest/expect";
import type { Check } from "../outcome.ts";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = chai.expect;
setState({ assertionCalls: 0 }, expect as unknown as Parameters<typeof setState>[1]);

type Body = () => unknown;
const kept = new Map<string, Body>();

export function test(name: string, body: Body): void {
  if (kept.has(name)) throw new Error(`Two checks are named "${name}".`);
  kept.set(name, body);
}

/** Runs what was kept, one after the other. */
export async function run(): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [name, body] of kept) checks.push(await check(name, body));
  return checks;
}

/** Runs one check. */
export async function check(name: string, body: Body): Promise<Check> {
  try {
    await body();
    return { name };
  } catch (error) {
    return { name, failure: error instanceof Error ? `${error}\n${error.stack}` : String(error) };
  }
}
