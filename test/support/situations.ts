import type { Finding } from "../../src/model/finding.ts";
import type { Report } from "../../src/model/report.ts";
import type { RunFacts } from "../../src/reporters/summary/parts.ts";
import {
  aDependency,
  aFinding,
  aReport,
  BASE_COMMIT,
  HEAD_COMMIT,
  OLDER_COMMIT,
  SEMGREP_EVIDENCE,
  SNYK_EVIDENCE,
  unblocked,
} from "./a-report.ts";
import { delivered, observed } from "./observed.ts";

const SECRET = aFinding({
  fingerprint: "5ec2e7",
  type: "secrets",
  title: "AWS access key",
  rule: "generic.secrets.aws-access-key",
  path: "deploy/config/staging.env",
  line: 4,
  endLine: 4,
  severity: "critical",
  cwe: ["CWE-798"],
  validated: "valid",
  seenBy: [
    {
      tool: "semgrep",
      id: "3001",
      severity: "critical",
      link: "https://semgrep.dev/orgs/acme/secrets/3001",
    },
  ],
});

const LICENSE = aFinding({
  fingerprint: "11ce",
  type: "license",
  title: "AGPL-3.0 license",
  rule: "snyk:lic:npm:chart-kit:AGPL-3.0",
  path: "package.json",
  line: 1,
  endLine: 1,
  severity: "medium",
  cwe: [],
  blocking: false,
  tool: "snyk",
  package: { name: "chart-kit", version: "2.0.1", ecosystem: "npm" },
  seenBy: [
    {
      tool: "snyk",
      id: "lic-1",
      severity: "medium",
      link: "https://app.snyk.io/org/acme/project/7#issue-lic-1",
    },
  ],
});

const OLD = aFinding({
  fingerprint: "01d",
  title: "Cookie without the secure attribute",
  description: "The cookie is sent over plain HTTP too. Set its secure attribute.",
  rule: "javascript.express.cookie-secure",
  path: "src/session.ts",
  line: 12,
  severity: "medium",
  cwe: ["CWE-614"],
  status: "existing",
  blocking: false,
});

const ACCEPTED = aFinding({
  fingerprint: "acc",
  title: "Regular expression may backtrack for long",
  rule: "javascript.redos",
  path: "scripts/build/parse.js",
  line: 88,
  blocking: false,
  suppressedBy: {
    by: "policy",
    reason: "only used at build time",
    owner: "@acme/platform",
    expires: "2027-01-31",
  },
});

const { how: _, ...EXPRESS } = aDependency({
  fingerprint: "e4p",
  title: "Prototype poisoning",
  rule: "SNYK-JS-QS-1",
  severity: "high",
  identifiers: ["CVE-2022-24999"],
  package: {
    name: "qs",
    version: "6.5.2",
    ecosystem: "npm",
    fixedIn: ["6.5.3", "6.10.3"],
    transitive: true,
    via: ["express@4.16.0", "body-parser@1.18.2", "qs@6.5.2"],
  },
  reachability: "unreachable",
  epss: 0.0042,
  seenBy: [{ tool: "snyk", id: "SNYK-JS-QS-1", severity: "high", link: "https://app.snyk.io/org/acme/x" }],
});

const BLOCKED = [SECRET, aDependency(), aFinding(), EXPRESS, LICENSE, OLD, ACCEPTED];
const FIXED = [
  aFinding({
    fingerprint: "f1",
    title: "Path traversal in download",
    path: "src/download.ts",
    blocking: false,
    status: "existing",
  }),
];

const INCOMPLETE_SNYK = {
  source: "snyk",
  status: "incomplete",
  requests: 4,
} as const;
const UNREACHABLE = {
  code: "unreachable",
  source: "snyk",
  message:
    "Snyk GET /rest/self: answered 503 (upstream connect error), tried 4 times. Run the job again when https://status.snyk.io shows no trouble; if it shows none, check `snyk-url` and the runner's proxy.",
} as const;

