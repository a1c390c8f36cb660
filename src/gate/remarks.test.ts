import { describe, expect, it } from "vitest";
import { aFinding, anObservation, aReport } from "../../test/support/a-report.ts";
import { draft, judged, observed, policyWith } from "../../test/support/gating.ts";
import type { Rule } from "../model/policy.ts";
import { renderReportJson } from "../report-json/write.ts";
import { renderComment } from "../reporters/comment/render.ts";
import { renderHtml } from "../reporters/html/render.ts";
import { renderSummary } from "../reporters/summary/render.ts";
import { misspeltNotes, policyChangeNote, suppressionRemarks, wordRemarks } from "./remarks.ts";

const PATH = ".github/scan-gate.yml";
const changed = (preview: {
  readonly blocking: number;
  readonly suppressed: number;
  readonly problem?: string;
}) => aReport({ findings: [aFinding()], decision: { preview: { path: PATH, ...preview } } });

describe("a policy that the pull request changes", () => {
  const text =
    "This pull request changes the policy .github/scan-gate.yml: it would block 0 findings instead of 1, and suppress 2 instead of 0. The base branch's policy decided.";
  const report = changed({ blocking: 0, suppressed: 2 });

  it("is told with what it would do", () => {
    expect(report.decision.preview?.note).toEqual({ level: "info", text });
    expect(
      policyChangeNote({ path: PATH, blocking: 1, suppressed: 0 }, { blocking: 2, suppressed: 0 }).text,
    ).toContain("it would block 1 finding instead of 2. The base");
  });

  it("is told without what stays the same", () => {
    const told = (suppressed: number) =>
      policyChangeNote({ path: PATH, blocking: 2, suppressed }, { blocking: 2, suppressed: 1 }).text;
    expect(told(3)).toContain("it would suppress 3 instead of 1. The base branch's policy decided.");
    expect(told(1)).toContain("it would block and suppress as many findings. The base");
  });

  it("is told as a warning where it cannot be used, in one short line of visible characters", () => {
    const problem = `line 3:\u202e bad\n${"x".repeat(5000)}`;
    const note = policyChangeNote({ path: PATH, blocking: 0, suppressed: 0, problem }, aReport().counts);
    expect(note.level).toBe("warning");
    expect(note.text).toMatch(
      /^This pull request changes the policy \S+, and its version cannot be used: line 3:\(U\+202E\) bad x+… The base branch's policy decided\.$/,
    );
    expect(note.text.length).toBeLessThan(1000);
  });

  it("is told with the file that it extends and that is read only once it is merged", () => {
    const unread = `acme/policies/\u202egate.yml@${"v".repeat(300)}`;
    const { text: told } = policyChangeNote(
      { path: PATH, blocking: 0, suppressed: 0, unread },
      aReport().counts,
    );
    expect(told).toMatch(
      / decided\. It extends acme\/policies\/\(U\+202E\)gate\.yml@v+…, which is not read before it is merged\.$/,
    );
    expect(told.length).toBeLessThan(500);
  });

  it("is a note of report.json and stands by the verdict of the page", () => {
    expect(JSON.parse(renderReportJson(report)).notes).toEqual([{ level: "info", text }]);
    const header = /<header>(.*?)<\/header>/s.exec(renderHtml(report))?.[1];
    expect(header).toContain(`<p class="notice">${text.replaceAll("'", "&#39;")}</p>`);
  });

  it("is told once in each document", () => {
    const documents = [
      renderComment(report, { key: "default" }),
      renderSummary(report),
      renderHtml(report),
      renderReportJson(report),
    ];
    for (const document of documents)
      expect(document.match(/pull request changes the policy/g)).toHaveLength(1);
  });
});

