import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, in the order in which they begin. */
const long = [
  "test/browser/chromium.test.ts",
  "test/house/fences.test.ts",
  "property-tests/async/without-storage.test.ts",
  "test/examples/book-commands.test.ts",
  "test/examples/life-commands.test.ts",
  "property-tests/scenarios/spec.test.ts",
  "property-tests/async/outcomes.test.ts",
  "test/cli/interrupt.test.ts",
  "test/cli/spawned.test.ts",
  "property-tests/async/cycles.test.ts",
  "test/scenarios/table-memory.test.ts",
  "test/core/depth.test.ts",
  "property-tests/engine/model.test.ts",
  "property-tests/engine/sharing.test.ts",
  "property-tests/scenarios/run.test.ts",
  "test/examples/book.test.ts",
];

function rank({ moduleId }: TestSpecification): number {
  const at = long.findIndex((name) => moduleId.endsWith(`/${name}`));
  return at === -1 ? long.length : at;
}

/** Begins with the longest, so that no core waits for one of them at the end. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- Vitest's own, of files that were found already
    const found = await super.sort(files);
    return found.toSorted((a, b) => rank(a) - rank(b));
  }
}
