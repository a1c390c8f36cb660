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

/** Where the bars of a chart end, in pixels. */
function barsOf(html: string, id: string): readonly number[] {
  const [section = ""] = html.split("</section>").filter((part) => part.includes(`id="${id}"`));
  return [...section.matchAll(/<rect [^>]*x="([\d.]+)" width="([\d.]+)"[^>]*><\/rect><\/svg>/g)].map(
    ([, x, width]) => Number(x) + Number(width),
  );
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

  it("put what has the fewest findings into one row, which sets no measure for the bars of the others", () => {
    const findings = Array.from({ length: 31 }, (_, at) => aFinding({ path: `d${at % 30}/a.ts` }));
    const html = charts(findings);
    const rows = rowsOf(html, "chart-place");
    expect(rows).toHaveLength(9);
    expect(rows.at(-1)).toBe("22 others");
    const [first, second, ...others] = barsOf(html, "chart-place");
    expect(first).toBeGreaterThan(100);
    expect(second).toBeGreaterThan(50);
    expect(others).toHaveLength(6);
  });

  it("set new against existing, and leave out what would be one bar alone", () => {
    const findings = [aFinding({ status: "existing" }), aFinding(), aFinding({ status: "new" })];
    expect(rowsOf(charts(findings), "chart-new")).toEqual(["new", "existing"]);
    expect(charts([aFinding(), aFinding()])).not.toContain("chart-new");
  });

  it("are left out where every row has one finding, and where there is one number alone", () => {
    const apart = [aFinding({ status: "existing", path: "a/a.ts" }), aFinding({ path: "b/b.ts" })];
    expect(charts(apart)).not.toContain("chart-new");
    expect(charts(apart)).not.toContain("chart-place");
    expect(charts([aFinding(), aFinding()])).toBe("");
    expect(charts([aFinding(), aFinding({ severity: "low" })])).toContain("chart-tool");
  });

  it("have bars as long as their numbers, of however many severities", () => {
    const inFolder = (folder: string, severity: Finding["severity"]) =>
      aFinding({ path: `${folder}/a.ts`, severity });
    const findings = [
      ...(["critical", "high", "medium", "low"] as const).map((one) => inFolder("a", one)),
      ...Array.from({ length: 4 }, () => inFolder("b", "high")),
      ...Array.from({ length: 2 }, () => inFolder("c", "high")),
    ];
    const [first = 0, second = 0, third = 0] = barsOf(charts(findings), "chart-place");
    expect(first).toBe(second);
    expect(Math.abs(third - second / 2)).toBeLessThan(1);
  });

  it("say where the numbers are more or fewer than the open findings", () => {
    const shared = "A finding of several tools counts for each of them.";
    const several = [aDependency(), aDependency(), aFinding()];
    expect(charts(several)).toContain(shared);
    expect(charts([aFinding(), aFinding({ severity: "low" })])).not.toContain(shared);
    const dated = [aFinding(), ...Array.from({ length: 2 }, () => aFinding({ firstSeen: "2026-11-27" }))];
    const old = aFinding({ firstSeen: "2025-11-27" });
    expect(charts([...dated, old])).toContain("no tool says when it first saw them");
    expect(charts([...dated.slice(1), old])).not.toContain("no tool says");
  });

  it("leave suppressed findings out", () => {
    expect(charts([aFinding({ blocking: false, suppressedBy: { by: "policy" } })])).toBe("");
  });
});
