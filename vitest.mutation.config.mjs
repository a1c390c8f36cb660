import { defineConfig } from "vitest/config";

/** The tests that each mutant runs against: those of the judgement alone (see stryker.config.mjs). */
export default defineConfig({ test: { include: ["src/gate/**/*.test.ts"] } });
