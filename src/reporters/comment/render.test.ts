import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aDependency,
  aFinding,
  aReport,
  HEAD_COMMIT,
  OLDER_COMMIT,
  SEMGREP_EVIDENCE,
  SNYK_EVIDENCE,
  unblocked,
} from "../../../test/support/a-report.ts";
import { anyText } from "../../../test/support/any-text.ts";
import { mentionsIn, nodesIn, parseMarkdown } from "../../../test/support/markdown.ts";
import { hostileReport, manyFindings, SITUATIONS } from "../../../test/support/situations.ts";
import type { Report } from "../../model/report.ts";
import { renderComment } from "./render.ts";
import { decodeState } from "./state.ts";

const KEY = { key: "default" };
const HOSTS = ["github.com", "semgrep.dev", "app.snyk.io", "nvd.nist.gov", "cwe.mitre.org"];
const ELEMENTS =
  /^(?:<!-- scan-gate:default -->|<!-- scan-gate-state:[\w.;-]+ -->|<\/?(?:sub|code)>|<br>|<wbr>|<details(?: open)?>\n<summary>(?:✅|☑️|⚠️|➖)?[\w ,.:()'+·]+<\/summary>|<\/details>)$/;

/** The shape of a document: what a tool's text must not be able to change. */
function shapeOf(markdown: string) {
  const tree = parseMarkdown(markdown);
  const nodes = nodesIn(tree);
  const of = (type: string) => nodes.filter((node) => node.type === type);
  return {
    headings: of("heading").length,
    images: of("image").length + of("imageReference").length,
    strays: nodes.filter((node) =>
      [
        "definition",
        "footnoteReference",
        "footnoteDefinition",
        "delete",
        "thematicBreak",
        "linkReference",
        "break",
      ].includes(node.type),
    ),
    tasks: nodes.filter((node) => node.type === "listItem" && typeof node.checked === "boolean").length,
    widths: nodes.flatMap((node) =>
      node.type === "table" ? [new Set(node.children.map((row) => row.children.length)).size] : [],
    ),
    html: nodes.flatMap((node) => (node.type === "html" ? [node.value] : [])),
    links: nodes.flatMap((node) => (node.type === "link" ? [new URL(node.url).host] : [])),
    mentions: mentionsIn(tree),
  };
}

function expectHarmless(markdown: string): void {
  const shape = shapeOf(markdown);
  expect(shape).toMatchObject({ headings: 1, images: 0, strays: [], tasks: 0, mentions: [] });
  expect(shape.widths.every((kinds) => kinds === 1)).toBe(true);
  expect(shape.html.filter((html) => !ELEMENTS.test(html))).toEqual([]);
  expect(shape.links.filter((host) => !HOSTS.includes(host))).toEqual([]);
  expect(markdown.split("<!-- scan-gate")).toHaveLength(3);
}

describe("renderComment", () => {
  it.each(SITUATIONS)("has its two hidden lines and its verdict in words: $name", ({ report }) => {
    const [marker, state, blank, heading] = renderComment(report, KEY).split("\n");
    expect(marker).toBe("<!-- scan-gate:default -->");
    expect(state).toMatch(/^<!-- scan-gate-state:[\w.;-]+ -->$/);
    expect(blank).toBe("");
    const word = { pass: "passed", fail: "failed", incomplete: "incomplete" }[report.verdict];
    expect(heading).toMatch(new RegExp(`^## \\S+ Scan Gate ${word}`));
  });

  it("names its key when there are several gates", () => {
    const text = renderComment(aReport(), { key: "web_app" });
    expect(text).toMatch(/^<!-- scan-gate:web_app -->\n/);
    expect(text).toContain("## ✅ Scan Gate (web\\_app) passed");
  });

  it("is the same text for the same commit and findings, also when it reads its own state", () => {
    const before = renderComment(aReport({ context: { commit: OLDER_COMMIT }, findings: [aFinding()] }), KEY);
    const report = aReport({ findings: [aFinding(), aDependency()] });
    const options = (text: string) => {
      const previous = decodeState(text);
      return previous === undefined ? KEY : { ...KEY, previous };
    };
    const first = renderComment(report, options(before));
    expect(first).toContain(
      `\nSince [\`a91d02e\`](https://github.com/acme/shop/commit/${OLDER_COMMIT}): 1 added, 1 still there\n`,
    );
    expect(renderComment(report, options(first))).toBe(first);
  });

  it("tells the two numbers when there were too many findings to remember them", () => {
    const previous = { current: { commit: OLDER_COMMIT, count: 4000 } };
    const text = renderComment(aReport({ findings: [aFinding()] }), { ...KEY, previous });
    expect(text).toContain("): 4,000 findings before, 1 now\n");
  });

  it("shows at most ten rows of blockers and names the others folded", () => {
    const text = renderComment(aReport({ findings: manyFindings(30) }), KEY);
    const [visible = "", folded = ""] = text.split("<details>");
    expect(visible.match(/^\| (?:🔴|🟠)/gm)).toHaveLength(10);
    expect(folded).toContain("20 more blocking findings: 6 critical, 14 high");
    expect(folded.match(/^\| (?:🔴|🟠)/gm)).toHaveLength(20);
  });

  it("links a place by commit and lines, and shows a place outside the repository as text", () => {
    const text = renderComment(
      aReport({ findings: [aFinding(), aFinding({ path: "../../etc/passwd" })] }),
      KEY,
    );
    expect(text).toContain(
      `[src/routes/<wbr>orders.ts:41](https://github.com/acme/shop/blob/${HEAD_COMMIT}/src/routes/orders.ts#L41-L43)`,
    );
    expect(text).toContain("| ../<wbr>../etc/passwd |");
  });

  it("is short when all is clean", () => {
    const [visible = ""] = renderComment(aReport(), KEY).split("<details>");
    expect(visible.split("\n").filter((line) => line !== "")).toHaveLength(4);
  });

  it("folds nothing away when a source that is not required did not answer, and says so first", () => {
    const sources = [SEMGREP_EVIDENCE, { ...SNYK_EVIDENCE, status: "incomplete" }] as const;
    const note =
      "Snyk is not required, so this decides nothing (unreachable): No answer. Look at https://status.snyk.io";
    const notes = [{ level: "warning", source: "snyk", text: note }] as const;
    const text = renderComment(aReport({ sources, notes }), KEY);
    const [visible = ""] = text.split("<details");
    expect(visible).toContain(
      "> ⚠️ Snyk is not required, so this decides nothing (unreachable): No answer. Look at `https://status.snyk.io`",
    );
    expect(text).toContain("<details open>\n<summary>⚠️ Scanned: ");
    expect(visible).toContain("\n## ✅ Scan Gate passed, without a full answer from Snyk\n");
  });

  it("says when an earlier run of the pull request had a source that is off now", () => {
    const off = { source: "snyk", status: "off", requests: 0 } as const;
    const report = aReport({ sources: [SEMGREP_EVIDENCE, off] });
    const lost =
      "> ⚠️ Snyk was on in an earlier run of this pull request, and is off now: `snyk-token` is empty.";
    const first = renderComment(aReport({ context: { commit: OLDER_COMMIT } }), KEY);
    const previous = decodeState(first);
    if (previous === undefined) throw new Error("there is no state");
    const second = renderComment(report, { ...KEY, previous });
    expect(second).toContain(lost);
    expect(renderComment(report, KEY)).not.toContain("in an earlier run");
    expect(second).toContain("<details open>");
  });

  it("says in heading, notice and row that Snyk did not look at the change", () => {
    const sources = [SEMGREP_EVIDENCE, { ...SNYK_EVIDENCE, evidence: "base-projects" }] as const;
    const text = renderComment(aReport({ sources }), KEY);
    expect(text).toContain("\n## ✅ Scan Gate passed · Snyk did not look at this change\n");
    expect(text).toContain("> ☑️ Snyk's findings are those of `main`, from before this change.");
    expect(text).toContain("| ☑️&nbsp;Snyk | did not look at this change: ");
  });

  it.each([
    [[], "<summary>Found: 1 new below the threshold</summary>", "**Not blocking: 1**"],
    [
      [{ code: "unreachable", source: "policy", message: "GitHub did not answer." }] as const,
      "<summary>Found: 1 new</summary>",
      "**Not judged: 1**",
    ],
  ])("calls a finding below the threshold only where the policy is known: %j", (reasons, fold, title) => {
    const text = renderComment(aReport({ reasons, findings: [aFinding({ blocking: false })] }), KEY);
    expect([text.includes(fold), text.includes(title)]).toEqual([true, true]);
  });

  it("stands in the order of what to do, what else there is, and what it stands on", () => {
    const report = SITUATIONS.find(({ name }) => name === "blocked")?.report ?? aReport();
    const text = renderComment(report, KEY);
    const marks = [
      "Scan Gate failed",
      "[checks and full report](https://github.com/acme/shop/pull/7/checks)",
      "| Severity | Fix these | Where |",
      "**2 commands can clear 2 of the 4**:",
      "<summary>Also: 1 new below the threshold, 1 existing, 1 fixed, 1 suppressed</summary>",
      "<summary>✅ Scanned: Semgrep (diff scan of this commit) · Snyk",
      "<summary>Why these block · exceptions ready to paste · JSON for coding agents</summary>",
      "**Exceptions ready to paste**",
      "**JSON for coding agents**",
      "<sub>Not your change, or accepted?",
    ];
    expect(marks.map((mark) => text.indexOf(mark)).every((at) => at >= 0)).toBe(true);
    expect(marks.toSorted((a, b) => text.indexOf(a) - text.indexOf(b))).toEqual(marks);
    expect(text).toContain("suppress:\n  - id: ");
    expect(text).toContain('    reason: "…"\n    expires: YYYY-MM-DD');
  });

  it("offers the command that accepts each blocker, and the same on every day", () => {
    const report = aReport({ verdict: "fail", findings: manyFindings(12) });
    const text = renderComment(report, KEY);
    const offered = text.match(/`\/scan-gate accept \S+ until YYYY-MM-DD because REASON`/g) ?? [];
    expect(offered).toEqual(
      report.findings.map(
        ({ fingerprint }) => `\`/scan-gate accept ${fingerprint} until YYYY-MM-DD because REASON\``,
      ),
    );
    expect(renderComment(report, { ...KEY, withoutCommands: true })).not.toContain("/scan-gate accept");
  });

  it("shows the findings that are more than a budget allows as it shows blockers, and what fixes them", () => {
    const beyond = manyFindings(21).map((each) => ({
      ...unblocked(each),
      severity: "medium" as const,
      overBudget: true as const,
    }));
    const low = manyFindings(24).map((each) => ({ ...unblocked(each), severity: "low" as const }));
    const reasons = [{ code: "budget-exceeded", source: "gate", message: "21 medium." }] as const;
    const text = renderComment(aReport({ verdict: "fail", reasons, findings: [...beyond, ...low] }), KEY);
    const [visible = "", further = ""] = text.split("<details>");
    expect(visible).toContain("**Over budget: 21 medium**\n\n| Severity | Fix some of these |");
    expect(visible.match(/^\| 🟡/gm)).toHaveLength(10);
    expect(further).toContain("11 more findings over budget, all medium");
    const one = renderComment(aReport({ verdict: "fail", reasons, findings: beyond.slice(0, 11) }), KEY);
    expect(one).toContain("<summary>1 more finding over budget, medium</summary>");
    expect(text).toContain("npm i pkg-0@1.2.0");
    expect(text).toContain("<summary>Also: 24 new below the threshold</summary>");
  });

  it("says what each reason was and what to do, those that failed first", () => {
    const reasons = [
      { code: "unreachable", source: "snyk", message: "No answer. Run again." },
      { code: "pr-check-failed", source: "snyk", message: "The check failed." },
    ] as const;
    const text = renderComment(aReport({ verdict: "fail", reasons }), KEY);
    expect(text).toContain(
      "- ❌ **Snyk**: The check failed.\n- ⚠️ **Snyk** (unreachable): No answer. Run again.",
    );
  });
});

describe("the size of the comment", () => {
  it("stays below GitHub's limit with 5,000 findings, naming a hundred blockers and counting the others", () => {
    const text = renderComment(aReport({ findings: manyFindings(5000) }), KEY);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.match(/^\| (?:🔴|🟠)&nbsp;.*\]\(https/gm)).toHaveLength(100);
    expect(text).toContain("**4,900 more blocking findings**");
    expect(text).toContain("## ❌ Scan Gate failed: 5,000 findings to fix before this can merge");
  });

  it("still names a hundred blockers when each is as long as can be", () => {
    const long = "$`|<*&@#_[]".repeat(400);
    const findings = Array.from({ length: 300 }, (_, i) =>
      aFinding({
        fingerprint: `l${i}`,
        title: `${i}${long}`,
        path: `${i}/${long}`,
        description: long,
        rule: `${i}${long}`,
      }),
    );
    const text = renderComment(aReport({ findings, sentence: long }), KEY);
    expect(text.length).toBeLessThanOrEqual(65_000);
    const named = Array.from({ length: 300 }, (_, i) => i).filter(
      (i) => text.includes(` ${i}&#8203;`) || text.includes(`**${i}<wbr>`),
    );
    expect(named).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it("names a hundred blockers beside twenty long reasons, which give way", () => {
    const message = "A service said this and a lot more. ".repeat(50);
    const reasons = Array.from({ length: 20 }, () => ({ code: "partial", source: "snyk", message }) as const);
    const findings = Array.from({ length: 100 }, (_, i) =>
      aFinding({
        fingerprint: `n${i}`,
        title: `Finding number ${i} ${"of a long title ".repeat(6)}`,
        path: `${"folder/".repeat(12)}file-${i}.ts`,
      }),
    );
    const text = renderComment(aReport({ findings, reasons }), KEY);
    expect(text.length).toBeLessThanOrEqual(65_000);
    for (let i = 0; i < 100; i += 1) expect(text).toContain(`Finding number ${i} `);
    expect(text).toContain("- ⚠️ **Snyk** (partial): A service said");
  });

  it("gives way step by step as the room shrinks, and never exceeds it", () => {
    const report: Report = aReport({ findings: manyFindings(400) });
    for (const maxLength of [65_000, 40_000, 30_000, 20_000, 12_000, 6_000, 3_000, 500]) {
      const text = renderComment(report, { ...KEY, maxLength });
      expect(text.length).toBeLessThanOrEqual(maxLength);
      expect(text).toContain("Scan Gate failed");
    }
  });

  it("cuts nothing that the reader needs first", () => {
    const report: Report = aReport({ findings: manyFindings(400) });
    expect(renderComment(report, { ...KEY, maxLength: 12_000 })).toContain("390 more blocking findings");
  });
});

describe("text from tools in the comment", () => {
  it.each(SITUATIONS)("is harmless in the situation $name", ({ report }) => {
    expectHarmless(renderComment(report, KEY));
  });

  it("adds no link, image, mention, heading, cell, element or second marker, whatever it is", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ..."\\`*_~[]()#!@:|<>&$\n \t\r",
        "</details>",
        "<!-- scan-gate:default -->",
        "](http://evil.example)",
        "![x](",
        "\n\n# h\n\n",
        "\n- [x] t\n",
        "\n\n```\n",
        "@acme/team",
        "#1",
        "GH-1",
        "http://evil.example",
        "www.evil.example",
        "https://semgrep.dev/x",
        "CVE-2021-23337",
        ":tada:",
        "$x$",
        "\u202e",
        "-->",
        "--",
        "a",
        "../",
        "1.",
      ),
      anyText({ maxLength: 8 }),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (hostile) => {
        expectHarmless(renderComment(hostileReport(hostile), KEY));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the block for coding agents", () => {
  const jsonOf = (report: Report): string =>
    /```json\n([\s\S]*?)\n```/.exec(renderComment(report, KEY))?.[1] ?? "";

  it("holds what an agent needs to fix each blocker, as JSON", () => {
    expect(JSON.parse(jsonOf(aReport({ findings: [aDependency()] })))).toEqual({
      blocking: [
        {
          fingerprint: "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
          severity: "critical",
          path: "package-lock.json",
          line: 120,
          rule: "SNYK-JS-LODASH-1018905",
          title: "Command injection in lodash templates",
          fix: "upgrade lodash to 4.17.21",
          identifiers: ["CVE-2021-23337", "GHSA-35JH-R3H4-6JHM"],
          package: { name: "lodash", version: "4.17.15", fixedIn: ["4.17.21"] },
        },
      ],
    });
  });

  it("stays below 8 kB and says how many are left out", () => {
    const json = jsonOf(
      aReport({ findings: manyFindings(100).map((each) => ({ ...each, title: "ü".repeat(90) })) }),
    );
    expect(Buffer.byteLength(json)).toBeLessThan(8000);
    const { blocking, more } = JSON.parse(json);
    expect(blocking.length + more).toBe(100);
  });
});
