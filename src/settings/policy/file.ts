import "../../no-eval.ts";
import { z } from "zod";
import type { Match, Policy } from "../../model/policy.ts";
import type { Threshold } from "../../model/severity.ts";
import { present } from "../../text/present.ts";
import { boundedProblems, problemsOf } from "./problems.ts";
import { policyFile, type policyMatch } from "./schema.ts";
import { type DataPath, readPolicyYaml } from "./yaml.ts";

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
    budgets: present(file.budgets ?? {}),
    suppressions: (file.suppress ?? []).map((entry) => present(entry)),
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
}: z.output<typeof policyMatch>): Match {
  return present({ ...rest, aiVerdict, riskScore });
}

/** A JSON Schema of the file, draft 2020-12, for editors: each key with its meaning, an example and its default. */
export function policyJsonSchema(): object {
  return {
    ...z.toJSONSchema(policyFile, {
      io: "input",
      // Left out by the library of what is transformed, since they might be of the outcome. Ours are of the file.
      override({ zodSchema, jsonSchema }) {
        const { examples, default: preset } = z.globalRegistry.get(zodSchema) ?? {};
        Object.assign(jsonSchema, present({ examples, default: preset }));
      },
    }),
    title: "Scan Gate policy",
    description: "The rules by which Scan Gate judges findings (.github/scan-gate.yml).",
  };
}
