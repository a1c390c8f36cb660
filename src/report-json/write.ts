import { adviceText, type FixAdvice, planFixes } from "../fixes/advice.ts";
import type { SourceEvidence } from "../model/evidence.ts";
import type { Finding, Package } from "../model/finding.ts";
import { type PolicyOrigin, REPORT_SCHEMA, type Report } from "../model/report.ts";
import type { Note } from "../model/verdict.ts";
import type { ReportFile } from "./schema.ts";

/**
 * A part of the file as the writer makes it: every key that the schema has must be named, so that a field that is new
 * in the schema is not forgotten here. Those that are undefined are left out of the file.
 */
type Written<T> = T extends readonly (infer Item)[]
  ? readonly Written<Item>[]
  : T extends object
    ? { readonly [Key in keyof Required<T>]: Written<T[Key]> }
    : T;
type FileFinding = Written<ReportFile["findings"][number]>;

/** Findings that are serialized at a time: enough to be fast, few enough to keep a piece small. */
const FINDINGS_PER_PART = 1000;

/**
 * The report as JSON (contract §7), a finding per line. Keys come in the order of the contract, what is absent is
 * left out, and the same report gives the same bytes. What reporters need beyond the contract stays out: the tools'
 * observations, the decision and its sentence, and the repository's web address.
 */
export function renderReportJson(report: Report): string {
  return [...reportJsonParts(report)].join("");
}

/** The same text in pieces, for a report that should not be in memory twice. */
export function* reportJsonParts(report: Report): Generator<string> {
  const head: Omit<Written<ReportFile>, "findings" | "fixed" | "notes"> = {
    schema: REPORT_SCHEMA,
    verdict: report.verdict,
    reasons: report.reasons.map(({ code, source, message }) => ({ code, source, message })),
    context: contextOf(report),
    counts: countsOf(report),
    sources: report.sources.map(sourceOf),
  };
  yield JSON.stringify(head, null, 2).slice(0, -"\n}".length);
  const { adviceOn } = planFixes(report.findings);
  yield* listParts("findings", report.findings, (finding) => fixOf(finding, adviceOn(finding)));
  yield* listParts("fixed", report.fixed, ({ fix }) => fix);
  yield `,\n  "notes": ${JSON.stringify(notesOf(report))}\n}\n`;
}

function* listParts(
  key: string,
  findings: readonly Finding[],
  fixFor: (finding: Finding) => string | undefined,
): Generator<string> {
  yield `,\n  "${key}": [`;
  for (let at = 0; at < findings.length; at += FINDINGS_PER_PART) {
    const lines = findings
      .slice(at, at + FINDINGS_PER_PART)
      .map((finding) => `\n    ${JSON.stringify(findingOf(finding, fixFor(finding)))}`);
    yield `${at === 0 ? "" : ","}${lines.join(",")}`;
  }
  yield findings.length === 0 ? "]" : "\n  ]";
}

/** What a pull request does to the policy is no note of the report, since comment and summary show it elsewhere. */
function notesOf(report: Report): readonly Note[] {
  const { preview } = report.decision;
  const all = preview === undefined ? report.notes : [...report.notes, preview.note];
  return all.map(({ level, text }) => ({ level, text }));
}

function contextOf({ context }: Report): Written<ReportFile["context"]> {
  const { event, repository, commit, ref, pullRequest, base, policy } = context;
  return {
    event,
    repository,
    commit,
    ref,
    pullRequest,
    base: base === undefined ? undefined : { ref: base.ref, commit: base.commit },
    policy:
      policy === undefined
        ? undefined
        : { path: policy.path, commit: policy.commit, chain: policy.chain.map(originOf) },
  };
}

function originOf({ repository, path, ref, commit }: PolicyOrigin): Written<PolicyOrigin> {
  return { repository, path, ref, commit };
}

function countsOf({ counts }: Report): Written<ReportFile["counts"]> {
  const { blocking, total, fixed, suppressed, critical, high, medium, low } = counts;
  const { new: fresh, existing } = counts;
  return { blocking, total, new: fresh, existing, fixed, suppressed, critical, high, medium, low };
}

function sourceOf(evidence: SourceEvidence): Written<ReportFile["sources"][number]> {
  const { source, status, products, commit, ref, scans, projects, checks, baseline, counts, requests } =
    evidence;
  return {
    source,
    status,
    evidence: evidence.evidence,
    products: products?.map((one) => ({ product: one.product, evidence: one.evidence })),
    commit,
    ref,
    scans: scans?.map((scan) => ({
      id: scan.id,
      kind: scan.kind,
      status: scan.status,
      products: scan.products,
      startedAt: scan.startedAt,
      completedAt: scan.completedAt,
    })),
    projects: projects?.map(({ id, name }) => ({ id, name })),
    checks: checks?.map(({ context, state, link }) => ({ context, state, link })),
    baseline:
      baseline === undefined ? undefined : { ref: baseline.ref, commit: baseline.commit, at: baseline.at },
    counts:
      counts === undefined
        ? undefined
        : {
            critical: counts.critical,
            high: counts.high,
            medium: counts.medium,
            low: counts.low,
            unknown: counts.unknown,
          },
    requests,
  };
}

/** What to do, as every document tells it; code and texts of a tool stay as it wrote them. */
function fixOf({ fix }: Finding, advice: FixAdvice): string | undefined {
  switch (advice.action) {
    case "upgrade":
    case "upgrade-go":
    case "remove-package":
    case "revoke-secret":
    case "review-license":
      return adviceText(advice);
    case "replace-code":
    case "follow-text":
    case "read-description":
    case "wait-for-fix":
    case "none":
      return fix;
  }
}

/** Field by field, so that nothing gets into the file that the schema does not name. */
function findingOf(finding: Finding, fix: string | undefined): FileFinding {
  const { suppressedBy, ticket } = finding;
  return {
    fingerprint: finding.fingerprint,
    tool: finding.tool,
    seenBy: finding.seenBy.map(({ tool, id, rule, severity, link }) => ({ tool, id, rule, severity, link })),
    type: finding.type,
    project: finding.project,
    path: finding.path,
    line: finding.line,
    endLine: finding.endLine,
    severity: finding.severity,
    title: finding.title,
    description: finding.description,
    rule: finding.rule,
    cwe: finding.cwe,
    identifiers: finding.identifiers,
    package: finding.package === undefined ? undefined : packageOf(finding.package),
    fixable: finding.fixable,
    fix,
    reachability: finding.reachability,
    epss: finding.epss,
    exploit: finding.exploit,
    exploited: finding.exploited,
    confidence: finding.confidence,
    aiVerdict: finding.aiVerdict,
    riskScore: finding.riskScore,
    malicious: finding.malicious,
    validated: finding.validated,
    link: finding.link,
    status: finding.status,
    blocking: finding.blocking,
    blockedBy: finding.blockedBy,
    suppressedBy:
      suppressedBy === undefined
        ? undefined
        : {
            by: suppressedBy.by,
            reason: suppressedBy.reason,
            owner: suppressedBy.owner,
            expires: suppressedBy.expires,
          },
    firstSeen: finding.firstSeen,
    how: finding.how,
    ticket: ticket === undefined ? undefined : { key: ticket.key, url: ticket.url },
  };
}

function packageOf({ name, version, ecosystem, fixedIn, transitive, via }: Package): FileFinding["package"] {
  return { name, version, ecosystem, fixedIn, transitive, via };
}
