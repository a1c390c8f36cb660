import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aDependency, aFinding, anObservation, aReport, unblocked } from "../../../test/support/a-report.ts";
import { anyText } from "../../../test/support/any-text.ts";
import { aPace } from "../../../test/support/clock.ts";
import type { Decision, Report } from "../../model/report.ts";
import { finishSteps } from "../../model/steps.ts";
import type { Files } from "../../ports.ts";
import type { PageData } from "./page/row.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { htmlReporter } from "./publish.ts";
import { renderHtml } from "./render.ts";
import { pageRows } from "./rows.ts";

const HOSTILE = `</script><script>alert(1)</script><img src=x onerror=alert(2)><!-- "'\`&amp;\u2028\u202e ]]>`;

function dataOf(html: string): PageData {
  const [, json] = /<script type="application\/json" id="findings-data">([^<]*)<\/script>/.exec(html) ?? [];
  return JSON.parse(json ?? "") as PageData;
}

/** What is left for a parser to take for markup: tags outside of script and style. */
function tagsOf(html: string): readonly string[] {
  const document = html.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, "<$1>");
  return (document.match(/<[^>]*>/g) ?? []).map((tag) => /^<!?\/?[\w-]*/.exec(tag)?.[0] ?? tag);
}

describe("the HTML report", () => {
  it("tells verdict, reasons, evidence and blockers without its script", () => {
    const html = renderHtml(
      aReport({
        findings: [aFinding()],
        sentence: "failed: 1 new finding blocks (rule: fail-on: high)",
        notes: [{ level: "warning", text: "Policy changed" }],
        reasons: [
          { code: "blocking-findings", source: "gate", message: "One blocks." },
          { code: "unreachable", source: "snyk", message: "No answer." },
        ],
      }),
    );
    const still = html.replace(/<script[\s\S]*?<\/script>/g, "");
    for (const text of [
      "Scan Gate failed: 1 finding to fix before this can merge",
      '<p class="sentence"><strong>1 high</strong>, added by this pull request</p>',
      "<strong>Snyk</strong>: No answer. <code>unreachable</code>",
      "diff scan 901",
      "Warning: Policy changed",
      "SQL query is built from request data",
    ]) {
      expect(still).toContain(text);
    }
    expect(still).toContain(
      'href="https://github.com/acme/shop/blob/6c1f9ab04e5d2b7781f0c3a9d4e6b5128097fcaa/src/routes/orders.ts#L41-L43"',
    );
  });

  it("lets only its own script and style run, and asks for nothing else", () => {
    const html = renderHtml(aReport({ findings: [aFinding()] }));
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const hash = (text: string | undefined) =>
      `'sha256-${createHash("sha256")
        .update(text ?? "")
        .digest("base64")}'`;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src ${hash(/<script>([\s\S]*?)<\/script>/.exec(html)?.[1])}`);
    expect(policy).toContain(`style-src ${hash(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1])}`);
    expect(PAGE_SCRIPT).not.toMatch(/\b(?:src|srcset|style)\b|@import|url\(|fetch|XMLHttp/);
    expect(html.replace(PAGE_SCRIPT, "")).not.toMatch(
      /<(?:link|img|iframe|object|embed|base)\b|\b(?:src|srcset|style|on\w+)=|@import|url\(/,
    );
  });

  it("tells a finding that exceeds a budget from one that blocks by itself", () => {
    const findings = [aFinding(), aFinding({ fingerprint: "b", blocking: false, overBudget: true })];
    const { rows } = dataOf(renderHtml(aReport({ findings })));
    expect(rows.map(({ state }) => state)).toEqual(["blocks", "over budget"]);
  });

  it("carries all findings for its script, and those that are gone", () => {
    const suppressed = aFinding({
      blocking: false,
      suppressedBy: { by: "policy", reason: "tests only", expires: "2027-01-31" },
    });
    const report = aReport({
      findings: [
        aDependency({ package: { name: "lodash", version: "4.17.15", fixedIn: ["4.17.21"] } }),
        suppressed,
      ],
      fixed: [aFinding()],
    });
    const { rows, texts } = dataOf(renderHtml(report));
    expect(rows.map(({ state, status }) => [state, status])).toEqual([
      ["blocks", "new"],
      ["suppressed", "new"],
      ["fixed", "fixed"],
    ]);
    expect(rows[0]).toMatchObject({
      place: "lodash@4.17.15 in package-lock.json:120",
      tools: ["Semgrep", "Snyk"],
    });
    expect(rows[0]?.links.map(([label]) => label)).toEqual(["Open in Semgrep", "Open in Snyk"]);
    expect(rows[1]?.facts).toContainEqual(["Reason", "tests only"]);
    expect(rows[2]).not.toHaveProperty("placeLink");
    expect(rows[2]).not.toHaveProperty("fix");
    expect(texts).toHaveLength(1);
  });

  it("shows all that is known of a finding, and leaves out what is not", () => {
    const known = aFinding({
      package: { name: "lodash", via: ["express", "lodash"] },
      suppressedBy: { by: "policy", owner: "@org/platform" },
      fix: "if (a) {\n  b();\n}",
      exploit: "mature",
      validated: "valid",
      firstSeen: "2026-01-01",
      ticket: { key: "SEC-1" },
      epss: 0.5,
    });
    const {
      path: _path,
      line: _line,
      project: _project,
      description: _text,
      rule: _rule,
      ...bare
    } = aFinding({ title: " " });
    const { rows } = dataOf(
      renderHtml(
        aReport({ findings: [bare, { ...bare, project: "infra", title: "T", description: "T" }, known] }),
      ),
    );
    expect(Object.fromEntries(rows[2]?.facts ?? [])).toMatchObject({
      "Comes in through": "express › lodash",
      Owner: "@org/platform",
      Fix: "if (a) {\n  b();\n}",
      Exploit: "mature",
      "Secret is": "valid",
      "First seen": "2026-01-01",
      Ticket: "SEC-1",
      EPSS: "50.0 %",
    });
    expect(rows[2]).toMatchObject({ package: "lodash", ticket: { key: "SEC-1" } });
    expect(rows[0]).toMatchObject({ title: "code" });
    expect(rows[0]).not.toHaveProperty("place");
    expect(rows[1]).toMatchObject({ place: "infra" });
    expect(rows[1]).not.toHaveProperty("description");
  });

  it("links only to the repository and to the tools' own pages", () => {
    const seenBy = [
      { tool: "lint", id: "1", severity: "high" as const, link: "https://evil.example/x" },
      { tool: "semgrep", id: "2", severity: "high" as const, link: "https://semgrep.dev/f?a=1&b=2" },
    ];
    const [row] = dataOf(
      renderHtml(aReport({ findings: [aFinding({ seenBy, path: "../../etc/passwd" })] })),
    ).rows;
    expect(row?.links).toEqual([["Open in Semgrep", "https://semgrep.dev/f?a=1&b=2"]]);
    expect(row).not.toHaveProperty("placeLink");
    expect(row?.place).toBe("../../etc/passwd:41");
  });

  it("links a ticket to Jira, and to nowhere else", () => {
    const withTicket = (url: string) => aFinding({ seenBy: [], ticket: { key: "SEC-1", url } });
    const urls = ["https://acme.atlassian.net/browse/SEC-1", "https://evil.example/SEC-1"];
    const { rows } = dataOf(renderHtml(aReport({ findings: urls.map(withTicket) })));
    expect(rows.map(({ ticket }) => ticket)).toEqual([{ key: "SEC-1", url: urls[0] }, { key: "SEC-1" }]);
  });

  it("links to a tool on a host that the workflow named", () => {
    const link = "https://semgrep.acme.example/findings/1?a=1&b=2";
    const report = aReport({
      findings: [aFinding({ seenBy: [{ tool: "semgrep", id: "1", severity: "high", link }] })],
    });
    const linked = (linkHosts: readonly string[]) => dataOf(renderHtml(report, { linkHosts })).rows[0]?.links;
    expect(linked(["semgrep.acme.example"])).toEqual([["Open in Semgrep", link]]);
    expect(linked([])).toEqual([]);
  });

  it("takes no text of a tool for markup", () => {
    const usual = renderHtml(
      aReport({
        findings: [aFinding({ path: "x" })],
        notes: [{ level: "info", text: "n" }],
        reasons: [{ code: "partial", source: "semgrep", message: "m" }],
      }),
    );
    const hostile = renderHtml(
      aReport({
        findings: [
          aFinding({
            title: HOSTILE,
            description: `Text: ${HOSTILE}`,
            path: HOSTILE,
            rule: HOSTILE,
            seenBy: [{ tool: HOSTILE, id: HOSTILE, severity: "high" }],
          }),
        ],
        notes: [{ level: "info", text: HOSTILE }],
        reasons: [{ code: "partial", source: "semgrep", message: HOSTILE }],
      }),
    );
    // The usual path is linked and the hostile one is not; and in a fix, code and places to break are told apart.
    const without = (tags: readonly string[]) => tags.filter((tag) => !/^<\/?(?:a|code|wbr)$/.test(tag));
    expect(without(tagsOf(hostile))).toEqual(without(tagsOf(usual)));
    expect(hostile).not.toContain("\u2028");
    expect(hostile).not.toContain("\u202e");
    expect(dataOf(hostile).rows[0]?.title).toContain("<img src=x");
  });

  it("keeps its elements whatever a title holds", () => {
    const tags = (title: string) => tagsOf(renderHtml(aReport({ findings: [aFinding({ title })] })));
    const expected = tags("plain");
    fc.assert(
      fc.property(anyText(), (title) => {
        expect(tags(title)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it("shows the first hundred plainly and tells of the rest", () => {
    const findings = Array.from({ length: 130 }, (_, index) => aFinding({ fingerprint: `f${index}` }));
    expect(renderHtml(aReport({ findings }))).toContain("And 30 more");
  });

  it("cuts descriptions shorter when there are very many, and shares equal ones", () => {
    const findings = Array.from({ length: 2500 }, (_, index) =>
      aFinding({ fingerprint: `f${index}`, description: "word ".repeat(900) }),
    );
    const { texts } = dataOf(renderHtml(aReport({ findings })));
    expect(texts).toHaveLength(1);
    expect(texts[0]?.length).toBeLessThanOrEqual(600);
  });

  it("says what to do first about an incomplete verdict, and shows no noughts where nothing could be told", () => {
    const reasons = [
      { code: "config-invalid", source: "policy", message: "Write `fail-on: high`." },
    ] as const;
    const html = renderHtml(aReport({ verdict: "incomplete", reasons }));
    expect(html).toContain("<strong>Nothing in your code to change.</strong>");
    expect(html).toContain("Write <code>fail-on: high</code>.");
    expect(html).not.toContain('<dl class="counts">');
    expect(html.split("<script")[0]).not.toContain("&#96;");
  });

  it("says once that nothing was found", () => {
    const pass = renderHtml(aReport());
    expect(pass).toContain('<p class="sentence">No open findings</p>');
    expect(pass).not.toContain("findings-title");
    expect(renderHtml(aReport({ fixed: [unblocked(aFinding())] }))).toContain("findings-title");
  });

  it("does not say that nothing was found where a source gave no answer or a check found something", () => {
    const silent = { source: "snyk", status: "incomplete", requests: 1 } as const;
    expect(renderHtml(aReport({ sources: [...aReport().sources, silent] }))).toContain(
      "No open findings from the sources that answered",
    );
    const reasons = [{ code: "pr-check-failed", source: "snyk", message: "Check a failed." }] as const;
    expect(renderHtml(aReport({ verdict: "fail", reasons }))).toContain(
      "<p>None. What a failed check found is on the check's own page.</p>",
    );
  });

  it("tells what to do about what blocks in the table without its script too, in the words of the comment", () => {
    const upgrade = "→ upgrade to <code>4.17.21</code>";
    const html = renderHtml(aReport({ findings: [aDependency(), unblocked(aDependency())] }));
    expect(html.split(upgrade)).toHaveLength(2);
    expect(dataOf(html).rows.map(({ fix }) => fix)).toEqual(["upgrade to `4.17.21`", undefined]);
  });

  it("shows a fix that is a line of code as code", () => {
    const finding = aFinding({ fix: 'pool.query("SELECT $1", [id]);' });
    const [row] = dataOf(renderHtml(aReport({ findings: [finding] }))).rows;
    expect(row?.fix).toBe('`pool.query("SELECT $1", [id]);`');
    expect(row?.facts).toContainEqual(["Fix", '`pool.query("SELECT $1", [id]);`']);
  });

  it("gives the commands that clear what blocks", () => {
    const html = renderHtml(aReport({ findings: [aDependency(), aFinding()] }));
    expect(html).toContain(
      '<p class="commands"><strong>One command clears 1 of the 2</strong>:</p>\n<pre>npm i lodash@4.17.21</pre>',
    );
    expect(renderHtml(aReport({ findings: [aFinding()] }))).not.toContain('class="commands"');
  });

  it("says by which policies and rules was judged", () => {
    const chain = [
      { repository: "acme/.github", path: "scan-gate.yml", ref: "v1", commit: "a".repeat(40) },
      { repository: "acme/shop", path: ".github/scan-gate.yml", commit: "b".repeat(40) },
    ] as const;
    const html = renderHtml(
      aReport({
        findings: [aFinding()],
        context: { policy: { path: ".github/scan-gate.yml", chain } },
        decision: {
          rule: "acme/.github/scan-gate.yml@v1: rule 1 (fail-on: low)",
        },
      }),
    );
    expect(html).toContain("<h2>How this was decided</h2>");
    expect(html).toContain("Decided by <code>acme/.github/scan-gate.yml@v1: rule 1 (fail-on: low)</code>");
    expect(html).toContain("<code>acme/.github/scan-gate.yml@v1</code> at <code>aaaaaaa</code>");
  });

  it("lists what is to be done first, and what was let go last", () => {
    const findings = [
      aFinding({ fingerprint: "a" }),
      unblocked(aFinding({ fingerprint: "b" })),
      aFinding({ fingerprint: "c", blocking: false, suppressedBy: { by: "policy" } }),
      aFinding({ fingerprint: "d", blocking: false, wouldBlock: true }),
    ];
    const report = aReport({ findings, decision: { failOn: "none", wouldBlock: 1 } });
    expect(dataOf(renderHtml(report)).rows.map(({ id }) => id)).toEqual(["a", "d", "b", "c"]);
  });

  it("names a merge request and an older scan as what they are", () => {
    const { context, sources } = aReport();
    const [semgrep] = sources;
    const html = renderHtml(
      aReport({
        context: { ...context, forge: "gitlab" },
        sources:
          semgrep === undefined ? [] : [{ ...semgrep, evidence: "branch-scan", commit: "c".repeat(40) }],
      }),
    );
    expect(html).toContain("merge request 7");
    expect(html).toContain("Scan Gate passed (by Semgrep&#39;s newest scan of the branch, ccccccc");
  });

  it("shows no noughts where a pass found nothing", () => {
    expect(renderHtml(aReport({ findings: [] }))).not.toContain('<dl class="counts">');
    expect(renderHtml(aReport({ findings: [aFinding()] }))).toContain('<dl class="counts">');
  });

  it("links the commits of its sources, keeps a day on one line, and says what a diff scan compares with", () => {
    const html = renderHtml(aReport({ findings: [] }));
    const sources = html.slice(html.indexOf('id="evidence-title"'));
    expect(sources).toContain('<td data-name="Compared with">base branch (diff scan)</td>');
    expect(sources).toMatch(
      /<td data-name="Compared with">main, <a href="[^"]+"><code>3f2e1d0c9b8a<\/code><\/a>, <span class="day">2026-11-19<\/span><\/td>/,
    );
    expect(sources).toMatch(/<td data-name="Commit"><a href="[^"]+\/commit\/6c1f9ab[0-9a-f]{33}">/);
  });

  it("tells which findings would block where the gate only watches", () => {
    const findings = [aFinding({ blocking: false, wouldBlock: true })];
    const states = (decision: Partial<Decision>) =>
      dataOf(renderHtml(aReport({ verdict: "pass", findings, decision }))).rows.map(({ state }) => state);
    expect(states({ failOn: "none", wouldBlock: 1 })).toEqual(["would block"]);
    expect(states({})).toEqual(["does not block"]);
  });

  it("has the sources below the findings that block, and above them where one is missing", () => {
    const off = { source: "snyk", status: "off", requests: 0 } as const;
    const isBelow = (html: string) => html.indexOf("evidence-title") > html.indexOf("findings-title");
    expect(isBelow(renderHtml(aReport({ findings: [aFinding()] })))).toBe(true);
    expect(isBelow(renderHtml(aReport({ findings: [aFinding()], sources: [off] })))).toBe(false);
    expect(isBelow(renderHtml(aReport({ verdict: "pass", findings: [unblocked(aFinding())] })))).toBe(false);
  });

  it("counts what is there, and nothing that is not", () => {
    const tiles = (report: Report) =>
      [...renderHtml(report).matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/g)].map(([, ...one]) =>
        one.join(" "),
      );
    expect(tiles(aReport({ findings: [aFinding()] }))).toEqual(["blocking 1", "open 1", "new 1"]);
    const over = aFinding({ blocking: false, overBudget: true });
    expect(tiles(aReport({ verdict: "fail", findings: [over] }))).toEqual([
      "over budget 1",
      "open 1",
      "new 1",
    ]);
    const aged = [aFinding(), aFinding({ status: "unknown" }), aFinding({ status: "existing" })];
    expect(tiles(aReport({ findings: aged }))).toEqual([
      "blocking 3",
      "open 3",
      "new 1",
      "existing 1",
      "age unknown 1",
    ]);
    const watched = aFinding({ blocking: false, wouldBlock: true });
    expect(tiles(aReport({ findings: [watched], decision: { failOn: "none", wouldBlock: 1 } }))).toEqual([
      "would block 1",
      "open 1",
      "new 1",
    ]);
  });

  it("does not say that nothing was found where nobody looked", () => {
    const off = { source: "snyk", status: "off", requests: 0 } as const;
    expect(renderHtml(aReport({ verdict: "incomplete", sources: [off] }))).toContain(
      "<p>Nothing was judged.</p>",
    );
    expect(renderHtml(aReport({ verdict: "incomplete" }))).toContain("None from the sources that answered.");
  });

  it("says what is missing of a source that is not complete", () => {
    const sources = [{ source: "snyk", status: "incomplete", requests: 1 }] as const;
    const reasons = [{ code: "timeout", source: "snyk", message: "Late." }] as const;
    expect(renderHtml(aReport({ verdict: "incomplete", sources, reasons }))).toContain(
      '<td data-name="Status">incomplete: no answer in time</td>',
    );
  });

  it("names an exceeded budget as the comment does, and says it once", () => {
    const reasons = [{ code: "budget-exceeded", source: "gate", message: "Too many." }] as const;
    expect(renderHtml(aReport({ verdict: "fail", reasons, findings: [] }))).not.toContain(
      '<p class="sentence">',
    );
    expect(renderHtml(aReport({ verdict: "fail", reasons }))).toContain("<strong>Budget</strong>: Too many.");
  });

  it("tells at the top which source was not asked, and how it is", () => {
    const html = renderHtml(aReport({ sources: [{ source: "snyk", status: "off", requests: 0 }] }));
    expect(html.slice(0, html.indexOf("<main>"))).toContain(
      "<strong>Snyk</strong> is off: <code>snyk-token</code> is empty.",
    );
  });

  it("says once that there are no secrets", () => {
    const off = { source: "snyk", status: "off", requests: 0 } as const;
    const reasons = [{ code: "no-credentials", source: "gate", message: "No source is on." }] as const;
    const html = renderHtml(aReport({ verdict: "incomplete", sources: [off], reasons }));
    expect(html).toContain("No source is on.");
    expect(html).not.toContain("Not asked");
    expect(html).toContain("off: snyk-token is empty");
  });

  it("links the page of a failed check", () => {
    const link = "https://app.snyk.io/x";
    const report = aReport({
      verdict: "fail",
      reasons: [{ code: "pr-check-failed", source: "snyk", message: `Check a failed, see ${link}.` }],
      sources: [
        {
          source: "snyk",
          status: "complete",
          requests: 1,
          checks: [{ context: "a", state: "failure", link }],
        },
      ],
    });
    expect(renderHtml(report)).toContain(`Check a failed. <a href="${link}">Open the check</a>`);
  });

  it("shows what proves and what does not, and draws bars for open findings only", () => {
    const files = Array.from({ length: 9 }, (_, index) => `r${index}.sarif`);
    const report = aReport({
      verdict: "incomplete",
      findings: [aFinding({ suppressedBy: { by: "semgrep" }, blocking: false })],
      sources: [{ source: "reports", status: "incomplete", requests: 0, files }],
    });
    const { pullRequest: _, ...context } = report.context;
    const html = renderHtml({ ...report, context: { ...context, ref: "refs/heads/main", commit: "short" } });
    expect(html).toContain("Scan Gate incomplete");
    expect(html).toContain("and 4 more");
    expect(html).toContain("ref <code>refs/heads/main</code>");
    expect(html).not.toContain("<svg");
  });

  it("is the same for the same report", () => {
    const report = aReport({ findings: [aFinding(), aDependency()] });
    expect(renderHtml(report)).toBe(renderHtml(report));
  });
});

it("is written to its path, which is the output report-html", async () => {
  const written: string[] = [];
  const files: Files = {
    writeParts: async (path, parts) => void written.push(path, [...parts].join("")),
    remove: async () => undefined,
    readWorkspace: async () => undefined,
    findWorkspace: async () => [],
  };
  const report = aReport();
  const published = await htmlReporter({ files, path: "/tmp/out/report.html", pace: aPace() }).publish(
    report,
  );
  expect(published.outputs).toEqual({ "report-html": "/tmp/out/report.html" });
  expect(written).toEqual(["/tmp/out/report.html", renderHtml(report)]);
});

it("tells what was decided about each tool's word, and keeps a long fix whole", () => {
  const fix = Array.from({ length: 300 }, (_, at) => `call(${at});`).join("\n");
  const finding = aFinding({
    fix,
    observations: [anObservation({ tool: "semgrep" }), anObservation({ tool: "snyk" })],
    rulings: [{ blockedBy: "fail-on: high" }, { suppressedBy: { by: "policy" } }],
  });
  const [row] = finishSteps(pageRows(aReport({ findings: [finding] }))).rows;
  const facts = new Map(row?.facts);
  expect(facts.get("Tools apart")).toBe("Semgrep blocks because of fail-on: high; Snyk suppressed by policy");
  expect(facts.get("Fix")).toBe(fix);
});
