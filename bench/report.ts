import { type JudgeInput, type Judgement, judge } from "../src/gate/judge.ts";
import type { SourceOutcome } from "../src/model/evidence.ts";
import type { Report } from "../src/model/report.ts";

const COMMIT = "6c1f9ab4".repeat(5);

/** What it takes to judge these outcomes on a pull request. */
export function judgeInput(outcomes: readonly SourceOutcome[]): JudgeInput {
  return {
    outcomes,
    chains: [[{ policy: { failOn: "high", origin: "fail-on", rules: [], budgets: {}, suppressions: [] } }]],
    gate: "new",
    required: ["semgrep", "snyk"],
    today: "2026-11-21",
    reasons: [],
  };
}

/** What reporters are given when these outcomes are judged on a pull request. */
export function reportOf(
  outcomes: readonly SourceOutcome[],
  { decision, ...judgement }: Judgement = judge(judgeInput(outcomes)),
): Report {
  return {
    ...judgement,
    decision,
    context: {
      event: "pull_request",
      repository: "acme/web-shop",
      commit: COMMIT,
      ref: "refs/pull/42/merge",
      pullRequest: 42,
      base: { ref: "main", commit: "3f2e1d0c".repeat(5) },
      repositoryUrl: "https://github.com/acme/web-shop",
    },
    sources: outcomes.map(({ evidence }) => evidence),
    version: "0.0.0",
  };
}
