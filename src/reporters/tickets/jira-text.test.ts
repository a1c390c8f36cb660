import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport } from "../../../test/support/a-report.ts";
import { planFixes } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import { jiraText, ticketDescription, ticketSummary } from "./jira-text.ts";

const { context } = aReport();

const HOSTILE =
  "[~admin] [ok|http://evil.example] !http://evil.example/p.png! {color:red}x{color} |a|b| www.evil.example mailto:a@evil.example @admin\nh1. head\u202e";

const descriptionOf = (finding: Finding) =>
  ticketDescription(finding, { context, advice: planFixes([finding]).adviceOn(finding) });

describe("text for Jira", () => {
  it("reads as itself and holds no link, image, mention, macro, table or second line", () => {
    const text = jiraText(HOSTILE);
    expect(text).not.toMatch(/[[\]{}!|\\@\n]|:\/\/|www\.|mailto:[^\u200b]/i);
    expect(text).toContain("［~admin］");
    expect(text).toContain("(U+202E)");
  });

  it("is cut to what Jira takes", () => {
    expect(ticketSummary(aFinding({ title: "x".repeat(1000) }), context).length).toBe(255);
  });
});

describe("a ticket", () => {
  it("says in its summary how serious what is where", () => {
    expect(ticketSummary(aFinding(), context)).toBe(
      "high: SQL query is built from request data in src/routes/orders.ts (acme/shop)",
    );
    expect(ticketSummary(aDependency(), context)).toContain(" in lodash@4.17.15 (acme/shop)");
    const { path: _, line: __, ...placeless } = aFinding();
    expect(ticketSummary(placeless, context)).toBe("high: SQL query is built from request data (acme/shop)");
  });

  it("tells in its text what is known, and where to read more", () => {
    const link = "https://app.snyk.io/org/acme/project/7#issue-SNYK-JS-LODASH-1018905";
    expect(descriptionOf(aDependency({ link })).split("\n")).toEqual([
      "Problem: Command injection in lodash templates",
      "Severity: critical",
      "Repository: acme/shop",
      `Commit: ${context.commit}`,
      "Place: package-lock.json:120",
      "Package: lodash@4.17.15",
      "Fix: upgrade lodash to 4.17.21",
      "Fixed in: 4.17.21",
      "Identifiers: CVE-2021-23337, GHSA-35JH-R3H4-6JHM, CWE-77",
      "Fingerprint: 9f8e7d6c5b4a39281706f5e4d3c2b1a0",
      `More: ${link}`,
    ]);
  });

  it("begins a fix of several lines, which a line cannot hold", () => {
    const text = descriptionOf(aFinding({ fix: "if (isSafe(id)) {\n  query(id);\n}" }));
    expect(text).toContain("Fix: if (isSafe(id)) \uff5b and 2 more lines\n");
  });

  it.each([
    "http://app.snyk.io/x",
    "https://app.snyk.io/x|y]",
    "https://app.snyk.io/\nh1. x",
    "javascript:1",
  ])("does not link %j", (link) => {
    expect(descriptionOf(aFinding({ link }))).not.toContain("More:");
  });

  it("is harmless whatever a tool says", () => {
    const found = { name: HOSTILE, fixedIn: [HOSTILE] };
    const finding = aFinding({
      title: HOSTILE,
      path: HOSTILE,
      identifiers: [HOSTILE],
      package: found,
      link: HOSTILE,
    });
    const { line: _, ...placed } = finding;
    const text = descriptionOf(placed);
    expect(text).not.toMatch(/[[\]{}!|\\@]|:\/\//);
    expect(text.split("\n").every((line) => /^[A-Z][a-z ]+: /.test(line))).toBe(true);
  });
});
