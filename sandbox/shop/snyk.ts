import type { SnykIssue, SnykProject, SnykWorld } from "../snyk/world.ts";
import {
  BASE_COMMIT,
  HEAD_BRANCH,
  REPOSITORY,
  REPOSITORY_URL,
  SNYK_BASE_CODE,
  SNYK_BASE_PACKAGES,
  SNYK_HEAD_CODE,
  SNYK_HEAD_PACKAGES,
  SNYK_ORG,
  SNYK_ORG_SLUG,
  SNYK_TARGET,
  TOKENS,
} from "./names.ts";
import { codeIssue, licenseIssue, type PackageIssue, packageIssue, uuidOf } from "./snyk-records.ts";

const MINUTE = 60_000;
const SCM_TARGET = "8a4cae21-7b3d-4f96-82e5-a1d8f7b60932";
const OTHER_TARGET = "9b5dbf32-8c4e-40a7-93f6-b2e908c71a43";

const MINIMIST: PackageIssue = {
  key: "SNYK-JS-MINIMIST-2429795",
  package: "minimist",
  version: "1.2.5",
  title: "Prototype Pollution",
  severity: "critical",
  score: 9.8,
  cve: "CVE-2021-44906",
  ghsa: "GHSA-xvch-5gv4-984h",
  cwe: "CWE-1321",
  fixedIn: "1.2.6",
  exploit: "Proof of Concept",
};
const QS: PackageIssue = {
  key: "SNYK-JS-QS-3153490",
  package: "qs",
  version: "6.5.2",
  title: "Prototype Poisoning",
  severity: "high",
  score: 7.5,
  cve: "CVE-2022-24999",
  ghsa: "GHSA-hrpp-h998-j3pp",
  cwe: "CWE-1321",
  fixedIn: "6.5.3",
  exploit: "Proof of Concept",
};
const QS_IGNORED: PackageIssue = {
  key: "SNYK-JS-QS-9990001",
  package: "qs",
  version: "6.5.2",
  title: "Regular Expression Denial of Service (ReDoS)",
  severity: "medium",
  score: 5.3,
  cve: "CVE-2099-10001",
  ghsa: "GHSA-0000-qs00-0001",
  cwe: "CWE-1333",
  ignored: true,
};
const AXIOS: PackageIssue = {
  key: "SNYK-JS-AXIOS-6032459",
  package: "axios",
  version: "1.5.1",
  title: "Cross-site Request Forgery (CSRF)",
  severity: "medium",
  score: 6.5,
  cve: "CVE-2023-45857",
  ghsa: "GHSA-wf5p-g6vw-rhxx",
  cwe: "CWE-352",
  fixedIn: "1.6.0",
};
const LODASH: readonly PackageIssue[] = [
  {
    key: "SNYK-JS-LODASH-1040724",
    package: "lodash",
    version: "4.17.15",
    title: "Command Injection",
    severity: "high",
    score: 7.2,
    cve: "CVE-2021-23337",
    ghsa: "GHSA-35jh-r3h4-6jhm",
    cwe: "CWE-94",
    fixedIn: "4.17.21",
    exploit: "Proof of Concept",
  },
  {
    key: "SNYK-JS-LODASH-567746",
    package: "lodash",
    version: "4.17.15",
    title: "Prototype Pollution",
    severity: "high",
    score: 7.4,
    cve: "CVE-2020-8203",
    ghsa: "GHSA-p6mc-m468-83gw",
    cwe: "CWE-1321",
    fixedIn: "4.17.20",
    exploit: "Proof of Concept",
  },
  {
    key: "SNYK-JS-LODASH-1018905",
    package: "lodash",
    version: "4.17.15",
    title: "Regular Expression Denial of Service (ReDoS)",
    severity: "medium",
    score: 5.3,
    cve: "CVE-2020-28500",
    ghsa: "GHSA-29mw-wpgm-hmr9",
    cwe: "CWE-1333",
    fixedIn: "4.17.21",
    exploit: "Proof of Concept",
  },
];

const PATH_TRAVERSAL = {
  key: uuidOf("code path traversal"),
  title: "Path Traversal",
  severity: "medium",
  cwe: "CWE-22",
  path: "src/legacy/report.ts",
  line: 12,
  endLine: 12,
};
const SQL_INJECTION = {
  key: uuidOf("code sql injection"),
  title: "SQL Injection",
  severity: "high",
  cwe: "CWE-89",
  path: "src/db.ts",
  line: 18,
  endLine: 20,
};

