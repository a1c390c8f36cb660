import { describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import { observed } from "../../../test/support/observed.ts";
import { planFixes } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import { fingerprintOf } from "../../model/identity.ts";
import { markerOf, readThreadMarker, renderThread, threadMarkerLine } from "./thread.ts";

const textOf = (finding: Finding, suggestion?: readonly string[]) =>
  renderThread(finding, {
    key: "default",
    context: aReport().context,
    fixes: planFixes([finding]),
    suggestion,
  });

describe("the marker of a thread", () => {
  it("is read back with fingerprints and sources", () => {
    const {
      findings: [finding = aFinding()],
    } = observed(aReport({ findings: [aFinding()] }));
    const marker = markerOf(finding);
    expect(marker.fingerprints[0]).toBe(finding.fingerprint);
    for (const one of finding.observations) expect(marker.fingerprints).toContain(fingerprintOf(one));
    expect(marker.sources.length).toBeGreaterThan(0);
    expect(readThreadMarker("team-a", `${threadMarkerLine("team-a", marker)}\r\n\r\ntext`)).toEqual(marker);
  });

  it.each([
    ["of another key", "<!-- scan-gate-review:other abc semgrep -->"],
    ["behind other text", "x\n<!-- scan-gate-review:default abc semgrep -->"],
    ["of the comment", "<!-- scan-gate:default -->"],
    ["with more in it", "<!-- scan-gate-review:default abc semgrep --> x"],
  ])("is none %s", (_name, body) => {
    expect(readThreadMarker("default", body)).toBeUndefined();
  });
});

describe("the text of a thread", () => {
  it("says how severe, what, what to do, and who found it", () => {
    const text = textOf(aFinding({ type: "secrets", title: "AWS key" }));
    expect(text).toContain("🟠 high · **AWS key**");
    expect(text).toContain("→ revoke it, then remove it from the code");
    expect(text).toContain("[Semgrep](https://semgrep.dev/orgs/acme/findings/1001)");
  });

  it("has code of several lines as text, unless it is a suggestion", () => {
    const finding = aFinding({ fix: "a(x);\nb(y);" });
    expect(textOf(finding)).toContain("→ use this code, 2 lines:\n\n```\na(x);\nb(y);\n```");
    const suggested = textOf(finding, ["  a(x);", "  b(y);"]);
    expect(suggested).toContain("→ commit this suggestion:\n\n```suggestion\n  a(x);\n  b(y);\n```");
    expect(suggested).not.toContain("use this code");
  });

  it("has no suggestion by a fence of the fix's own", () => {
    const text = textOf(aFinding({ fix: "x = 1;\n```\n```suggestion\nevil();\n```" }));
    expect(text).not.toMatch(/^```suggestion$\n(?![\s\S]*````)/m);
    expect(text).toContain("````\nx = 1;");
    expect(textOf(aFinding({ fix: "a();\n<!-- scan-gate-review:default abc semgrep -->" }))).not.toContain(
      "<!-- scan-gate-review:default abc",
    );
  });
});
