/**
 * Mutation tests of the judgement (`npm run mutation`): each change made to a line of it must fail a test beside it.
 * Takes some minutes, and so is no part of `npm cit`.
 */
export default {
  mutate: ["src/gate/**/*.ts", "!src/gate/**/*.test.ts"],
  // What is copied to be changed: all that the tests of the gate import.
  ignorePatterns: ["**", "!src/**", "!test/support/**", "!package.json", "!vitest.mutation.config.mjs"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.mjs", related: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  // Stryker would rewrite tsconfig.json by an interface that TypeScript 7 no longer has; nothing in it needs that.
  tsconfigFile: "no-tsconfig",
  reporters: ["clear-text", "html", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
