import { expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import { aPace } from "../../../test/support/clock.ts";
import { finishSteps } from "../../model/steps.ts";
import { cutNote } from "./parts.ts";
import { htmlReporter } from "./publish.ts";
import { htmlInSteps, renderHtml } from "./render.ts";
import { MOST_ROWS, pageRows } from "./rows.ts";

const finding = aFinding();
const many = (count: number) => Array.from({ length: count }, () => finding);

it("lists as many as a browser opens at once, what is gone last", () => {
  const listed = (present: number, gone: number) => [
    ...finishSteps(pageRows(aReport({ findings: many(present), fixed: many(gone) }))).rows,
  ];
  const rows = listed(MOST_ROWS - 1, 5);
  expect(rows).toHaveLength(MOST_ROWS);
  expect(rows.at(-1)?.state).toBe("fixed");
  expect(listed(MOST_ROWS + 1, 1)).toHaveLength(MOST_ROWS);
});

it("tells in the page and in the log that it does not list all", async () => {
  const report = aReport({ findings: many(MOST_ROWS), fixed: many(1) });
  const note = "The page lists the first 25,000 of 25,001 findings; report.json has all of them.";
  expect(cutNote(report)).toBe(note);
  const files = { writeParts: async () => undefined };
  const { warnings } = await htmlReporter({ files, path: "/r.html", pace: aPace() }).publish(report);
  expect(warnings).toEqual([note]);
  expect(renderHtml(report)).toContain(note);
});

it("is whole whatever number of rows it is written by", () => {
  const lengths = [0, 1, 499, 500, 501, 1000].map((count) => {
    const [, json = ""] =
      /id="findings-data">(.*?)<\/script>/s.exec(renderHtml(aReport({ findings: many(count) }))) ?? [];
    return JSON.parse(json).rows.length;
  });
  expect(lengths).toEqual([0, 1, 499, 500, 501, 1000]);
});

it("never has more than some rows in memory", () => {
  const parts = [...finishSteps(htmlInSteps(aReport({ findings: many(MOST_ROWS) }), {}))];
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(size / 20);
});

it("has nothing to tell when it lists all", async () => {
  const report = aReport({ findings: many(3) });
  expect(cutNote(report)).toBeUndefined();
  const files = { writeParts: async () => undefined };
  expect(await htmlReporter({ files, path: "/r.html", pace: aPace() }).publish(report)).not.toHaveProperty(
    "warnings",
  );
});
