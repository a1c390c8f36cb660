import { defineConfig } from "vitest/config";

/** Properties with a budget of time instead of a number of tries; no part of `npm test`. */
export default defineConfig({
  test: {
    include: ["test/fuzz/*.fuzz.ts"],
    fileParallelism: false,
    testTimeout: 3_600_000,
  },
});
