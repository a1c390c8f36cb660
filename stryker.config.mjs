import { rooms } from "./vitest.mutation.config.mjs";

/**
 * Mutation tests of the pure core (`npm run mutation`): each change made to a line of it must fail a test beside it.
 * Takes long, and so is no part of `npm cit`. What did not change is not tried again; `MUTATE=fixes` tries one room
 * alone, which is faster: what runs once on import is held against all tests.
 */
export default {
  mutate: [...rooms.map((room) => `src/${room}/**/*.ts`), "!src/**/*.test.ts"],
  // What is copied to be changed: all that the tests of these rooms import and read.
  ignorePatterns: [
    "**",
    "!src/**",
    "!test/support/**",
    "!test/contract/generated.test.ts",
    "!scripts/**",
    "!schemas/**",
    "!scan-gate.schema.json",
    "!action.yml",
    "!docs/inputs.md",
    "!package.json",
    "!vitest.mutation.config.mjs",
  ],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.mjs", related: false },
  coverageAnalysis: "perTest",
  incremental: true,
  incrementalFile: "reports/mutation/incremental.json",
  concurrency: 2,
  // A slow machine must not be taken for a test that noticed: what runs out of time counts as noticed.
  timeoutMS: 20_000,
  timeoutFactor: 4,
  // Stryker would rewrite tsconfig.json by an interface that TypeScript 7 no longer has; nothing in it needs that.
  tsconfigFile: "no-tsconfig",
  reporters: ["clear-text", "html", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
