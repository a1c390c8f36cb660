import { mutatedRooms } from "./scripts/mutation/rooms.ts";

/**
 * Mutation tests of the pure core (`npm run mutation`): each change made to a line of it must fail a test beside it.
 * Takes long, and so is no part of `npm cit`. What did not change is not tried again; `MUTATE=fixes` tries one room
 * alone.
 */
export default {
  mutate: [...mutatedRooms.map((room) => `src/${room}/**/*.ts`), "!src/**/*.test.ts"],
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
  ],
  testRunner: "thread",
  plugins: ["./scripts/mutation/thread-runner.ts"],
  coverageAnalysis: "perTest",
  incremental: true,
  incrementalFile: "reports/mutation/incremental.json",
  concurrency: 2,
  // What runs out of time counts as noticed, and a busy machine must not count: the runner ends what works for a
  // fiftieth of this, counted in time of the processor, and what waits for nothing.
  timeoutMS: 200_000,
  timeoutFactor: 50,
  // Stryker would rewrite tsconfig.json by an interface that TypeScript 7 no longer has; nothing in it needs that.
  tsconfigFile: "no-tsconfig",
  reporters: ["clear-text", "html", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
