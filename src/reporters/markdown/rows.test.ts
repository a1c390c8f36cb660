import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport, HEAD_COMMIT, without } from "../../../test/support/a-report.ts";
import { planFixes } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import type { Decision } from "../../model/report.ts";
import type { Severity } from "../../model/severity.ts";
import { present } from "../../text/present.ts";
import { placeCell } from "./place-cell.ts";
import { bareName, FULL_HEADS, fullRow, nameOfFinding, shortRow, titleCell, urgencyOf } from "./rows.ts";
import { toolsOf } from "./words.ts";

const options = { context: aReport().context };
const rowOf = (finding: Finding) => fullRow(finding, { ...options, fixes: planFixes([finding]) });

describe("a row of a finding", () => {
  it("shows severity in words, facts, place, fix and who saw it with links", () => {
    const [severity, finding, where, ...rest] = rowOf(aDependency());
    expect(rest).toEqual([]);
    expect(severity).toBe("🔴&nbsp;critical");
    expect(finding).toBe(
      "**Command injection in lodash templates** in <code>lodash@<wbr>4.17.15</code> · [CVE-2021-23337](https://nvd.nist.gov/vuln/detail/CVE-2021-23337)<br>→ upgrade to `4.17.21` · reachable · EPSS&nbsp;82&nbsp;%<br><sub>[Semgrep](https://semgrep.dev/orgs/acme/supply-chain/2001) + [Snyk](https://app.snyk.io/org/acme/project/7#issue-SNYK-JS-LODASH-1018905)</sub>",
    );
    expect(where).toContain(`/blob/${HEAD_COMMIT}/package-lock.json#L120`);
  });

  it("shows the way to a transitive package, its middle left out when it is long", () => {
    const via = (...steps: readonly string[]) =>
      rowOf(aDependency({ package: { name: "e", via: steps } }))[1];
    expect(via("a@1", "b@2")).toContain("<br><sub>via a@<wbr>1 · [Semgrep]");
    expect(via("a", "b", "c", "d", "e")).toContain("via a › b › … › d ·");
    expect(via("a")).not.toContain("via");
  });

  it("links a tool only where its link leads to a tool", () => {
    const seen = { tool: "semgrep", id: "1", severity: "high" } as const;
    const row = (...links: readonly string[]) =>
      rowOf(aFinding({ seenBy: links.map((link) => ({ ...seen, link })) }))[1];
    expect(row("https://evil.example/x")).toMatch(/<sub>Semgrep<\/sub>$/);
    expect(row("https://evil.example/x", "https://semgrep.dev/y")).toMatch(
      /<sub>\[Semgrep\]\(https:\/\/semgrep\.dev\/y\)<\/sub>$/,
    );
    expect(row(`https://semgrep.dev/${"y".repeat(500)}`)).toMatch(/<sub>Semgrep<\/sub>$/);
  });

  it("drops the full stop of a title that is one sentence", () => {
    const name = (title: string) => shortRow(aFinding({ title }), options)[1]?.split("<br>")[0];
    expect(name("A caller controls the query.")).toBe("A caller controls the query");
    expect(name("Use node.js 24.")).toBe("Use node.js 24.");
    expect(name("Wait. Then see.")).toBe("Wait. Then see.");
  });

  it("names a package once, where the title ends with it", () => {
    const name = (title: string, version?: string) =>
      shortRow(
        aDependency({ title, package: { name: "lodash", ...(version === undefined ? {} : { version }) } }),
        options,
      )[1];
    expect(name("Command Injection in lodash@4.17.15", "4.17.15")).toBe(
      "Command Injection in <code>lodash@<wbr>4.17.15</code><br><sub>Semgrep + Snyk</sub>",
    );
    expect(name("Command Injection in lodash 4.17.15", "4.17.15")).toBe(
      "Command Injection in <code>lodash@<wbr>4.17.15</code><br><sub>Semgrep + Snyk</sub>",
    );
    expect(name("Command Injection in lodash")).toBe(
      "Command Injection in `lodash`<br><sub>Semgrep + Snyk</sub>",
    );
    expect(name("Command Injection in qs", "4.17.15")).toContain(
      "Command Injection in qs in <code>lodash@<wbr>4.17.15</code><br>",
    );
  });

  it("leads to the public record by its title, where that is all the title says", () => {
    expect(rowOf(aDependency({ title: "CVE-2021-23337 in lodash@4.17.15" }))[1]).toBe(
      "**[CVE-2021-23337](https://nvd.nist.gov/vuln/detail/CVE-2021-23337)** in <code>lodash@<wbr>4.17.15</code><br>→ upgrade to `4.17.21` · reachable · EPSS&nbsp;82&nbsp;%<br><sub>[Semgrep](https://semgrep.dev/orgs/acme/supply-chain/2001) + [Snyk](https://app.snyk.io/org/acme/project/7#issue-SNYK-JS-LODASH-1018905)</sub>",
    );
  });

  it("in its short form is one line, and a small one with who saw it", () => {
    expect(shortRow(aFinding(), options)).toEqual([
      "🟠&nbsp;high",
      "SQL query is built from request data<br><sub>Semgrep</sub>",
      expect.stringContaining("[src/routes/<wbr>orders.ts:41]"),
    ]);
    expect(shortRow(aFinding({ status: "existing" }), options)[1]).toMatch(/<sub>existing · Semgrep<\/sub>$/);
  });

  it("names the ticket in every form, linked where the link leads to a tracker", () => {
    const ticket = { key: "SEC-12", url: "https://acme.atlassian.net/browse/SEC-12" };
    const linked = "ticket [SEC-12](https://acme.atlassian.net/browse/SEC-12)";
    expect(rowOf(aDependency({ ticket }))[1]).toContain(`<sub>${linked} · [Semgrep]`);
    expect(shortRow(aDependency({ ticket }), options)[1]).toBe(
      `Command injection in lodash templates in <code>lodash@<wbr>4.17.15</code> · ${linked}<br><sub>Semgrep + Snyk</sub>`,
    );
    expect(nameOfFinding(aFinding({ ticket }), 160)).toBe(`SQL query is built from request data · ${linked}`);
    expect(bareName(aFinding({ ticket }))).toBe(
      "high: SQL query is built from request data · `src/routes/orders.ts:41` · ticket SEC-12",
    );
    for (const url of ["https://evil.example/SEC-12", `https://acme.atlassian.net/${"x".repeat(400)}`]) {
      expect(shortRow(aFinding({ ticket: { ...ticket, url } }), options)[1]).toBe(
        "SQL query is built from request data · ticket SEC-12<br><sub>Semgrep</sub>",
      );
    }
  });

  it("in its barest form still says severity, title and place", () => {
    expect(bareName(aFinding())).toBe(
      "high: SQL query is built from request data · `src/routes/orders.ts:41`",
    );
    expect(bareName(aDependency())).toBe(
      "critical: Command injection in lodash templates · `lodash@4.17.15` · `package-lock.json:120`",
    );
    expect(bareName(without(aFinding(), "path", "line", "project"))).toBe(
      "high: SQL query is built from request data",
    );
  });
});

