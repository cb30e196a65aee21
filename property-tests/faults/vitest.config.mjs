import { defineConfig } from "vitest/config";
import { faultNamed, patch, pathOf } from "./faults.mjs";

const fault = faultNamed(process.env.DUG_FAULT ?? "");

/** Vitest over a kernel with a fault in it. */
export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  ssr: { resolve: { conditions: ["dug-source"] } },
  plugins: [
    {
      name: "seeded fault",
      enforce: "pre",
      load: (id) => (fault !== undefined && id === pathOf(fault) ? patch(fault) : null),
    },
  ],
  test: {
    include: ["test/**/*.test.ts", "property-tests/faults/*.test.ts"],
    execArgv: ["--expose-gc"],
    testTimeout: 20_000,
  },
});
