import "../no-eval.ts";
import { z } from "zod";
import { EVIDENCE_KINDS } from "../model/evidence.ts";
import {
  AI_VERDICTS,
  CONFIDENCES,
  EXPLOIT_MATURITIES,
  FINDING_STATUSES,
  FINDING_TYPES,
  SOURCES,
  VALIDATIONS,
} from "../model/finding.ts";
import { REPORT_SCHEMA } from "../model/report.ts";
import { SEVERITIES } from "../model/severity.ts";
import { FORGE_KINDS, REASON_CODES, VERDICTS } from "../model/verdict.ts";

/**
 * The one description of report.json (contract §7): the reader checks by it, the writer's types come from it, and
 * schemas/report.schema.json is made of it. A reader takes more than a writer writes: fields that are new are left
 * out, and a new word of a severity or an age counts as the one that never passes.
 */

const text = z.string();
const texts = z.array(text);
const count = z.int().min(0);
const line = z.int().min(1).meta({ id: "line" });
const time = text.meta({ id: "time", description: "ISO 8601, as the service gives it." });
const evidence = z.enum(EVIDENCE_KINDS);

const severity = z.enum(SEVERITIES).catch("unknown").meta({
  id: "severity",
  description: "`unknown` is a word that no tool's scale explains; it blocks like the worst known one.",
});

const reason = z
  .object({
    code: z.enum(REASON_CODES),
    source: z.enum([...SOURCES, ...FORGE_KINDS, "policy", "inputs", "gate"]),
    message: text.describe("What happened, to what, and one thing to do."),
  })
  .meta({ id: "reason" });

const policyOrigin = z.object({
  repository: text.describe("`owner/name`."),
  path: text,
  ref: text.optional(),
  commit: text.optional(),
});

const context = z
  .object({
    event: text.describe("The event that started the run."),
    repository: text.describe("`owner/name`."),
    commit: text.describe("The commit that was judged."),
    ref: text,
    pullRequest: z.int().min(1).optional(),
    base: z.object({ ref: text, commit: text }).describe("What the commit is to be merged into.").optional(),
    policy: z
      .object({
        path: text.describe("The last file of the chain."),
        commit: text.optional(),
        chain: z.array(policyOrigin).describe("Every file that judged, top first."),
      })
      .describe("Where the policy came from. Absent where no policy file was read.")
      .optional(),
  })
  .meta({ id: "context", description: "What was judged." });

const counts = z
  .object({
    blocking: count,
    total: count.describe("`new`, `existing` and those of unknown age."),
    new: count,
    existing: count,
    fixed: count,
    suppressed: count,
    critical: count,
    high: count,
    medium: count,
    low: count,
  })
  .meta({
    id: "counts",
    description: "Counts of unsuppressed findings, blocking or not; `fixed` and `suppressed` count those.",
  });

const scan = z.object({
  id: text,
  kind: z.enum(["diff", "full"]),
  status: text.describe("The service's own word, lower case: `completed`."),
  products: texts,
  startedAt: time.optional(),
  completedAt: time.optional(),
});

const source = z
  .object({
    source: z.enum(SOURCES),
    status: z.enum(["complete", "incomplete", "off"]),
    evidence: evidence
      .describe("What proves that the source looked at this commit; the weakest of `products`.")
      .optional(),
    products: z
      .array(z.object({ product: text, evidence }))
      .describe("What was looked at, and what proves it.")
      .optional(),
    commit: text.optional(),
    ref: text.optional(),
    scans: z.array(scan).optional(),
    projects: z.array(z.object({ id: text, name: text })).optional(),
    checks: z
      .array(
        z
          .object({ context: text, state: text, link: text.optional() })
          .describe("A commit status that the tool's pull request check set."),
      )
      .optional(),
    baseline: z
      .object({ ref: text, commit: text.optional(), at: time.optional() })
      .describe("What findings were compared with, to tell new from existing.")
      .optional(),
    counts: z
      .object({ critical: count, high: count, medium: count, low: count, unknown: count })
      .describe("Findings as the source gave them, before merging and judging.")
      .optional(),
    requests: count.describe("HTTP requests made for this source, retries included."),
  })
  .meta({ id: "source", description: "What was looked at, and how that is known." });

