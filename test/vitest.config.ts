import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  ssr: { resolve: { conditions: ["dug-source"] } },
  test: {
    reporters: ["default", "./test/support/plain-summary.ts"],
    execArgv: ["--expose-gc"],
    maxWorkers: "100%", // Vitest would leave one core alone, which of two is half
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          testTimeout: 60_000, // no test of ours is about time; those of the command start processes
          typecheck: {
            enabled: true,
            include: ["test/**/*.test-d.ts"],
            tsconfig: "test/tsconfig.json",
          },
        },
      },
      {
        extends: true,
        test: { name: "property", include: ["property-tests/**/*.test.ts"], testTimeout: 120_000 },
      },
    ],
  },
});