describe("the place of a finding", () => {
  it("is the file and line, linked", () => {
    expect(placeCell(aFinding(), options)).toBe(
      `[src/routes/<wbr>orders.ts:41](https://github.com/acme/shop/blob/${HEAD_COMMIT}/src/routes/orders.ts#L41-L43)`,
    );
    expect(placeCell(without(aFinding(), "line", "endLine"), options)).toContain(
      "[src/routes/<wbr>orders.ts]",
    );
  });

  it("is broken before a short file's name and not within, and never before its line alone", () => {
    const label = (path: string, line: number) =>
      /^\[(.*?)\]/.exec(placeCell(aFinding({ path, line }), options))?.[1];
    expect(label("src/session.ts", 12)).toBe("src/<wbr>session.ts:12");
    expect(label("deploy/config/staging.env", 4)).toBe("deploy/<wbr>config/<wbr>staging.env:4");
    expect(label("src/download.ts", 41)).toBe("src/<wbr>download.ts:41");
    expect(label("package-lock.json", 120)).toBe("package-<wbr>lock.json:120");
    expect(label("package.json", 1)).toBe("package.json:1");
  });

  it("is the project, or nothing, where there is no file", () => {
    expect(placeCell(without(aFinding(), "path"), options)).toBe("acme/shop");
    expect(placeCell(without(aFinding(), "path", "project"), options)).toBe("—");
  });

  it("loses the beginning of a long path, and the link of one that is too long for it", () => {
    const path = `${"deep/".repeat(20)}file.ts`;
    expect(placeCell(aFinding({ path }), options)).toMatch(
      /^\[…\/(?:deep\/|<wbr>)+file\.(?:<wbr>)?ts:(?:<wbr>)?41\]\(https:/,
    );
    expect(placeCell(aFinding({ path: "x".repeat(90) }), options)).toMatch(
      /^\[…(?:x|<wbr>)+:(?:<wbr>)?41\]\(/,
    );
    expect(placeCell(aFinding({ path: "值".repeat(200) }), options)).toMatch(/^…(?:值|<wbr>)+:(?:<wbr>)?41$/);
  });
});

describe("the title of a finding", () => {
  it("falls back to the rule, then to the type", () => {
    expect(titleCell(aFinding({ title: " " }), 100)).toBe("javascript.express.sql-injection");
    expect(titleCell(without(aFinding({ title: "" }), "rule"), 100)).toBe("code");
  });
});

describe("what makes a finding urgent", () => {
  const words = (finding: Finding) => urgencyOf(finding).filter((word) => word !== "");

  it("stands beside the fix, the most urgent first", () => {
    const finding = aFinding({
      malicious: true,
      validated: "valid",
      exploited: true,
      exploit: "mature",
      epss: 0.004,
      reachability: "REACHABLE",
    });
    expect(words(finding)).toEqual([
      "malicious package",
      "valid",
      "exploited",
      "exploit: mature",
      "reachable",
      "EPSS&nbsp;&lt;1&nbsp;%",
    ]);
  });

  it("leaves out what says nothing, and what the name of a secret says", () => {
    const finding = aFinding({ epss: 0, exploit: "none", validated: "unknown", reachability: "UNKNOWN" });
    expect(words(finding)).toEqual(["EPSS&nbsp;0&nbsp;%"]);
    const secret = aFinding({ type: "secrets", validated: "valid" });
    expect(words(secret)).toEqual([]);
    expect(rowOf(secret)[1]).toMatch(/^\*\*SQL query is built from request data\*\* \(valid\) · \[CWE-89\]/);
  });

  it("is told with at most two identifiers, linked to their records, and with an age that is not new", () => {
    const finding = aFinding({
      identifiers: ["GHSA-35JH-R3H4-6JHM", "SNYK-JS-1", "SNYK-JS-2"],
      status: "unknown",
    });
    const [, cell] = rowOf(finding);
    expect(cell).toContain(
      "** · [GHSA-35JH-R3H4-6JHM](https://github.com/advisories/GHSA-35jh-r3h4-6jhm) · SNYK-JS-1<br>→ ",
    );
    expect(cell).toContain("<sub>age unknown · [Semgrep]");
  });
});

describe("the tools of a finding", () => {
  it("are each named once, and the first that saw it stands in when none is listed", () => {
    const seen = { id: "1", severity: "high" } as const;
    expect(
      toolsOf(
        aFinding({
          seenBy: [
            { ...seen, tool: "a" },
            { ...seen, tool: "a" },
            { ...seen, tool: "b" },
          ],
        }),
      ),
    ).toEqual(["a", "b"]);
    expect(toolsOf(aFinding({ seenBy: [] }))).toEqual(["semgrep"]);
  });
});

describe("the head of what is over budget", () => {
  const { beyond } = FULL_HEADS;
  const over = (tooMany?: Partial<Record<Severity, number>>) =>
    ({ ...aReport().decision, ...present({ tooMany }) }) satisfies Decision;

  it("tells how many of the listed are to fix", () => {
    expect(beyond(21, over({ medium: 1 }), false)).toBe("Fix 1 of these");
    expect(beyond(30, over({ high: 2, low: 3 }), false)).toBe("Fix 2 high, 3 low of these");
  });

  it("asks for all where a budget has no room for any", () => {
    expect(beyond(3, over({ medium: 3 }), false)).toBe("Fix these");
    expect(beyond(1, over({ medium: 2 }), false)).toBe("Fix this");
  });

  it("gives no number where none is known, or where blocking findings count too", () => {
    expect(beyond(21, over(), false)).toBe("Fix some of these");
    expect(beyond(21, over({ medium: 1 }), true)).toBe("Fix some of these");
    expect(beyond(1, over({ medium: 1 }), true)).toBe("Fix this");
  });
});