const findingPackage = z.object({
  name: text,
  version: text.optional(),
  ecosystem: text.optional(),
  fixedIn: texts.describe("Versions that are free of this problem.").optional(),
  transitive: z.boolean().optional(),
  via: texts.describe("The path from the project to the package, the project left out.").optional(),
});

const finding = z
  .object({
    fingerprint: text.min(1).max(64).describe("Stable over moved code and over runs."),
    tool: text.describe(
      "The first tool that saw it: `semgrep`, `snyk`, or a SARIF driver's name in lower case.",
    ),
    seenBy: z.array(
      z.object({ tool: text, id: text, rule: text.optional(), severity, link: text.optional() }),
    ),
    type: z.enum(FINDING_TYPES),
    project: text.optional(),
    path: text
      .describe(
        "As the tool gives it, relative to the repository's root. Untrusted: never open it unchecked.",
      )
      .optional(),
    line: line.optional(),
    endLine: line.optional(),
    severity,
    title: text,
    description: text.optional(),
    rule: text.optional(),
    cwe: z.array(text.describe("`CWE-79`.")),
    identifiers: z.array(text.describe("CVE, GHSA, or the tool's advisory id.")),
    package: findingPackage.optional(),
    fixable: z.boolean().optional(),
    fix: text.describe("What to do, in a sentence or as code.").optional(),
    reachability: text.optional(),
    epss: z
      .number()
      .min(0)
      .max(1)
      .describe("Probability of exploitation (https://www.first.org/epss/).")
      .optional(),
    exploit: z.enum(EXPLOIT_MATURITIES).catch("unknown").optional(),
    exploited: z.boolean().describe("Known to be exploited in the wild.").optional(),
    confidence: z.enum(CONFIDENCES).describe("How sure the tool is.").optional(),
    aiVerdict: z.enum(AI_VERDICTS).describe("What the tool's AI review says.").optional(),
    riskScore: z.number().min(0).max(1000).describe("Snyk's risk score.").optional(),
    malicious: z.boolean().optional(),
    validated: z.enum(VALIDATIONS).catch("unknown").describe("Whether a secret still works.").optional(),
    link: text.optional(),
    status: z
      .enum(FINDING_STATUSES)
      .catch("unknown")
      .describe("`unknown` is a finding whose age nobody could prove; it is judged like `new`."),
    blocking: z.boolean(),
    blockedBy: text.describe("The rule that decided that it blocks, in words.").optional(),
    suppressedBy: z
      .object({
        by: text.describe("`policy`, or the tool whose users ignored it."),
        reason: text.optional(),
        owner: text.optional(),
        expires: text.optional(),
      })
      .describe("Why it does not count.")
      .optional(),
    firstSeen: time.optional(),
    how: text.describe("Why several tools' findings are one.").optional(),
    ticket: z
      .object({ key: text, url: text.optional() })
      .describe("The Jira ticket that stands for it.")
      .optional(),
  })
  .meta({ id: "finding", description: "One problem at one place, from all tools that saw it." });

const note = z
  .object({ level: z.enum(["info", "warning"]), text })
  .describe("Something worth telling that decides nothing.");

export const reportFileSchema = z
  .object({
    schema: z.literal(REPORT_SCHEMA),
    verdict: z.enum(VERDICTS),
    reasons: z.array(reason).describe("Why the verdict is not pass; empty for a pass."),
    context,
    counts,
    sources: z.array(source),
    findings: z
      .array(finding)
      .describe("All that is there now, blocking first; suppressed findings included."),
    fixed: z
      .array(finding)
      .describe("What a tool calls fixed on this ref, and what was in the baseline and is gone."),
    notes: z.array(note),
  })
  .meta({
    title: "Scan Gate report",
    description: "What one run of Scan Gate found and decided. What is absent is left out.",
  });

/** What report.json holds. */
export type ReportFile = z.output<typeof reportFileSchema>;

/** The JSON Schema that is shipped, for editors and other programs; stricter than the reader, as writers must be. */
export function reportJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(reportFileSchema, {
    override({ zodSchema, jsonSchema }) {
      // What a reader falls back to is nothing that a writer may leave out.
      if (zodSchema._zod.def.type === "catch") delete jsonSchema.default;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return { $schema, $id: "urn:scan-gate:report:1", ...schema };
}