/** `count` blocking findings of 40 rules, over many files. */
export function manyFindings(count: number): readonly Finding[] {
  return Array.from({ length: count }, (_, i) =>
    i % 3 === 0
      ? aDependency({
          fingerprint: `d${i}`,
          package: { name: `pkg-${i % 50}`, version: "1.0.0", ecosystem: "npm", fixedIn: [`1.2.${i % 9}`] },
        })
      : aFinding({
          fingerprint: `s${i}`,
          line: i + 1,
          endLine: i + 2,
          path: `src/module-${i % 70}/handler.ts`,
          rule: `rules.number-${i % 40}`,
          title: `Untrusted value reaches sink ${i % 40}`,
        }),
  );
}

const HOSTILE_TEXT =
  "</details><h1>OK</h1> ![p](http://evil.example/p) [ok](http://evil.example) | @acme/team #1 GH-1 `x` **b** :tada: $x$ \u202eevil <!-- scan-gate:default -->\n# head\n- [x] task http://evil.example www.evil.example";

/** Every text that a tool gives is `text`. */
export function hostileReport(text: string): Report {
  const hostile: Partial<Finding> = {
    tool: text,
    seenBy: [
      { tool: text, id: text, rule: text, severity: "high", link: text },
      { tool: "snyk", id: text, severity: "high", link: `https://evil.example/${text}` },
      { tool: "semgrep", id: text, severity: "high", link: `https://semgrep.dev/${text}` },
    ],
    project: text,
    path: text,
    title: text,
    description: text,
    rule: text,
    cwe: [text],
    identifiers: [text],
    fix: text,
    reachability: text,
    link: text,
    blockedBy: text,
    how: text,
    ticket: { key: text, url: text },
  };
  const pkg = { name: text, version: text, ecosystem: "npm", fixedIn: [text], via: [text, text] };
  const findings = [
    aFinding({ ...hostile, fingerprint: "h1" }),
    aFinding({ ...hostile, fingerprint: "h2", path: `src/${text}` }),
    aDependency({ ...hostile, fingerprint: "h3", path: "package.json", package: pkg }),
    aFinding({ ...hostile, fingerprint: "h4", blocking: false }),
    aFinding({
      ...hostile,
      fingerprint: "h5",
      blocking: false,
      suppressedBy: { by: text, reason: text, owner: text, expires: text },
    }),
  ];
  const notice = {
    kind: "expired",
    id: text,
    package: text,
    suppressedBy: { by: "policy", owner: text, expires: text },
  } as const;
  return aReport({
    findings,
    fixed: [aFinding({ ...hostile, fingerprint: "h6" })],
    sentence: text,
    reasons: [
      { code: "partial", source: "snyk", message: text },
      { code: "blocking-findings", source: "gate", message: text },
    ],
    notes: [{ level: "warning", text }],
    version: text,
    context: { ref: text, base: { ref: text, commit: BASE_COMMIT } },
    decision: {
      rule: text,
      origin: text,
      suppressions: [notice],
      preview: { path: text, blocking: 0, suppressed: 1, problem: text },
    },
    sources: [
      {
        ...SNYK_EVIDENCE,
        commit: text,
        ref: text,
        scans: [{ id: text, kind: "full", status: text, products: [text], startedAt: text }],
        projects: [{ id: text, name: text }],
        checks: [{ context: text, state: text, link: text }],
        baseline: { ref: text, commit: text, at: text },
        files: [text],
      },
    ],
  });
}

export interface Situation {
  readonly name: string;
  readonly report: Report;
  /** The report of the commit judged before, where the comment remembers one. */
  readonly before?: Report;
}

