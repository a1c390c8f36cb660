import "../../no-eval.ts";
import { z } from "zod";
import type { Match, Policy, Suppression } from "../../model/policy.ts";
import type { Severity, Threshold } from "../../model/severity.ts";
import { present } from "../../text/present.ts";
import { ALLOWED_KEYS, boundedProblems, problemsOf } from "./problems.ts";
import { values } from "./values.ts";
import { type DataPath, readPolicyYaml } from "./yaml.ts";

/** A mapping of which every key is known; the error of another one names those that are. */
function mapping<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const allowed = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `is not a key here; ${ALLOWED_KEYS}${allowed}`
        : `must be a mapping with ${allowed}`,
  });
}

const listError = { error: "must be a list" };

const match = mapping({
  tool: values.texts.optional().describe("semgrep, snyk, or the name of another tool whose SARIF was read."),
  type: values.types.optional().describe("What kind of finding it is."),
  severity: values.severities.optional().describe("The severity as the tool tells it."),
  id: values.texts
    .optional()
    .describe("Any name of it: CVE, GHSA, CWE, rule, the tool's own id, fingerprint."),
  rule: values.texts.optional().describe("The tool's rule, whole."),
  cwe: values.cwes.optional().describe("The weakness, CWE-79 or 79."),
  package: values.texts.optional().describe("lodash, or lodash@4.17.15."),
  paths: values.globs.optional().describe("Globs from the root of the repository."),
  project: values.texts.optional().describe("Project of the tool."),
  fixable: values.flags.optional().describe("Whether a fix is known."),
  reachability: values.texts.optional().describe("The tool's word, such as reachable or unreachable."),
  epss: values.epss.optional().describe("Probability of exploitation, compared with 0 to 1."),
  exploit: values.exploits.optional().describe("How far an exploit has come."),
  malicious: values.flags.optional().describe("Whether the package is itself an attack."),
  status: values.statuses.optional().describe("The age of the finding: was it there before this change?"),
  validated: values.validations.optional().describe("Of a secret: whether it works."),
  exploited: values.flags.optional().describe("Known to be exploited in the wild."),
  age: values.ages
    .optional()
    .describe("Days since a tool first saw it; without a date it holds only where that is stricter."),
  confidence: values.confidences.optional().describe("How sure the tool is."),
  "ai-verdict": values.aiVerdicts.optional().describe("What the tool's AI review says."),
  transitive: values.flags.optional().describe("Whether the package comes by another one."),
  "risk-score": values.riskScores.optional().describe("Snyk's risk score, compared with 0 to 1000."),
});

const suppression = mapping({
  id: values.text.describe("CVE, GHSA, CWE, rule, the tool's own id, or the fingerprint of every report."),
  package: values.text.optional().describe("Only in this package, lodash or lodash@4.17.15."),
  version: values.text.optional().describe("Only in this version of the package."),
  paths: values.globs.optional().describe("Only in these files."),
  tool: values.text.optional().describe("Only as this tool sees it."),
  reason: values.text.describe("Why it is accepted. What a reader in a year needs to know."),
  owner: values.text.optional().describe("Who answers for it."),
  expires: values.date.describe("The last day on which it holds, in UTC."),
});

const budgets = mapping({
  critical: values.allowance.optional(),
  high: values.allowance.optional(),
  medium: values.allowance.optional(),
  low: values.allowance.optional(),
  unknown: values.allowance
    .optional()
    .describe("Without it, findings of unknown severity count as critical."),
});

const rule = mapping({
  match: match.describe("All keys that are given must hold; a key holds when one of its values does."),
  "fail-on": values.threshold.describe("Lowest severity at which its findings block."),
  gate: values.gate
    .optional()
    .describe(
      "new: only what is new or of unknown age blocks; all: whatever its age. Default: the input gate.",
    ),
});

