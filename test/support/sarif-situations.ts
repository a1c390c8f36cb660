import type { Finding, Observation } from "../../src/model/finding.ts";
import type { Report } from "../../src/model/report.ts";
import { present } from "../../src/text/present.ts";
import {
  aDependency,
  aFinding,
  anObservation,
  aReport,
  SEMGREP_EVIDENCE,
  SNYK_EVIDENCE,
} from "./a-report.ts";

/** A finding that one observation saw, with the fields that both have taken from the observation. */
export function seenAs(observation: Partial<Observation>, finding: Partial<Finding> = {}): Finding {
  const whole = anObservation({ rule: "rules.any", path: "src/app.ts", line: 3, ...observation });
  const { path, line, severity, title, type, fix, malicious, package: pkg } = whole;
  return aFinding({
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...present({ fix, malicious, package: pkg }),
    severity,
    title,
    type,
    observations: [whole],
    ...finding,
  });
}

/** A SQL injection with its way through the code. */
export const INJECTION: Finding = seenAs({
  id: "1001",
  rule: "javascript.express.sql-injection",
  path: "src/routes/orders.ts",
  line: 41,
  endLine: 43,
  severity: "high",
  description: "A value from the request reaches a SQL query. Use a parameterized query instead.",
  cwe: ["CWE-89"],
  fix: "db.query('select * from orders where id = ?', [id])",
  link: "https://semgrep.dev/orgs/acme/findings/1001",
  references: ["https://owasp.org/Top10/A03_2021-Injection"],
  flow: [
    { path: "src/routes/orders.ts", line: 38, text: "const id = req.query.id" },
    { path: "src/db/query.ts", line: 12, endLine: 14, text: "sql += id" },
  ],
});

/** A package that Semgrep and Snyk both see, each with its own severity and place. */
export const LODASH: Finding = aDependency({
  observations: [
    anObservation({
      id: "2001",
      type: "sca",
      rule: "ssc-1f2e",
      path: "package-lock.json",
      line: 120,
      severity: "high",
      title: "Command injection in lodash templates",
      cwe: ["CWE-77"],
      identifiers: ["CVE-2021-23337", "GHSA-35JH-R3H4-6JHM"],
      package: { name: "lodash", version: "4.17.15", ecosystem: "npm", fixedIn: ["4.17.21"] },
      reachability: "reachable",
      link: "https://semgrep.dev/orgs/acme/supply-chain/2001",
    }),
    anObservation({
      source: "snyk",
      tool: "snyk",
      id: "SNYK-JS-LODASH-1018905",
      type: "sca",
      rule: "SNYK-JS-LODASH-1018905",
      path: "package.json",
      severity: "critical",
      score: 9.8,
      title: "Command Injection",
      description: "Templates run code that they are given.\n\n- affects `template`\n- fixed upstream",
      cwe: ["CWE-77", "CWE-94"],
      identifiers: ["CVE-2021-23337", "GHSA-35JH-R3H4-6JHM", "SNYK-JS-LODASH-1018905"],
      package: {
        name: "lodash",
        version: "4.17.15",
        ecosystem: "npm",
        fixedIn: ["4.17.21"],
        transitive: true,
        via: ["express@4.17.0", "lodash@4.17.15"],
      },
      references: ["https://github.com/lodash/lodash/commit/3469357"],
    }),
  ],
});

/** A license that concerns the whole project: no file, and a severity nobody could read. */
export const LICENSE: Finding = seenAs(
  {
    source: "snyk",
    tool: "snyk",
    id: "snyk:lic:npm:left:GPL-3.0",
    type: "license",
    rule: "snyk:lic:npm:left:GPL-3.0",
    severity: "unknown",
    nativeSeverity: "severe",
    title: "GPL-3.0 license",
    package: { name: "left", version: "1.0.0", ecosystem: "npm" },
    path: "",
  },
  { status: "existing", blocking: false },
);

/** Text that would take effect in a careless channel. */
export const HOSTILE_TEXT =
  "](https://evil.example) [click](https://evil.example) ![x](https://evil.example/x.png) {0} {{1}} @acme/team #1 " +
  "<img src=x onerror=alert(1)> <!-- scan-gate:default --> \u202Egnp.exe ::error::x ##[add-mask]y `code` | a | b\n" +
  "# Heading\n- [x] done\n\u0007\u001b[2J\ud800";

export const HOSTILE_PATHS: readonly string[] = [
  "../../etc/passwd",
  "/etc/passwd",
  "C:\\Windows\\x",
  "file:///etc/passwd",
  "%2e%2e/%2e%2e/etc/passwd",
  "%252e%252e/etc/passwd",
  "\\\\host\\share",
  "//host/share",
  "src/../../x",
  "javascript:alert(1)",
  "src/\nnext",
];

/** One hostile finding per path, and one for a file that can be meant. */
function hostileFindings(): readonly Finding[] {
  return [...HOSTILE_PATHS, "src/##[set-output name=verdict;]pass (1)%20\u00e9.ts"].map((path, index) =>
    seenAs(
      {
        id: `${index}`,
        path,
        rule: `rule ${HOSTILE_TEXT}`,
        title: HOSTILE_TEXT,
        description: `${HOSTILE_TEXT} and more`,
        fix: HOSTILE_TEXT,
        link: "javascript:alert(1)",
        references: [HOSTILE_TEXT, "https://evil.example/ref"],
        identifiers: [HOSTILE_TEXT],
        cwe: ["CWE-79", HOSTILE_TEXT],
        line: index === 0 ? -1 : 2,
        flow: [{ path, line: 0, text: HOSTILE_TEXT }],
        reachability: HOSTILE_TEXT,
        package: {
          name: HOSTILE_TEXT,
          version: HOSTILE_TEXT,
          fixedIn: [HOSTILE_TEXT],
          via: [HOSTILE_TEXT, "b"],
        },
      },
      { fingerprint: `hostile${index}` },
    ),
  );
}

/** The documents that reviewers look at, by name of their golden file. */
export const SARIF_SITUATIONS: Readonly<Record<string, Report>> = {
  blocked: aReport({ findings: [LODASH, INJECTION, LICENSE] }),
  clean: aReport(),
  incomplete: aReport({
    verdict: "incomplete",
    sources: [SEMGREP_EVIDENCE, { ...SNYK_EVIDENCE, status: "incomplete" }],
    findings: [LODASH, INJECTION],
  }),
  hostile: aReport({ sources: [SEMGREP_EVIDENCE], findings: hostileFindings() }),
  reports: aReport({
    sources: [
      { source: "reports", status: "complete", evidence: "report", requests: 0, tools: ["quiet tool"] },
    ],
    findings: [
      seenAs({
        source: "reports",
        tool: "trivy",
        id: "t1",
        rule: "AVD-DS-0002",
        type: "iac",
        path: "Dockerfile",
      }),
      seenAs({ source: "reports", tool: "semgrep", id: "s1", severity: "low" }),
    ],
  }),
};
