import { policyChangeNote } from "../../src/gate/remarks.ts";
import type { SourceEvidence } from "../../src/model/evidence.ts";
import type { Finding, Observation } from "../../src/model/finding.ts";
import type { Counts, Decision, PolicyPreview, Report, ReportContext } from "../../src/model/report.ts";

export const HEAD_COMMIT = "6c1f9ab04e5d2b7781f0c3a9d4e6b5128097fcaa";
export const BASE_COMMIT = "3f2e1d0c9b8a77665544332211009f8e7d6c5b4a";
export const OLDER_COMMIT = "a91d02e5c4b3a29180716253443526170899aabb";

/** A blocking SQL injection that Semgrep saw, with what is given put over it. */
export function aFinding(overrides: Partial<Finding> = {}): Finding {
  const finding: Finding = {
    fingerprint: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    tool: "semgrep",
    seenBy: [
      {
        tool: "semgrep",
        id: "1001",
        rule: "javascript.express.sql-injection",
        severity: "high",
        link: "https://semgrep.dev/orgs/acme/findings/1001",
      },
    ],
    type: "sast",
    project: "acme/shop",
    path: "src/routes/orders.ts",
    line: 41,
    endLine: 43,
    severity: "high",
    title: "SQL query is built from request data",
    description: "A value from the request reaches a SQL query. Use a parameterized query instead.",
    rule: "javascript.express.sql-injection",
    cwe: ["CWE-89"],
    identifiers: [],
    status: "new",
    blocking: true,
    blockedBy: "fail-on: high",
    observations: [],
  };
  const { blockedBy = finding.blockedBy, ...rest } = overrides;
  const whole = { ...finding, ...rest };
  return whole.blocking && blockedBy !== undefined ? { ...whole, blockedBy } : unblocked(whole);
}

/** The same finding, which does not block and so has no rule that made it. */
export function unblocked({ blockedBy: _, ...finding }: Finding): Finding {
  return { ...finding, blocking: false };
}

/** The same finding without some of its optional keys. */
export function without(finding: Finding, ...keys: readonly (keyof Finding)[]): Finding {
  const entries = Object.entries(finding).filter(([key]) => !keys.some((each) => each === key));
  // The removed keys are optional ones.
  return Object.fromEntries(entries) as unknown as Finding;
}

/** A vulnerable package that both tools saw, with what is given put over it. */
export function aDependency(overrides: Partial<Finding> = {}): Finding {
  return aFinding({
    fingerprint: "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    seenBy: [
      {
        tool: "semgrep",
        id: "2001",
        severity: "high",
        link: "https://semgrep.dev/orgs/acme/supply-chain/2001",
      },
      {
        tool: "snyk",
        id: "SNYK-JS-LODASH-1018905",
        severity: "critical",
        link: "https://app.snyk.io/org/acme/project/7#issue-SNYK-JS-LODASH-1018905",
      },
    ],
    type: "sca",
    path: "package-lock.json",
    line: 120,
    endLine: 120,
    severity: "critical",
    title: "Command injection in lodash templates",
    rule: "SNYK-JS-LODASH-1018905",
    cwe: ["CWE-77"],
    identifiers: ["CVE-2021-23337", "GHSA-35JH-R3H4-6JHM"],
    package: {
      name: "lodash",
      version: "4.17.15",
      ecosystem: "npm",
      fixedIn: ["4.17.21"],
      transitive: false,
    },
    fixable: true,
    reachability: "reachable",
    epss: 0.8213,
    how: "CVE-2021-23337 in lodash@4.17.15",
    ...overrides,
  });
}

/** One tool's own record of a finding, for what reads `observations`. */
export function anObservation(overrides: Partial<Observation> = {}): Observation {
  return {
    source: "semgrep",
    tool: "semgrep",
    id: "1001",
    identity: "semgrep/1001",
    type: "sast",
    severity: "high",
    title: "SQL query is built from request data",
    cwe: [],
    identifiers: [],
    ...overrides,
  };
}