const policyFile = mapping({
  version: values.version.describe("The version of this format."),
  "fail-on": values.threshold
    .optional()
    .describe("Lowest severity that blocks. Default: the input fail-on, which is high."),
  rules: z
    .array(rule, listError)
    .nullish()
    .describe("The first rule that matches a finding decides about it."),
  budgets: budgets.nullish().describe("How many unsuppressed gated findings of a severity may be there."),
  suppress: z.array(suppression, listError).nullish().describe("Documented exceptions."),
  extends: values.reference
    .optional()
    .describe("A file of another repository that stands above this one, as OWNER/REPO/PATH@REF."),
  local: mapping({
    suppress: values.flag.optional().describe("Whether files below may have suppressions. Default: true."),
    "max-days": values.allowance.optional().describe("How far away those may expire. Default: any."),
  })
    .nullish()
    .describe("What files that stand below this one may do."),
  products: mapping({
    semgrep: values.semgrepProducts.optional(),
    snyk: values.snykProducts.optional(),
  })
    .nullish()
    .describe("Products that must have looked at the commit, else the verdict is incomplete."),
});

/** A policy file that keeps the schema (contract §6): values are lists, words are lower case, CWEs are `CWE-79`. */
export type PolicyFile = z.output<typeof policyFile>;

export type PolicyFileResult =
  | {
      readonly ok: true;
      readonly policy: PolicyFile;
      /** `path:line:column` of a part, such as an entry of `suppress`. */
      readonly at: (part: DataPath) => string;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/** How a policy file is read. */
export interface PolicyReading {
  /** No problem repeats a value of the file: it is another repository's, which readers here may not see. */
  readonly hidesValues?: boolean;
}

/**
 * Reads a policy file. All problems are told together, each beginning with `path:line:column` and safe to print; 50
 * at most. Takes a moment even for a text that was made to take longer, and never throws.
 */
export function parsePolicyFile(
  text: string,
  path: string,
  { hidesValues = false }: PolicyReading = {},
): PolicyFileResult {
  const read = readPolicyYaml(text, path, { hidesValues });
  if (!read.ok) return { ok: false, problems: boundedProblems(read.problems) };
  const parsed = policyFile.safeParse(read.yaml.data);
  if (parsed.success)
    return { ok: true, policy: parsed.data, at: (part) => read.yaml.at(read.yaml.offsetOf(part)) };
  const problems = parsed.error.issues
    .flatMap((issue) => problemsOf(issue, read.yaml, hidesValues))
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => `${read.yaml.at(offset)}: ${message}`);
  return { ok: false, problems: boundedProblems(problems) };
}

/** The policy that a file makes, with what the `fail-on` input says where the file says nothing. */
export function toPolicy(
  file: PolicyFile,
  { path, failOnInput }: { readonly path: string; readonly failOnInput: Threshold },
): Policy {
  const failOn = file["fail-on"];
  return {
    failOn: failOn ?? failOnInput,
    origin: failOn === undefined ? "fail-on" : path,
    file: path,
    ...(failOn === undefined ? { inheritsFailOn: true } : {}),
    rules: (file.rules ?? []).map((one) => ({
      match: toMatch(one.match),
      failOn: one["fail-on"],
      ...present({ gate: one.gate }),
    })),
    budgets: given<Partial<Record<Severity, number>>>(file.budgets ?? {}),
    suppressions: (file.suppress ?? []).map((entry) => given<Suppression>(entry)),
    ...(file.local == null
      ? {}
      : {
          local: { suppress: file.local.suppress ?? true, ...present({ maxDays: file.local["max-days"] }) },
        }),
    ...(file.products == null ? {} : { products: present(file.products) }),
    ...present({ extends: file.extends }),
  };
}

/** The keys of a rule's `match` as the gate calls them. */
function toMatch({
  "ai-verdict": aiVerdict,
  "risk-score": riskScore,
  ...rest
}: z.output<typeof match>): Match {
  return given<Match>({ ...rest, aiVerdict, riskScore });
}

/** A JSON Schema of the file, draft 2020-12, for editors. What it accepts may still have dates that are none. */
export function policyJsonSchema(): object {
  return {
    ...z.toJSONSchema(policyFile, { io: "input" }),
    title: "Scan Gate policy",
    description: "The rules by which Scan Gate judges findings (.github/scan-gate.yml).",
  };
}

/** Leaves out the keys that are only there without a value. */
function given<Target extends object>(
  from: { readonly [Key in keyof Target]: Target[Key] | undefined },
): Target {
  const present = Object.entries(from).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Target; // the same keys, but for those that may be absent
}