/** What a run has to tell of itself, once it is all but over. */
export const A_RUN: RunFacts = {
  phases: [
    { name: "set-up", ms: 240, requests: { github: 1 } },
    { name: "reading", ms: 41_230, requests: { semgrep: 7, snyk: 9, github: 2 } },
    { name: "judging", ms: 18, requests: {} },
    { name: "publishing", ms: 4_120, requests: { github: 6 } },
  ],
  outcomes: [
    { id: "json", done: "report written to /home/runner/work/_temp/scan-gate/report.json", warnings: [] },
    { id: "comment", done: "created: https://github.com/acme/shop/pull/7#issuecomment-11", warnings: [] },
    {
      id: "sarif",
      warnings: [
        "sarif: GitHub refused the upload (403). Add `security-events: write` to the job's permissions. The verdict stands.",
      ],
    },
  ],
};

const PLAIN: readonly Situation[] = [
  { name: "clean", report: aReport({ sources: [SEMGREP_EVIDENCE, SNYK_EVIDENCE] }) },
  { name: "blocked", report: aReport({ findings: BLOCKED, fixed: FIXED }) },
  {
    name: "incomplete",
    report: aReport({
      verdict: "incomplete",
      sentence: "incomplete: could not tell: Snyk answered 503 (rule: snyk: unreachable)",
      decision: { rule: "snyk: unreachable" },
      reasons: [UNREACHABLE],
      sources: [SEMGREP_EVIDENCE, INCOMPLETE_SNYK],
      findings: [OLD],
    }),
  },
  {
    name: "both",
    report: aReport({
      findings: [aFinding(), { ...OLD, overBudget: true }],
      reasons: [
        { code: "blocking-findings", source: "gate", message: "1 finding blocks." },
        {
          code: "budget-exceeded",
          source: "gate",
          message:
            "1 medium finding where the policy's budget allows 0. Fix it, or raise `budgets.medium` in the policy.",
        },
        UNREACHABLE,
      ],
      decision: { tooMany: { medium: 1 } },
      sources: [SEMGREP_EVIDENCE, INCOMPLETE_SNYK],
    }),
  },
  {
    name: "huge",
    report: aReport({
      findings: [
        ...manyFindings(1200),
        ...manyFindings(300).map((f, i) => ({
          ...f,
          fingerprint: `q${i}`,
          blocking: false,
          severity: "medium" as const,
        })),
      ],
    }),
  },
  { name: "hostile", report: hostileReport(HOSTILE_TEXT) },
  {
    name: "pass-after-fail",
    report: aReport({ findings: [OLD] }),
    before: aReport({ context: { commit: OLDER_COMMIT }, findings: [SECRET, aFinding(), OLD] }),
  },
  {
    name: "policy-changed",
    report: aReport({
      context: { policy: { path: ".github/scan-gate.yml", commit: BASE_COMMIT, chain: [] } },
      findings: BLOCKED,
      decision: {
        origin: ".github/scan-gate.yml",
        rule: "rule 2 (fail-on: low)",
        rules: 3,
        suppressions: [
          {
            kind: "expiring",
            id: "javascript.redos",
            suppressedBy: { by: "policy", owner: "@acme/platform", expires: "2026-12-01" },
          },
          {
            kind: "unused",
            id: "CVE-2020-8203",
            package: "lodash@4.17.15",
            suppressedBy: { by: "policy", expires: "2027-01-31" },
          },
        ],
        preview: { path: ".github/scan-gate.yml", blocking: 2, suppressed: 3 },
      },
    }),
  },
  {
    name: "over-budget",
    report: aReport({
      verdict: "fail",
      sentence: "failed: 21 medium findings exceed the budget of 20 (rule: budgets: medium 20)",
      reasons: [
        {
          code: "budget-exceeded",
          source: "gate",
          message:
            "21 medium findings where the policy's budget allows 20. Fix 1 of them, or raise `budgets.medium` in the policy.",
        },
      ],
      findings: [
        ...manyFindings(21).map((each) => ({
          ...unblocked(each),
          severity: "medium" as const,
          overBudget: true as const,
        })),
        OLD,
      ],
      decision: { origin: ".github/scan-gate.yml", rule: "budgets: medium 20", tooMany: { medium: 1 } },
    }),
  },
  {
    name: "not-required",
    report: aReport({
      sentence: "passed: nothing blocks among 0 findings; without snyk, not required (rule: fail-on: high)",
      sources: [SEMGREP_EVIDENCE, INCOMPLETE_SNYK],
      notes: [
        {
          level: "warning",
          source: "snyk",
          code: "unreachable",
          text: `Snyk is not required, so this decides nothing (unreachable): ${UNREACHABLE.message}`,
        },
      ],
    }),
  },
  {
    name: "observing",
    report: aReport({
      findings: [
        ...[SECRET, aDependency(), aFinding()].map((each) => ({
          ...unblocked(each),
          wouldBlock: true as const,
        })),
        LICENSE,
        OLD,
      ],
      sentence: "passed: nothing blocks among 5 findings; would block 3 at high (rule: fail-on: none)",
      decision: { failOn: "none", wouldBlock: 3, rule: "fail-on: none" },
    }),
  },
  { name: "one", report: aReport({ findings: [aFinding()] }) },
  {
    name: "unseen",
    report: aReport({
      sentence:
        "passed: nothing blocks among 1 finding, 0 new, 1 existing; Snyk did not look at this change (rule: fail-on: high)",
      findings: [OLD],
      sources: [
        SEMGREP_EVIDENCE,
        { ...SNYK_EVIDENCE, evidence: "base-projects", commit: BASE_COMMIT, ref: "main" },
      ],
    }),
  },
  {
    name: "off",
    report: aReport({
      sources: [SEMGREP_EVIDENCE, { source: "snyk", status: "off", requests: 0 }],
    }),
  },
  {
    name: "refused-token",
    report: aReport({
      verdict: "incomplete",
      sentence: "incomplete: could not tell: Semgrep refused the token (rule: semgrep: auth)",
      decision: { rule: "semgrep: auth" },
      reasons: [
        {
          code: "auth",
          source: "semgrep",
          message: "semgrep.dev refused the token (401). Check `semgrep-token`: it needs the Web API scope.",
        },
      ],
      sources: [{ source: "semgrep", status: "incomplete", requests: 1 }, SNYK_EVIDENCE],
    }),
  },
  {
    name: "nothing-judged",
    report: aReport({
      verdict: "incomplete",
      sentence: "incomplete: could not tell: there are no secrets on a fork (rule: inputs: no-credentials)",
      decision: { rule: "inputs: no-credentials" },
      reasons: [
        {
          code: "no-credentials",
          source: "inputs",
          message:
            "No source is configured: workflows of forks get no secrets. Let a workflow on `workflow_run` judge them.",
        },
      ],
      sources: [
        { source: "semgrep", status: "off", requests: 0 },
        { source: "snyk", status: "off", requests: 0 },
      ],
    }),
  },
  {
    name: "checks-only",
    report: aReport({
      verdict: "fail",
      sentence:
        'failed: Snyk\'s pull request check security/snyk (acme) failed ("2 new issues"). Fix what it found, see https://app.snyk.io/org/acme/pr-checks/1. (rule: snyk: pr-check-failed)',
      decision: { rule: "snyk: pr-check-failed" },
      reasons: [
        {
          code: "pr-check-failed",
          source: "snyk",
          message:
            'Snyk\'s pull request check security/snyk (acme) failed ("2 new issues"). Fix what it found, see https://app.snyk.io/org/acme/pr-checks/1.',
        },
      ],
      sources: [
        SEMGREP_EVIDENCE,
        {
          source: "snyk",
          status: "complete",
          evidence: "pr-check",
          commit: HEAD_COMMIT,
          checks: [
            {
              context: "security/snyk (acme)",
              state: "failure",
              link: "https://app.snyk.io/org/acme/pr-checks/1",
            },
            {
              context: "license/snyk (acme)",
              state: "success",
              link: "https://app.snyk.io/org/acme/pr-checks/2",
            },
          ],
          requests: 1,
        },
      ],
    }),
  },
];

/** Situations that the golden files of every document show. */
export const SITUATIONS: readonly Situation[] = PLAIN.map((each) => ({
  ...each,
  report: delivered(observed(each.report)),
}));
