import { defineConfig } from "vitest/config";

const WHOLE = { statements: 100, branches: 100 };

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "sandbox/**/*.test.ts", "scripts/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most of what runs side by side in a file waits for answers.
    maxConcurrency: 10,
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
      },
    },
  },
});