const ISSUES: readonly SnykIssue[] = [
  packageIssue(SNYK_HEAD_PACKAGES, MINIMIST),
  packageIssue(SNYK_HEAD_PACKAGES, QS),
  packageIssue(SNYK_HEAD_PACKAGES, QS_IGNORED),
  ...LODASH.map((issue) => packageIssue(SNYK_HEAD_PACKAGES, issue)),
  licenseIssue(SNYK_HEAD_PACKAGES, {
    package: "invoice-layout",
    version: "2.3.0",
    license: "GPL-3.0",
    severity: "high",
  }),
  codeIssue(SNYK_HEAD_CODE, SQL_INJECTION),
  codeIssue(SNYK_HEAD_CODE, PATH_TRAVERSAL),
  packageIssue(SNYK_BASE_PACKAGES, MINIMIST),
  packageIssue(SNYK_BASE_PACKAGES, QS),
  packageIssue(SNYK_BASE_PACKAGES, QS_IGNORED),
  packageIssue(SNYK_BASE_PACKAGES, AXIOS),
  codeIssue(SNYK_BASE_CODE, { ...PATH_TRAVERSAL, commit: BASE_COMMIT }),
];

/** Snyk with projects of both branches and nothing to report on either. */
export function cleanSnyk(now: number): SnykWorld {
  const head = { reference: HEAD_BRANCH, at: iso(now - 4 * MINUTE) };
  const base = { reference: "main", at: iso(now - 118 * MINUTE) };
  return {
    token: TOKENS.snyk,
    scheme: "token",
    self: { id: uuidOf("service account"), name: "scan-gate", defaultOrg: SNYK_ORG },
    orgs: [
      { id: SNYK_ORG, slug: SNYK_ORG_SLUG, name: "Acme Shop" },
      { id: uuidOf("other org"), slug: "acme-labs", name: "Acme Labs" },
    ],
    targets: [
      {
        org: SNYK_ORG,
        id: SNYK_TARGET,
        displayName: REPOSITORY,
        url: REPOSITORY_URL.replace("https", "http"),
        integration: "cli",
      },
      { org: SNYK_ORG, id: SCM_TARGET, displayName: REPOSITORY, url: null, integration: "github-cloud-app" },
      {
        org: SNYK_ORG,
        id: OTHER_TARGET,
        displayName: `${REPOSITORY}-admin`,
        url: null,
        integration: "github-cloud-app",
      },
    ],
    projects: [
      project(SNYK_HEAD_PACKAGES, "npm", head),
      project(SNYK_HEAD_CODE, "sast", head),
      project(SNYK_BASE_PACKAGES, "npm", base),
      project(SNYK_BASE_CODE, "sast", base),
      { ...project(uuidOf("inactive project"), "npm", base), target: SCM_TARGET, status: "inactive" },
      { ...project(uuidOf("project of another repository"), "npm", head), target: OTHER_TARGET },
    ],
    issues: [
      packageIssue(uuidOf("project of another repository"), { ...MINIMIST, key: "SNYK-JS-MINIMIST-559764" }),
    ],
    ignores: {},
  };
}

/** Snyk with the pull request's issues and the old ones of main. */
export function busySnyk(now: number): SnykWorld {
  const clean = cleanSnyk(now);
  const ignore = {
    "*": {
      reason: "Only our own queries reach it",
      reasonType: "wont-fix",
      created: iso(now - 90 * 24 * 60 * MINUTE),
    },
  };
  return {
    ...clean,
    issues: [...clean.issues, ...ISSUES],
    ignores: {
      [SNYK_HEAD_PACKAGES]: { [QS_IGNORED.key]: [ignore] },
      [SNYK_BASE_PACKAGES]: { [QS_IGNORED.key]: [ignore] },
    },
  };
}

function project(
  id: string,
  type: "npm" | "sast",
  branch: { readonly reference: string; readonly at: string },
): SnykProject {
  return {
    org: SNYK_ORG,
    id,
    target: SNYK_TARGET,
    name: type === "npm" ? `${REPOSITORY}:package.json` : REPOSITORY,
    type,
    targetFile: type === "npm" ? "package.json" : "",
    targetReference: branch.reference,
    origin: "cli",
    status: "active",
    created: "2025-02-03T10:00:00.000Z",
    monitoredAt: branch.at,
    countsUpdatedAt: branch.at,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
