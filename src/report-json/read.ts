import "../no-eval.ts";
import { z } from "zod";
import { EVIDENCE_KINDS, type SourceEvidence } from "../model/evidence.ts";
import {
  EXPLOIT_MATURITIES,
  FINDING_STATUSES,
  FINDING_TYPES,
  type Finding,
  SOURCES,
  VALIDATIONS,
} from "../model/finding.ts";
import type { ReportContext } from "../model/report.ts";
import { SEVERITIES } from "../model/severity.ts";
import { REASON_CODES, type Reason, VERDICTS, type Verdict } from "../model/verdict.ts";
import { REPORT_SCHEMA } from "./write.ts";

/** What report.json holds (contract §7), as far as it can be judged again. */
export interface SavedReport {
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly context: ReportContext;
  readonly sources: readonly SourceEvidence[];
  /** Without observations: the file keeps none. */
  readonly findings: readonly Finding[];
  readonly fixed: readonly Finding[];
}

export type SavedReportResult =
  | { readonly ok: true; readonly report: SavedReport }
  | { readonly ok: false; readonly problem: string };

const text = z.string();
const texts = z.array(text);
/** A word that a later version may add is taken for the one that never passes. */
const severity = z.enum(SEVERITIES).catch("unknown");
const status = z.enum(FINDING_STATUSES).catch("unknown");

const finding = z.object({
  fingerprint: text.min(1),
  tool: text,
  seenBy: z.array(z.object({ tool: text, id: text, severity, rule: text.optional(), link: text.optional() })),
  type: z.enum(FINDING_TYPES),
  project: text.optional(),
  path: text.optional(),
  line: z.number().optional(),
  endLine: z.number().optional(),
  severity,
  title: text,
  description: text.optional(),
  rule: text.optional(),
  cwe: texts,
  identifiers: texts,
  package: z
    .object({
      name: text,
      version: text.optional(),
      ecosystem: text.optional(),
      fixedIn: texts.optional(),
      transitive: z.boolean().optional(),
      via: texts.optional(),
    })
    .optional(),
  fixable: z.boolean().optional(),
  fix: text.optional(),
  reachability: text.optional(),
  epss: z.number().optional(),
  exploit: z.enum(EXPLOIT_MATURITIES).catch("unknown").optional(),
  malicious: z.boolean().optional(),
  validated: z.enum(VALIDATIONS).catch("unknown").optional(),
  link: text.optional(),
  status,
  blocking: z.boolean(),
  blockedBy: text.optional(),
  suppressedBy: z
    .object({ by: text, reason: text.optional(), owner: text.optional(), expires: text.optional() })
    .optional(),
  firstSeen: text.optional(),
  how: text.optional(),
});

const source = z.object({
  source: z.enum(SOURCES),
  status: z.enum(["complete", "incomplete", "off"]),
  evidence: z.enum(EVIDENCE_KINDS).optional(),
  checks: z.array(z.object({ context: text, state: text, link: text.optional() })).optional(),
  baseline: z.object({ ref: text, commit: text.optional(), at: text.optional() }).optional(),
  requests: z.number(),
});

const saved = z.object({
  schema: z.literal(REPORT_SCHEMA),
  verdict: z.enum(VERDICTS),
  reasons: z.array(
    z.object({
      code: z.enum(REASON_CODES),
      source: z.enum([...SOURCES, "github", "policy", "inputs", "gate"]),
      message: text,
    }),
  ),
  context: z.object({
    event: text,
    repository: text,
    commit: text,
    ref: text,
    pullRequest: z.number().optional(),
    base: z.object({ ref: text, commit: text }).optional(),
  }),
  sources: z.array(source),
  findings: z.array(finding),
  fixed: z.array(finding),
});

/** Most faults of a file that are told one by one. */
const MOST_FAULTS = 5;

/**
 * Reads the text of a report.json. Fields that are new do no harm; a field that is missing or of another kind makes
 * the file useless, and the problem says which.
 * @param path as people named it
 */
export function parseReportFile(json: string, path: string): SavedReportResult {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, problem: `${path} cannot be used: it is not JSON` };
  }
  const result = saved.safeParse(value);
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`,
    );
    const more = faults.length > MOST_FAULTS ? [`and ${faults.length - MOST_FAULTS} more`] : [];
    const told = [...faults.slice(0, MOST_FAULTS), ...more].join("; ");
    return { ok: false, problem: `${path} is no report of Scan Gate (${REPORT_SCHEMA}): ${told}` };
  }
  const { schema: _, findings, fixed, context, ...rest } = result.data;
  const withObservations = (one: z.output<typeof finding>) =>
    present({ ...one, observations: [] }) as Finding;
  return {
    ok: true,
    report: {
      ...rest,
      // Only keys without a value are left out, which is what the types ask for.
      sources: rest.sources.map((one) => present(one) as SourceEvidence),
      context: present({ ...context, repositoryUrl: "" }) as ReportContext,
      findings: findings.map(withObservations),
      fixed: fixed.map(withObservations),
    },
  };
}

/** Leaves out keys that are there without a value, at any depth. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, present(item)]));
}
