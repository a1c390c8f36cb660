import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../../test/support/a-report.ts";
import type { Finding } from "../../model/finding.ts";
import { finishSteps } from "../../model/steps.ts";
import { chartsPart } from "./charts.ts";

const NOW = Date.parse("2026-11-28T00:00:00Z");
const charts = (findings: readonly Finding[], now: number | undefined = NOW) =>
  finishSteps(chartsPart(aReport({ findings }), now));

/** The names of a chart's rows, in their order. */
function rowsOf(html: string, id: string): readonly string[] {
  const [section = ""] = html.split("</section>").filter((part) => part.includes(`id="${id}"`));
  return [...section.matchAll(/<th scope="row">([^<]*)/g)].map(([, name = ""]) => name);
}

describe("the charts", () => {
  it("count open findings by age, in the limits within which findings are to be fixed", () => {
    const seen = ["2026-11-27", "2026-11-20T01:00:00Z", "2026-10-29", "2026-09-01", "2025-01-01", "nonsense"];
    const html = charts(seen.map((firstSeen) => aFinding({ firstSeen })));
    expect(rowsOf(html, "chart-age")).toEqual([
      "up to 7 days",
      "8 to 30 days",
      "31 to 90 days",
      "over 90 days",
    ]);
  });

  it("tell no age where nobody says what day it is, or when a finding was first seen", () => {
    const findings = ["2026-11-27", "2025-01-01"].map((firstSeen) => aFinding({ firstSeen }));
    expect(finishSteps(chartsPart(aReport({ findings }), undefined))).not.toContain("chart-age");
    expect(charts([aFinding(), aFinding()])).not.toContain("chart-age");
  });

  it("name packages, and directories for what is in none, those with the most findings first", () => {
    const code = (path: string) => aFinding({ path });
    const html = charts([aDependency(), code("src/db/a/b.ts"), code("src/db/c.ts"), code("top.ts")]);
    expect(rowsOf(html, "chart-place")).toEqual(["src/db/", "lodash", "the top directory"]);
  });

  it("put what has the fewest findings into one row", () => {
    const findings = Array.from({ length: 30 }, (_, at) => aFinding({ path: `d${at}/a.ts` }));
    const rows = rowsOf(charts(findings), "chart-place");
    expect(rows).toHaveLength(9);
    expect(rows.at(-1)).toBe("22 others");
  });

  it("set new against existing, and leave out what would be one bar alone", () => {
    const findings = [aFinding({ status: "existing" }), aFinding({ status: "new" })];
    expect(rowsOf(charts(findings), "chart-new")).toEqual(["new", "existing"]);
    expect(charts([aFinding()])).not.toContain("chart-new");
  });

  it("leave suppressed findings out", () => {
    expect(charts([aFinding({ blocking: false, suppressedBy: { by: "policy" } })])).toBe("");
  });
});
