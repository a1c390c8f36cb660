import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const WHOLE = { statements: 100, branches: 100 };

const TESTS = ["src/**/*.test.ts", "sandbox/**/*.test.ts", "scripts/**/*.test.ts", "test/**/*.test.ts"];

/** They look at what a process has loaded or done only once, and measure connections that others would intercept. */
const ALONE = ["src/platform/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most of what runs side by side in a file waits for answers.
    maxConcurrency: 10,
    // Vitest leaves a core free by default, and on two cores that is half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      // No file leaves anything behind in its worker, so a worker need not start anew for each of them.
      { extends: true, test: { name: "shared", include: TESTS, exclude: ALONE, isolate: false } },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
    reporters: ["default", ["json", { outputFile: "coverage/tests.json" }]],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: [
        "src/**/*.test.ts",
        // The entries run on import; the whole-run tests run them as the runner does, in a process of their own.
        "src/index.ts",
        "src/cli.ts",
        // Runs in a page: the browser tests do what people do there.
        "src/reporters/html/page/{main,elements,finding-row}.ts",
      ],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: {
        statements: 90,
        branches: 90,
        "src/gate/**": WHOLE,
        "src/settings/**": WHOLE,
        "src/context/**": WHOLE,
        "src/text/**": WHOLE,
        "src/fixes/**": WHOLE,
        "src/report-json/**": WHOLE,
      },
    },
  },
});