describe("a word that only tools choose", () => {
  const rule = (match: Rule["match"]): Rule => ({ match, failOn: "low" });
  const entry = { id: "CVE-1", reason: "only at build time", expires: "2027-01-31" };
  const file = ".github/scan-gate.yml";
  const textsOf = (policy: Parameters<typeof policyWith>[0], findings = [draft()], isForeign?: true) => {
    const member = { policy: policyWith({ file, ...policy }), ...(isForeign && { isForeign }) };
    return misspeltNotes([[member]], findings).map(({ text }) => text);
  };

  it("is told with the known word that it is close to, each once", () => {
    const rules = [rule({ tool: ["snyk", "snik"] }), rule({ tool: ["SNIK"], reachability: ["Unreachble"] })];
    const suppressions = [entry, { ...entry, tool: "semgrp" }, { ...entry, tool: "snik" }];
    expect(textsOf({ rules, suppressions })).toEqual([
      `${file}: rules[0].match.tool: no tool is known to say "snik"; did you mean snyk?`,
      `${file}: rules[1].match.reachability: no tool is known to say "Unreachble"; did you mean unreachable?`,
      `${file}: suppress[1].tool: no tool is known to say "semgrp"; did you mean semgrep?`,
    ]);
  });

  it("is told with its place in the file", () => {
    const rules = [rule({ severity: ["high"] }), rule({ reachability: ["unreachble"] })];
    const suppressions = [{ ...entry, tool: "semgrp" }];
    expect(wordRemarks({ rules, suppressions }).map(({ part }) => part)).toEqual([
      ["rules", 1, "match", "reachability"],
      ["suppress", 0, "tool"],
    ]);
  });

  it.each<[string, Rule["match"]]>([
    ["is known", { tool: ["Semgrep", "SNYK"], reachability: ["Always_Reachable", "no-info", "package"] }],
    ["is close to none", { tool: ["trivy", "x"], reachability: ["transitive", "-"] }],
    ["is of another key", { rule: ["snik"], project: ["semgrp"], id: ["unreachble"] }],
  ])("is not told where it %s", (_what, match) => {
    expect(wordRemarks({ rules: [rule(match)], suppressions: [] })).toEqual([]);
  });

  it("is not told where a tool says it in this run", () => {
    const said = [draft({ tool: "snik", reachability: "un-reachble" })];
    expect(textsOf({ rules: [rule({ tool: ["Snik"], reachability: ["un reachble"] })] }, said)).toEqual([]);
    const both = { observations: [anObservation(), anObservation({ tool: "snik" })] };
    expect(misspeltNotes([[{ policy: policyWith({ rules: [rule({ tool: ["snik"] })] }) }]], [both])).toEqual(
      [],
    );
  });

  it("is told without its value where it stands in another repository's file", () => {
    expect(textsOf({ rules: [rule({ tool: ["snik"] })] }, [], true)).toEqual([
      `${file}: rules[0].match.tool has a word that no tool is known to say`,
    ]);
  });

  it("is a note of the run, the same one once for several chains, and none where the policy is unknown", () => {
    const chain = [{ policy: policyWith({ rules: [rule({ tool: ["snik"] })] }) }] as const;
    const notes = (isPolicyUnknown: boolean) =>
      judged([observed()], { chains: [chain, chain], isPolicyUnknown }).notes.filter(({ text }) =>
        text.includes("did you mean"),
      );
    expect(notes(false)).toEqual([
      {
        level: "info",
        text: 'The policy: rules[0].match.tool: no tool is known to say "snik"; did you mean snyk?',
      },
    ]);
    expect(notes(true)).toEqual([]);
  });
});

describe("a suppression", () => {
  const entry = { id: "CVE-1", reason: "only at build time", expires: "2027-01-31" };

  it("is remarked on where it repeats another, whatever its words for people", () => {
    const entries = [entry, { ...entry, paths: ["a/**"] }, { ...entry, id: "cve-1", reason: "again" }];
    expect(suppressionRemarks(entries, "2026-11-28")).toEqual([{ index: 2, kind: "repeated" }]);
  });

  it("is remarked on where it ends later than in a year", () => {
    const entries = ["2027-11-28", "2027-11-29"].map((expires) => ({ ...entry, expires }));
    expect(suppressionRemarks(entries, "2026-11-28")).toEqual([{ index: 1, kind: "distant" }]);
  });
});
