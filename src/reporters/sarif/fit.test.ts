import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { aReport } from "../../../test/support/a-report.ts";
import { INJECTION, LODASH, seenAs } from "../../../test/support/sarif-situations.ts";
import { compareSeverity, type Severity } from "../../model/severity.ts";
import { fitSarif } from "./fit.ts";
import { preflight } from "./preflight.ts";
import { renderSarif } from "./render.ts";

const GRADES: readonly Severity[] = ["low", "critical", "medium", "high"];

/** Text that does not compress, and is always the same. */
function noise(seed: number): string {
  return createHash("sha512").update(String(seed)).digest("base64");
}

function noisyReport(count: number) {
  const findings = Array.from({ length: count }, (_, index) =>
    seenAs({
      id: `${index}`,
      rule: `rule-${index % 10}`,
      title: noise(index),
      description: noise(-index),
      severity: GRADES[index % 4] ?? "low",
    }),
  );
  return aReport({ findings });
}

/** With the text as a whole. */
function fitted(...given: Parameters<typeof fitSarif>) {
  const { parts, ...rest } = fitSarif(...given);
  return { ...rest, text: parts.join("") };
}

describe("fitSarif", () => {
  it("is the whole document as one line of JSON when it fits", () => {
    const report = aReport({ findings: [LODASH, INJECTION] });
    const { text, notes } = fitted(report, { lineHashes: () => "ab:1" });
    expect(text).toBe(`${JSON.stringify(renderSarif(report, { lineHashes: () => "ab:1" }).document)}\n`);
    expect(notes).toEqual([]);
  });

  it("leaves out flows and help first, and keeps every result", () => {
    const report = noisyReport(200);
    const whole = gzipSync(fitted(report).text).length;
    const { text, document, notes } = fitted(report, { limit: whole - 1 });
    expect(gzipSync(text).length).toBeLessThan(whole);
    expect(document.runs[0]?.results).toHaveLength(200);
    expect(notes).toEqual([
      `code flows and rule help were left out, because the file would be over ${whole - 1} bytes.`,
    ]);
  });

  it.each([20_000, 8000, 3000])("then cuts the least severe results until %i bytes hold it", (limit) => {
    const { text, document, notes } = fitted(noisyReport(400), { limit });
    const results = document.runs[0]?.results ?? [];
    const kept = results.map((result) => result.properties["scan-gate/severity"] as Severity);
    expect(gzipSync(text).length).toBeLessThanOrEqual(limit);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(400);
    expect([...kept].sort(compareSeverity)).toEqual(kept);
    expect(kept.includes("low") ? kept.filter((severity) => severity !== "low").length : 300).toBe(300);
    expect(preflight(document)).toEqual([]);
    expect(notes.some((note) => note.startsWith(`${400 - kept.length} of 400 results of Semgrep`))).toBe(
      true,
    );
    // Not more than needed: three quarters of the room are used.
    if (limit > 3000) expect(gzipSync(text).length).toBeGreaterThan(limit * 0.75);
  });

  it("gives up all results rather than a refused file", () => {
    const { document } = fitSarif(noisyReport(50), { limit: 400 });
    expect(document.runs.map(({ results }) => results.length)).toEqual([0, 0]);
  });

  it("keeps the file of 25,000 findings within every limit", () => {
    const findings = Array.from({ length: 25_000 }, (_, index) =>
      seenAs({ id: `${index}`, rule: `r${index}`, path: `src/f${index % 100}.ts`, line: index + 1 }),
    );
    const { text, document } = fitted(aReport({ findings }));
    expect(document.runs[0]?.results).toHaveLength(25_000);
    expect(gzipSync(text).length).toBeLessThanOrEqual(10_000_000);
    expect(preflight(document)).toEqual([]);
  });
});