export const SEMGREP_EVIDENCE: SourceEvidence = {
  source: "semgrep",
  status: "complete",
  evidence: "scan",
  commit: HEAD_COMMIT,
  ref: "refs/pull/7/merge",
  scans: [
    {
      id: "901",
      kind: "diff",
      status: "completed",
      products: ["sast", "sca", "secrets"],
      startedAt: "2026-11-20T10:00:00Z",
      completedAt: "2026-11-20T10:01:30Z",
      commit: HEAD_COMMIT,
      project: "acme/shop",
    },
  ],
  projects: [{ id: "31", name: "acme/shop" }],
  counts: { critical: 0, high: 2, medium: 1, low: 0, unknown: 0 },
  requests: 7,
};

export const SNYK_EVIDENCE: SourceEvidence = {
  source: "snyk",
  status: "complete",
  evidence: "head-projects",
  commit: HEAD_COMMIT,
  ref: "fix-orders",
  projects: [
    { id: "p1", name: "acme/shop:package.json" },
    { id: "p2", name: "acme/shop:Dockerfile" },
  ],
  baseline: { ref: "main", commit: BASE_COMMIT, at: "2026-11-19T22:00:00Z" },
  counts: { critical: 1, high: 0, medium: 3, low: 2, unknown: 0 },
  requests: 9,
};

const CONTEXT: ReportContext = {
  event: "pull_request",
  repository: "acme/shop",
  commit: HEAD_COMMIT,
  ref: "refs/pull/7/merge",
  pullRequest: 7,
  base: { ref: "main", commit: BASE_COMMIT },
  repositoryUrl: "https://github.com/acme/shop",
};

const DECISION: Decision = {
  gate: "new",
  failOn: "high",
  origin: "fail-on",
  rule: "fail-on: high",
  rules: 0,
  suppressions: [],
};

/** Counts as the contract defines them, of unsuppressed findings. */
function countsOf(findings: readonly Finding[], fixed: readonly Finding[] = []): Counts {
  const open = findings.filter((finding) => finding.suppressedBy === undefined);
  const having = (test: (finding: Finding) => boolean): number => open.filter(test).length;
  return {
    blocking: having((finding) => finding.blocking),
    total: open.length,
    new: having((finding) => finding.status === "new"),
    existing: having((finding) => finding.status === "existing"),
    fixed: fixed.length,
    suppressed: findings.length - open.length,
    critical: having((finding) => finding.severity === "critical"),
    high: having((finding) => finding.severity === "high"),
    medium: having((finding) => finding.severity === "medium"),
    low: having((finding) => finding.severity === "low"),
  };
}

export type ReportOverrides = Partial<Omit<Report, "context" | "decision" | "counts">> & {
  readonly context?: Partial<ReportContext>;
  readonly decision?: Partial<Omit<Decision, "preview">> & {
    readonly preview?: Omit<PolicyPreview, "note">;
  };
  readonly counts?: Partial<Counts>;
};

/** A report on a pull request, clean unless findings are given; verdict, reasons and counts follow from them. */
export function aReport(overrides: ReportOverrides = {}): Report {
  const { context, decision, counts, ...rest } = overrides;
  const findings = rest.findings ?? [];
  const blocking = findings.filter((finding) => finding.blocking).length;
  const counted = { ...countsOf(findings, rest.fixed), ...counts };
  const { preview, ...decided } = decision ?? {};
  const verdict = rest.verdict ?? (blocking > 0 ? "fail" : "pass");
  return {
    verdict,
    sentence:
      blocking > 0
        ? `failed: ${blocking} findings block (rule: fail-on: high)`
        : `passed: nothing blocks among ${findings.length} findings (rule: fail-on: high)`,
    reasons:
      blocking > 0
        ? [{ code: "blocking-findings", source: "gate", message: `${blocking} findings block.` }]
        : [],
    sources: [SEMGREP_EVIDENCE, SNYK_EVIDENCE],
    fixed: [],
    notes: [],
    version: "1.0.0",
    ...rest,
    findings,
    context: { ...CONTEXT, ...context },
    decision: {
      ...DECISION,
      ...decided,
      ...(preview && { preview: { ...preview, note: policyChangeNote(preview, counted) } }),
    },
    counts: counted,
  };
}
