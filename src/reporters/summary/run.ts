import { type Phase, SERVICES } from "../../model/phase.ts";
import { markdownText } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { table, took, toolName } from "../markdown/words.ts";
import type { Outcome } from "../reporter.ts";

/** What a run knows of itself once it has told everybody else. */
export interface RunFacts {
  readonly phases: readonly Phase[];
  /** Of every other reporter. */
  readonly outcomes: readonly Outcome[];
}

/** Characters of what one reporter says. */
const LONGEST = 700;

/** How long each phase took and what it asked for, one row each, and their sum. */
export function phaseTable({ phases }: RunFacts): string {
  if (phases.length === 0) return "";
  const rows = phases.map(({ name, ms, requests }) => [name, took(ms), requestsOf([requests])]);
  const sum = phases.reduce((total, { ms }) => total + ms, 0);
  const all = requestsOf(phases.map(({ requests }) => requests));
  return table(["Phase", "Took", "Requests"], [...rows, ["**in all**", took(sum), all]]);
}

/** What came of every other reporter: what it did, and what kept it from more. */
export function outcomeLines({ outcomes }: RunFacts): string {
  return outcomes
    .flatMap(({ id, done, warnings }) => [
      ...(done === undefined ? [] : [`- ${id}: ${fitText(done, LONGEST, markdownText)}`]),
      ...warnings.map((warning) => `- ⚠️ ${fitText(warning, LONGEST, markdownText)}`),
    ])
    .join("\n");
}

function requestsOf(some: readonly Phase["requests"][]): string {
  const counts = SERVICES.map((service) => ({
    service,
    count: some.reduce((sum, requests) => sum + (requests[service] ?? 0), 0),
  }));
  const asked = counts.filter(({ count }) => count > 0);
  return asked.map(({ service, count }) => `${toolName(service)} ${count}`).join(", ") || "none";
}
