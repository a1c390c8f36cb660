import type { WireFinding } from "../src/sources/semgrep/schema.ts";
import { findingsSchema } from "../src/sources/semgrep/schema.ts";

const RULES = 300;
const FILES = 2500;

/** A finding of Semgrep Code as its API gives it. */
export function wireFinding(index: number): WireFinding {
  const finding = {
    id: 90_000_000 + index,
    ref: "refs/pull/42/merge",
    match_based_id: `${(index * 2_654_435_761).toString(16).padStart(16, "0")}f3b8_0`,
    severity: index % 1000 === 0 ? "high" : "medium",
    status: "open",
    rule_name: `ts.security.rule-${index % RULES}`,
    rule_message: `Rule ${index % RULES}: unchecked text.`,
    location: { file_path: `src/module-${index % FILES}/handler.ts`, line: 10 + index, end_line: 12 + index },
  };
  const [parsed] = findingsSchema.parse({ findings: [finding] });
  if (parsed === undefined) throw new Error("the finding was not read");
  return parsed;
}
