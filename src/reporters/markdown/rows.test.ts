import { describe, expect, it } from "vitest";
import { aDependency, aFinding, aReport, HEAD_COMMIT, without } from "../../../test/support/a-report.ts";
import { planFixes } from "../../fixes/advice.ts";
import type { Finding } from "../../model/finding.ts";
import {
  bareName,
  factsCell,
  fullRow,
  nameOfFinding,
  placeCell,
  shortRow,
  titleCell,
  toolsOf,
} from "./rows.ts";

const options = { context: aReport().context };
const rowOf = (finding: Finding) => fullRow(finding, { ...options, fixes: planFixes([finding]) });

describe("a row of a finding", () => {
  it("shows severity in words, facts, place, fix and who saw it with links", () => {
    const [severity, finding, where, ...rest] = rowOf(aDependency());
    expect(rest).toEqual([]);
    expect(severity).toBe("🔴&nbsp;critical");
    expect(finding).toBe(
      "**Command injection in lodash templates** `lodash@4.17.15`<br>→ upgrade to `4.17.21`<br><sub>[CVE-2021-23337](https://nvd.nist.gov/vuln/detail/CVE-2021-23337) · reachable · EPSS 82 % · new · [Semgrep](https://semgrep.dev/orgs/acme/supply-chain/2001) + [Snyk](https://app.snyk.io/org/acme/project/7#issue-SNYK-JS-LODASH-1018905)</sub>",
    );
    expect(where).toContain(`/blob/${HEAD_COMMIT}/package-lock.json#L120`);
  });

  it("shows the way to a transitive package, its middle left out when it is long", () => {
    const via = (...steps: readonly string[]) =>
      rowOf(aDependency({ package: { name: "e", via: steps } }))[2];
    expect(via("a@1", "b@2")).toContain("<br><sub>via `a@1` › `b@2`</sub>");
    expect(via("a", "b", "c", "d", "e")).toContain("via `a` › `b` › … › `e`");
    expect(via("a")).not.toContain("via");
  });

  it("links a tool only where its link leads to a tool", () => {
    const seen = { tool: "semgrep", id: "1", severity: "high" } as const;
    const row = (...links: readonly string[]) =>
      rowOf(aFinding({ seenBy: links.map((link) => ({ ...seen, link })) }))[1];
    expect(row("https://evil.example/x")).toMatch(/ · Semgrep<\/sub>$/);
    expect(row("https://evil.example/x", "https://semgrep.dev/y")).toMatch(
      / · \[Semgrep\]\(https:\/\/semgrep\.dev\/y\)<\/sub>$/,
    );
    expect(row(`https://semgrep.dev/${"y".repeat(500)}`)).toMatch(/ · Semgrep<\/sub>$/);
  });

  it("names a package once, where the title ends with it", () => {
    const name = (title: string, version?: string) =>
      shortRow(
        aDependency({ title, package: { name: "lodash", ...(version === undefined ? {} : { version }) } }),
        options,
      )[1];
    expect(name("Command Injection in lodash@4.17.15", "4.17.15")).toBe(
      "Command Injection · `lodash@4.17.15`",
    );
    expect(name("Command Injection in lodash 4.17.15", "4.17.15")).toBe(
      "Command Injection · `lodash@4.17.15`",
    );
    expect(name("Command Injection in lodash")).toBe("Command Injection · `lodash`");
    expect(name("Command Injection in qs", "4.17.15")).toBe("Command Injection in qs · `lodash@4.17.15`");
  });

  it("leads to the public record by its title, where that is all the title says", () => {
    expect(rowOf(aDependency({ title: "CVE-2021-23337 in lodash@4.17.15" }))[1]).toBe(
      "**[CVE-2021-23337](https://nvd.nist.gov/vuln/detail/CVE-2021-23337)** `lodash@4.17.15`<br>→ upgrade to `4.17.21`<br><sub>reachable · EPSS 82 % · new · [Semgrep](https://semgrep.dev/orgs/acme/supply-chain/2001) + [Snyk](https://app.snyk.io/org/acme/project/7#issue-SNYK-JS-LODASH-1018905)</sub>",
    );
  });

  it("in its short form is one line", () => {
    expect(shortRow(aFinding(), options)).toEqual([
      "🟠&nbsp;high",
      "SQL query is built from request data",
      expect.stringContaining("[`src/routes/orders.ts:41`]"),
      "Semgrep",
    ]);
    expect(shortRow(aDependency(), options)[1]).toBe(
      "Command injection in lodash templates · `lodash@4.17.15`",
    );
  });

  it("names the ticket in every form, linked where the link leads to a tracker", () => {
    const ticket = { key: "SEC-12", url: "https://acme.atlassian.net/browse/SEC-12" };
    const linked = "ticket [SEC-12](https://acme.atlassian.net/browse/SEC-12)";
    expect(rowOf(aDependency({ ticket }))[1]).toContain(` · ${linked} · [Semgrep]`);
    expect(shortRow(aDependency({ ticket }), options)[1]).toBe(
      `Command injection in lodash templates · \`lodash@4.17.15\` · ${linked}`,
    );
    expect(nameOfFinding(aFinding({ ticket }), 160)).toBe(`SQL query is built from request data · ${linked}`);
    expect(bareName(aFinding({ ticket }))).toBe(
      "high: SQL query is built from request data · `src/routes/orders.ts:41` · ticket SEC-12",
    );
    for (const url of ["https://evil.example/SEC-12", `https://acme.atlassian.net/${"x".repeat(400)}`]) {
      expect(shortRow(aFinding({ ticket: { ...ticket, url } }), options)[1]).toBe(
        "SQL query is built from request data · ticket SEC-12",
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
      `[\`src/routes/orders.ts:41\`](https://github.com/acme/shop/blob/${HEAD_COMMIT}/src/routes/orders.ts#L41-L43)`,
    );
    expect(placeCell(without(aFinding(), "line", "endLine"), options)).toContain("[`src/routes/orders.ts`]");
  });

  it("is the project, or nothing, where there is no file", () => {
    expect(placeCell(without(aFinding(), "path"), options)).toBe("`acme/shop`");
    expect(placeCell(without(aFinding(), "path", "project"), options)).toBe("—");
  });

  it("loses the beginning of a long path, and the link of one that is too long for it", () => {
    const path = `${"deep/".repeat(20)}file.ts`;
    expect(placeCell(aFinding({ path }), options)).toMatch(/^\[`…\/(?:deep\/)+file\.ts:41`\]\(https:/);
    expect(placeCell(aFinding({ path: "x".repeat(90) }), options)).toContain(`[\`…${"x".repeat(55)}:41\`]`);
    expect(placeCell(aFinding({ path: "值".repeat(200) }), options)).toMatch(/^`…值+:41`$/);
  });
});

describe("the title of a finding", () => {
  it("falls back to the rule, then to the type", () => {
    expect(titleCell(aFinding({ title: " " }), 100)).toBe("javascript.express.sql-injection");
    expect(titleCell(without(aFinding({ title: "" }), "rule"), 100)).toBe("code");
  });
});

describe("the facts of a finding", () => {
  it("hold what helps to weigh it", () => {
    const finding = aFinding({
      identifiers: ["GHSA-35JH-R3H4-6JHM", "SNYK-JS-1"],
      malicious: true,
      validated: "valid",
      exploit: "mature",
      epss: 0.004,
      status: "unknown",
      ticket: { key: "SEC-12", url: "https://acme.atlassian.net/browse/SEC-12" },
    });
    expect(factsCell(finding)).toBe(
      "[GHSA-35JH-R3H4-6JHM](https://github.com/advisories/GHSA-35jh-r3h4-6jhm) · SNYK-JS-1 · malicious package · secret is valid · EPSS &lt;1 % · exploit: mature · age unknown · ticket [SEC-12](https://acme.atlassian.net/browse/SEC-12)",
    );
  });

  it("leave out what says nothing", () => {
    const finding = aFinding({
      cwe: [],
      epss: 0,
      exploit: "none",
      validated: "unknown",
      reachability: "UNKNOWN",
      ticket: { key: "SEC-1" },
    });
    expect(factsCell(finding)).toBe("EPSS 0 % · new · ticket SEC-1");
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
