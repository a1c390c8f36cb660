import { defineConfig } from "vitest/config";

/** The rooms of the pure core that are changed line by line; those that `MUTATE` names (`fixes,text`) where it is set. */
export const rooms = (process.env.MUTATE ?? "fixes,gate,report-json,settings,text").split(",");

/** The tests that each mutant runs against: those of its rooms alone (see stryker.config.mjs). */
export default defineConfig({
  test: {
    // The generated documents hold what descriptions say.
    include: [...rooms.map((room) => `src/${room}/**/*.test.ts`), "test/contract/generated.test.ts"],
    testTimeout: 60_000,
    // No file leaves anything behind in its worker, so a worker need not start anew for each of them.
    isolate: false,
  },
});
