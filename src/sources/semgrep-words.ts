import {
  AI_VERDICTS,
  type AiVerdict,
  CONFIDENCES,
  type Confidence,
  type ToolSuppression,
  type Validation,
} from "../model/finding.ts";
import type { Severity } from "../model/severity.ts";

/** Semgrep's rule severities (contract §7); its newer words are ours already. */
export const SEMGREP_SEVERITIES: Readonly<Record<string, Severity>> = {
  error: "high",
  warning: "medium",
  info: "low",
};

const VALIDATIONS: Readonly<Record<string, Validation>> = {
  confirmed_valid: "valid",
  confirmed_invalid: "invalid",
  validation_error: "error",
};

/** What Semgrep learnt of a secret by trying it. Case does not matter; any other word, or none, is `unknown`. */
export function validationFromWord(word: string | undefined): Validation {
  const plain = word?.toLowerCase() ?? "";
  return Object.hasOwn(VALIDATIONS, plain) ? (VALIDATIONS[plain] ?? "unknown") : "unknown";
}

/** How sure a rule is, as findings, rules and their metadata spell it; undefined for any other word. */
export function confidenceFromWord(word: string | undefined): Confidence | undefined {
  const plain = word
    ?.trim()
    .toLowerCase()
    .replace(/^confidence_/, "");
  return CONFIDENCES.find((confidence) => confidence === plain);
}

/** What Semgrep Assistant says of a finding; undefined where it has come to no verdict. */
export function aiVerdictFromWord(word: string | undefined): AiVerdict | undefined {
  const plain = word
    ?.trim()
    .toLowerCase()
    .replace(/^verdict_/, "")
    .replaceAll("_", "-");
  return AI_VERDICTS.find((verdict) => verdict === plain);
}

/** How a finding is told that a comment beside the code takes out. */
export const IGNORED_IN_CODE: ToolSuppression = { reason: "nosemgrep comment in the code" };
