import "../../no-eval.ts";
import { z } from "zod";
import { ALLOWED_KEYS } from "./problems.ts";
import { values } from "./values.ts";

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

/** What an editor shows of a key. A default that is no value of the key itself stands in the description. */
function about(description: string, example: unknown, preset?: unknown) {
  return { description, examples: [example], ...(preset === undefined ? {} : { default: preset }) };
}

const listError = { error: "must be a list" };

/** What a rule may ask of a finding. */
export const policyMatch = mapping({
  tool: values.texts
    .optional()
    .meta(about("semgrep, snyk, or the name of another tool whose SARIF was read. Default: any.", "snyk")),
  type: values.types.optional().meta(about("What kind of finding it is. Default: any.", "sca")),
  severity: values.severities
    .optional()
    .meta(about("The severity as the tool tells it. Default: any.", ["critical", "high"])),
  id: values.texts
    .optional()
    .meta(
      about(
        "Any name of it: CVE, GHSA, CWE, rule, the tool's own id, fingerprint. Default: any.",
        "CVE-2021-23337",
      ),
    ),
  rule: values.texts
    .optional()
    .meta(about("The tool's rule, whole. Default: any.", "javascript.express.sql-injection")),
  cwe: values.cwes.optional().meta(about("The weakness, CWE-79 or 79. Default: any.", "CWE-79")),
  package: values.texts
    .optional()
    .meta(about("The package, with its version or without. Default: any.", "lodash@4.17.15")),
  paths: values.globs
    .optional()
    .meta(about("Globs from the root of the repository. Default: anywhere.", ["legacy/**"])),
  project: values.texts.optional().meta(about("Project of the tool. Default: any.", "acme/web-shop")),
  fixable: values.flags.optional().meta(about("Whether a fix is known. Default: either.", false)),
  reachability: values.texts
    .optional()
    .meta(about("The tool's word, such as reachable or unreachable. Default: any.", ["unreachable"])),
  epss: values.epss
    .optional()
    .meta(about("Probability of exploitation, compared with 0 to 1. Default: any.", ">=0.5")),
  exploit: values.exploits
    .optional()
    .meta(about("How far an exploit has come. Default: any.", ["mature", "proof-of-concept"])),
  malicious: values.flags
    .optional()
    .meta(about("Whether the package is itself an attack. Default: either.", true)),
  status: values.statuses
    .optional()
    .meta(about("The age of the finding: was it there before this change? Default: any.", "new")),
  validated: values.validations
    .optional()
    .meta(about("Of a secret: whether it works. Default: any.", "valid")),
  exploited: values.flags.optional().meta(about("Known to be exploited in the wild. Default: either.", true)),
  age: values.ages
    .optional()
    .meta(
      about(
        "Days since a tool first saw it; without a date it holds only where that is stricter. Default: any.",
        ">30d",
      ),
    ),
  confidence: values.confidences.optional().meta(about("How sure the tool is. Default: any.", "low")),
  "ai-verdict": values.aiVerdicts
    .optional()
    .meta(about("What the tool's AI review says. Default: any.", "false-positive")),
  transitive: values.flags
    .optional()
    .meta(about("Whether the package comes by another one. Default: either.", true)),
  "risk-score": values.riskScores
    .optional()
    .meta(about("Snyk's risk score, compared with 0 to 1000. Default: any.", ">=700")),
});

const suppression = mapping({
  id: values.text.meta(
    about("CVE, GHSA, CWE, rule, the tool's own id, or the fingerprint of every report.", "CVE-2021-23337"),
  ),
  package: values.text
    .optional()
    .meta(about("Only in this package, with its version or without. Default: any.", "lodash@4.17.15")),
  version: values.text
    .optional()
    .meta(about("Only in this version of the package. Default: any.", "4.17.15")),
  paths: values.globs.optional().meta(about("Only in these files. Default: anywhere.", ["test/**"])),
  tool: values.text.optional().meta(about("Only as this tool sees it. Default: any.", "semgrep")),
  reason: values.text.meta(
    about("Why it is accepted. What a reader in a year needs to know.", "only used at build time"),
  ),
  owner: values.text
    .optional()
    .meta(about("Who answers for it. Default: nobody is named.", "@acme/platform")),
  expires: values.date.meta(about("The last day on which it holds, in UTC.", "2027-01-31")),
});

function budget(severity: string, more: string) {
  return values.allowance.optional().meta(about(`Most ${severity} findings. Default: ${more}.`, 20));
}

const budgets = mapping({
  critical: budget("critical", "any number"),
  high: budget("high", "any number"),
  medium: budget("medium", "any number"),
  low: budget("low", "any number"),
  unknown: budget("unknown", "findings of unknown severity count as critical"),
});

const rule = mapping({
  match: policyMatch.meta(
    about("All keys that are given must hold; a key holds when one of its values does.", { type: "secrets" }),
  ),
  "fail-on": values.threshold.meta(about("Lowest severity at which its findings block.", "low")),
  gate: values.gate
    .optional()
    .meta(
      about(
        "new: only what is new or of unknown age blocks; all: whatever its age. Default: the input gate.",
        "all",
      ),
    ),
});

const local = mapping({
  suppress: values.flag
    .optional()
    .meta(about("Whether files below may have suppressions that count.", false, true)),
  "max-days": values.allowance
    .optional()
    .meta(about("How many days away those may expire, at most. Default: any number.", 90)),
});

const products = mapping({
  semgrep: values.semgrepProducts
    .optional()
    .meta(about("Products of Semgrep that must have looked. Default: none by name.", ["sast", "sca"])),
  snyk: values.snykProducts
    .optional()
    .meta(about("Products of Snyk that must have looked. Default: none by name.", ["sca", "code"])),
});

/** The policy file (contract §6). It is the one source of what the gate takes and of what editors are told. */
export const policyFile = mapping({
  version: values.version.meta(about("The version of this format.", 1)),
  "fail-on": values.threshold
    .optional()
    .meta(about("Lowest severity that blocks. Default: the input fail-on, which is high.", "high")),
  rules: z
    .array(rule, listError)
    .nullish()
    .meta(
      about(
        "The first rule that matches a finding decides about it.",
        [{ match: { type: "secrets" }, "fail-on": "low" }],
        [],
      ),
    ),
  budgets: budgets
    .nullish()
    .meta(about("How many unsuppressed gated findings of a severity may be there.", { medium: 20 }, {})),
  suppress: z
    .array(suppression, listError)
    .nullish()
    .meta(
      about(
        "Documented exceptions.",
        [{ id: "CVE-2021-23337", reason: "only used at build time", expires: "2027-01-31" }],
        [],
      ),
    ),
  extends: values.reference
    .optional()
    .meta(
      about(
        "A file of another repository that stands above this one, as OWNER/REPO/PATH@REF. Default: none.",
        "acme/.github/scan-gate.yml@v1",
      ),
    ),
  local: local
    .nullish()
    .meta(about("What files that stand below this one may do.", { "max-days": 90 }, { suppress: true })),
  products: products.nullish().meta(
    about(
      "Products that must have looked at the commit, else the verdict is incomplete.",
      {
        semgrep: ["sast", "sca"],
      },
      {},
    ),
  ),
});
