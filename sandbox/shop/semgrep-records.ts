import type { SemgrepFinding, SemgrepSecret } from "../semgrep/world.ts";
import type { Wire } from "../service/wire.ts";
import { HEAD_COMMIT, MERGE_REF, PULL_SCAN, REPOSITORY, REPOSITORY_URL, SEMGREP_PROJECT } from "./names.ts";

const SEEN = "2026-11-18T16:39:41.120553Z";

/** What a code finding says of itself; the rest of the record is the same for all. */
export interface CodeFinding {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly endLine?: number;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
  readonly cwe: string;
  readonly ref?: string;
  readonly status?: string;
  readonly more?: Wire;
}

/** A Semgrep Code finding as the service sends it. */
export function codeFinding(finding: CodeFinding): SemgrepFinding {
  const ref = finding.ref ?? MERGE_REF;
  const body = {
    ...common(finding.id, ref, finding.status ?? "open"),
    line_of_code_url: `${REPOSITORY_URL}/blob/${HEAD_COMMIT}/${finding.path}#L${finding.line}`,
    match_based_id: digest(`${finding.rule} ${finding.path} ${finding.id}`),
    severity: finding.severity,
    confidence: "high",
    rule_name: finding.rule,
    rule_message: finding.message,
    rule: rule(finding.rule, finding.message, [finding.cwe]),
    location: {
      file_path: finding.path,
      line: finding.line,
      column: 3,
      end_line: finding.endLine ?? finding.line,
      end_column: 60,
    },
    sourcing_policy: { id: 1, name: "Global Policy", slug: "rule-board-block" },
    ...finding.more,
  };
  return { product: "sast", project: SEMGREP_PROJECT, ref, body };
}

/** What a supply chain finding says of itself. */
export interface DependencyFinding {
  readonly id: number;
  readonly package: string;
  readonly version: string;
  readonly fixedIn: string;
  readonly cve: string;
  readonly severity: string;
  readonly message: string;
  readonly cwe: string;
  readonly reachability: string;
  /** Where the vulnerable function is used; else the finding stands in the lock file. */
  readonly usedAt?: { readonly path: string; readonly line: number };
  readonly lockLine: number;
  readonly epss: number;
  readonly ref?: string;
}

/** A Semgrep Supply Chain finding as the service sends it. */
export function dependencyFinding(finding: DependencyFinding): SemgrepFinding {
  const ref = finding.ref ?? MERGE_REF;
  const ruleName = `ssc-${digest(finding.cve).slice(0, 8)}-51c2-4a0e-9d7b-${digest(finding.package).slice(0, 12)}`;
  const place = finding.usedAt ?? { path: "package-lock.json", line: finding.lockLine };
  const body = {
    ...common(finding.id, ref, "open"),
    line_of_code_url: `${REPOSITORY_URL}/blob/${HEAD_COMMIT}/${place.path}#L${place.line}`,
    match_based_id: digest(`${finding.cve} ${finding.package}`),
    severity: finding.severity,
    confidence: "high",
    rule_name: ruleName,
    rule_message: finding.message,
    rule: rule(ruleName, finding.message, [finding.cwe]),
    location: { file_path: place.path, line: place.line, column: 1, end_line: place.line, end_column: 40 },
    vulnerability_identifier: finding.cve,
    reachability: finding.reachability,
    reachable_condition: null,
    found_dependency: {
      package: finding.package,
      version: finding.version,
      ecosystem: "npm",
      transitivity: "direct",
      lockfile_line_url: `${REPOSITORY_URL}/blob/${HEAD_COMMIT}/package-lock.json#L${finding.lockLine}`,
    },
    fix_recommendations: [{ package: finding.package, version: finding.fixedIn }],
    epss_score: { score: finding.epss, percentile: 0.93 },
    is_malicious: false,
    usage:
      finding.usedAt === undefined
        ? null
        : {
            location: { path: place.path, start_line: place.line, end_line: place.line },
            external_ticket: null,
          },
  };
  return { product: "sca", project: SEMGREP_PROJECT, ref, body };
}

/** A Semgrep Secrets finding: another endpoint, and another dress. */
export function secretFinding(secret: {
  readonly id: string;
  readonly type: string;
  readonly path: string;
  readonly line: number;
  readonly ref?: string;
}): SemgrepSecret {
  return {
    project: SEMGREP_PROJECT,
    body: {
      id: secret.id,
      type: secret.type,
      findingPath: `${secret.path}:${secret.line}`,
      findingPathUrl: `${REPOSITORY_URL}/blob/${HEAD_COMMIT}/${secret.path}#L${secret.line}`,
      ref: secret.ref ?? MERGE_REF,
      refUrl: `${REPOSITORY_URL}/pull/42`,
      mode: "MODE_BLOCK",
      severity: "SEVERITY_HIGH",
      confidence: "CONFIDENCE_HIGH",
      status: "FINDING_STATUS_OPEN",
      validationState: "VALIDATION_STATE_CONFIRMED_VALID",
      ruleHashId: "lBU41LA",
      createdAt: SEEN,
      updatedAt: SEEN,
      repository: {
        name: REPOSITORY,
        url: REPOSITORY_URL,
        visibility: "REPOSITORY_VISIBILITY_PRIVATE",
        scmType: "SCM_TYPE_GITHUB",
      },
    },
  };
}

function common(id: number, ref: string, status: string): Wire {
  const ignored = status === "ignored";
  return {
    id,
    ref,
    syntactic_id: digest(`syntactic ${id}`).slice(0, 32),
    first_seen_scan_id: PULL_SCAN,
    repository: { name: REPOSITORY, url: REPOSITORY_URL },
    state: status === "fixed" ? "fixed" : "unresolved",
    triage_state: ignored ? "ignored" : "untriaged",
    status,
    created_at: SEEN,
    relevant_since: SEEN,
    state_updated_at: null,
    triaged_at: ignored ? SEEN : null,
    triage_comment: ignored ? "The value never leaves this host" : null,
    triage_reason: ignored ? "false_positive" : null,
    categories: ["security"],
    external_ticket: null,
    review_comments: [],
  };
}

function rule(name: string, message: string, cwe: readonly string[]): Wire {
  return {
    name,
    message,
    confidence: "high",
    category: "security",
    subcategories: ["vuln"],
    vulnerability_classes: ["Other"],
    cwe_names: cwe,
    owasp_names: ["A03:2021 - Injection"],
  };
}

/** Hex that looks like the service's ids and depends on nothing but the text (FNV-1a, four times over). */
export function digest(text: string): string {
  return [1, 2, 3, 4, 5, 6, 7, 8]
    .map((salt) => {
      let hash = (0x811c9dc5 ^ salt) >>> 0;
      for (const char of `${salt}${text}`)
        hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
      return hash.toString(16).padStart(8, "0");
    })
    .join("");
}
