/** Prints the sum of the last test run as its last line, for those who read only that. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const results = JSON.parse(readFileSync(join(import.meta.dirname, "..", "coverage", "tests.json"), "utf8"));
const skipped = results.numPendingTests + results.numTodoTests;
process.stdout.write(
  `${results.numPassedTests} passed, ${results.numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`,
);
