import { expect, it } from "vitest";
import { mutationScoreTable } from "./score-table.ts";

it("scores each room and all by what was noticed of what could be loaded", () => {
  const mutants = (statuses: Readonly<Record<string, number>>) => ({
    mutants: Object.entries(statuses).flatMap(([status, count]) => Array(count).fill({ status })),
  });
  const files = {
    "src/text/a.ts": mutants({ Killed: 1200, Timeout: 2, RuntimeError: 3 }),
    "src/text/deep/b.ts": mutants({ Survived: 1, NoCoverage: 1 }),
    "src/gate/c.ts": mutants({ Killed: 3, Survived: 1, Ignored: 5 }),
  };
  expect(mutationScoreTable({ files }).split("\n").slice(2)).toEqual([
    "| `src/gate` | 9 | 3 | 0 | 1 | 0 | 0 | 5 | 75.0 % |",
    "| `src/text` | 1,207 | 1,200 | 2 | 1 | 1 | 3 | 0 | 99.8 % |",
    "| all | 1,216 | 1,203 | 2 | 2 | 1 | 3 | 5 | 99.8 % |",
  ]);
});
