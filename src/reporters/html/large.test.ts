import { expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import { aPace } from "../../../test/support/fake-ports.ts";
import { finishSteps } from "../../model/steps.ts";
import { cutNote } from "./parts.ts";
import { htmlReporter } from "./publish.ts";
import { renderHtml } from "./render.ts";
import { MOST_ROWS, pageData } from "./rows.ts";

const finding = aFinding();
const many = (count: number) => Array.from({ length: count }, () => finding);

it("lists as many as a browser opens at once, what is gone last", () => {
  const { rows } = finishSteps(pageData(aReport({ findings: many(MOST_ROWS - 1), fixed: many(5) })));
  expect(rows).toHaveLength(MOST_ROWS);
  expect(rows.at(-1)?.state).toBe("fixed");
  expect(finishSteps(pageData(aReport({ findings: many(MOST_ROWS + 1), fixed: many(1) }))).rows).toHaveLength(
    MOST_ROWS,
  );
});

it("tells in the page and in the log that it does not list all", async () => {
  const report = aReport({ findings: many(MOST_ROWS), fixed: many(1) });
  const note = "The page lists the first 25,000 of 25,001 findings; report.json has all of them.";
  expect(cutNote(report)).toBe(note);
  const files = { write: async () => undefined };
  const { warnings } = await htmlReporter({ files, path: "/r.html", pace: aPace() }).publish(report);
  expect(warnings).toEqual([note]);
  expect(renderHtml(report)).toContain(note);
});

it("has nothing to tell when it lists all", async () => {
  const report = aReport({ findings: many(3) });
  expect(cutNote(report)).toBeUndefined();
  const files = { write: async () => undefined };
  expect(await htmlReporter({ files, path: "/r.html", pace: aPace() }).publish(report)).not.toHaveProperty(
    "warnings",
  );
});
