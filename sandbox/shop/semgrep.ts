import type { SemgrepFinding, SemgrepScan, SemgrepSecret, SemgrepWorld } from "../semgrep/world.ts";
import {
  BASE_COMMIT,
  HEAD_COMMIT,
  MAIN_SCAN,
  MERGE_REF,
  PULL_REQUEST,
  PULL_SCAN,
  REPOSITORY,
  REPOSITORY_URL,
  SEMGREP_DEPLOYMENT,
  SEMGREP_PROJECT,
  TOKENS,
} from "./names.ts";
import { codeFinding, dependencyFinding, secretFinding } from "./semgrep-records.ts";

const MINUTE = 60_000;
const PRODUCTS = ["sast", "sca", "secrets"];

/** What the pull request's diff scan found: all of it is new, but for one that was triaged and one that is gone. */
const PULL_FINDINGS: readonly SemgrepFinding[] = [
  codeFinding({
    id: 73_537_201,
    path: "src/db.ts",
    line: 18,
    endLine: 20,
    severity: "high",
    rule: "typescript.pg.security.sql-from-template",
    message:
      "A query is put together from text that a caller controls. Pass the value as a parameter instead.",
    cwe: "CWE-89: Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')",
    more: {
      assistant: {
        autofix: {
          // It takes the place of all lines that were matched.
          fix_code:
            '  const { rows } = await pool.query("SELECT * FROM orders WHERE customer LIKE $1", [name]);',
        },
        guidance: { summary: "Use a query parameter for the customer's name.", instructions: "" },
      },
    },
  }),
  codeFinding({
    id: 73_537_202,
    path: "src/session.ts",
    line: 4,
    severity: "medium",
    rule: "typescript.web.security.cookie-without-secure",
    message: "The session cookie is sent over plain HTTP too. Set the secure flag.",
    cwe: "CWE-614: Sensitive Cookie in HTTPS Session Without 'Secure' Attribute",
  }),
  codeFinding({
    id: 73_537_203,
    path: "src/receipt.ts",
    line: 4,
    severity: "medium",
    rule: "typescript.web.security.unescaped-template",
    message: "A template renders values without escaping them.",
    cwe: "CWE-79: Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')",
    status: "ignored",
  }),
  codeFinding({
    id: 73_537_190,
    path: "src/pool.ts",
    line: 9,
    severity: "medium",
    rule: "typescript.tls.security.certificate-check-off",
    message: "The database connection does not check the server's certificate.",
    cwe: "CWE-295: Improper Certificate Validation",
    status: "fixed",
  }),
  dependencyFinding({
    id: 73_537_210,
    package: "lodash",
    version: "4.17.15",
    fixedIn: "4.17.21",
    cve: "CVE-2021-23337",
    severity: "high",
    message: "lodash before 4.17.21 runs commands that are injected through template.",
    cwe: "CWE-94: Improper Control of Generation of Code ('Code Injection')",
    reachability: "reachable",
    usedAt: { path: "src/receipt.ts", line: 4 },
    lockLine: 18,
    epss: 0.62,
  }),
  dependencyFinding({
    id: 73_537_211,
    package: "lodash",
    version: "4.17.15",
    fixedIn: "4.17.21",
    cve: "CVE-2020-8203",
    severity: "high",
    message: "lodash before 4.17.20 lets zipObjectDeep change the prototype of all objects.",
    cwe: "CWE-1321: Improperly Controlled Modification of Object Prototype Attributes",
    reachability: "unreachable",
    lockLine: 18,
    epss: 0.05,
  }),
];

/** What the last full scan of main found. */
const MAIN_FINDINGS: readonly SemgrepFinding[] = [
  codeFinding({
    id: 71_200_101,
    ref: "main",
    path: "src/legacy/report.ts",
    line: 12,
    severity: "high",
    rule: "typescript.node.security.path-from-argument",
    message: "A file name from outside is joined to a folder without a check.",
    cwe: "CWE-22: Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')",
  }),
  codeFinding({
    id: 71_200_102,
    ref: "main",
    path: "src/legacy/report.ts",
    line: 8,
    severity: "medium",
    rule: "typescript.node.security.weak-hash",
    message: "MD5 can be forged. Use SHA-256.",
    cwe: "CWE-327: Use of a Broken or Risky Cryptographic Algorithm",
  }),
  dependencyFinding({
    id: 71_200_103,
    ref: "main",
    package: "qs",
    version: "6.5.2",
    fixedIn: "6.5.3",
    cve: "CVE-2022-24999",
    severity: "high",
    message: "qs before 6.5.3 hangs on a crafted query string.",
    cwe: "CWE-1321: Improperly Controlled Modification of Object Prototype Attributes",
    reachability: "no reachability analysis",
    lockLine: 10,
    epss: 0.03,
  }),
];

const PULL_SECRETS: readonly SemgrepSecret[] = [
  secretFinding({ id: "691234", type: "SMTP password", path: "src/mailer.ts", line: 6 }),
];

/** The pull request's diff scan, done five minutes before `now`. Its counts are from before any triage. */
export function pullScan(now: number, findings: "some" | "none"): SemgrepScan {
  return {
    id: PULL_SCAN,
    project: SEMGREP_PROJECT,
    commit: HEAD_COMMIT,
    branch: MERGE_REF,
    full: false,
    products: PRODUCTS,
    startedAt: micros(now - 6 * MINUTE),
    completedAt: micros(now - 5 * MINUTE),
    exitCode: findings === "some" ? 1 : 0,
    counts:
      findings === "some" ? { code: 3, supplyChain: 2, secrets: 1 } : { code: 0, supplyChain: 0, secrets: 0 },
    pullRequest: PULL_REQUEST,
  };
}

/** The full scan of main's tip, two hours before `now`. */
function mainScan(now: number, findings: "some" | "none"): SemgrepScan {
  return {
    id: MAIN_SCAN,
    project: SEMGREP_PROJECT,
    commit: BASE_COMMIT,
    branch: "refs/heads/main",
    full: true,
    products: PRODUCTS,
    startedAt: micros(now - 124 * MINUTE),
    completedAt: micros(now - 120 * MINUTE),
    exitCode: findings === "some" ? 1 : 0,
    counts:
      findings === "some" ? { code: 2, supplyChain: 1, secrets: 0 } : { code: 0, supplyChain: 0, secrets: 0 },
  };
}

/** Semgrep with nothing to report on the pull request, nor on main. */
export function cleanSemgrep(now: number): SemgrepWorld {
  return {
    token: TOKENS.semgrep,
    scope: "web-api",
    deployment: SEMGREP_DEPLOYMENT,
    projects: [
      { id: SEMGREP_PROJECT, name: REPOSITORY, url: REPOSITORY_URL },
      { id: SEMGREP_PROJECT + 1, name: `${REPOSITORY}-admin`, url: `${REPOSITORY_URL}-admin` },
    ],
    scans: [pullScan(now, "none"), mainScan(now, "none")],
    findings: [],
    secrets: [],
  };
}

/** Semgrep with the pull request's findings and the old ones of main. */
export function busySemgrep(now: number): SemgrepWorld {
  return {
    ...cleanSemgrep(now),
    scans: [pullScan(now, "some"), mainScan(now, "some")],
    findings: [...PULL_FINDINGS, ...MAIN_FINDINGS],
    secrets: PULL_SECRETS,
  };
}

/** As Semgrep writes times: with microseconds. */
function micros(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "120Z");
}
