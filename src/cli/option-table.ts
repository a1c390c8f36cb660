import type { InputName } from "../settings/inputs.ts";

/** How an option is written. */
export type OptionKind =
  /** `--name value`, once. */
  | "value"
  /** `--name value`, as often as one likes; the values make a list. */
  | "list"
  /** `--name`, `--name true` or `--name false`. */
  | "switch"
  /** `--name`, and nothing behind it. */
  | "flag";

export interface Option {
  readonly kind: OptionKind;
  /** What stands for the value in the help. */
  readonly value: string;
  /** One line; what it is when it is not given stands in round brackets at the end. */
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** Inputs that are secrets: they come from the environment, because other users of a machine see command lines. */
export const TOKEN_INPUTS = ["semgrep-token", "snyk-token", "github-token"] as const;
export type TokenInput = (typeof TOKEN_INPUTS)[number];

/** Every other input of the action as an option of the same name and meaning. */
export const INPUT_OPTIONS = {
  "semgrep-deployment": {
    kind: "value",
    value: "SLUG",
    help: "Semgrep deployment (the one the token sees)",
  },
  "semgrep-project": { kind: "list", value: "NAME", help: "Semgrep project (the repository's owner/name)" },
  "semgrep-url": { kind: "value", value: "URL", help: "single-tenant host (https://semgrep.dev)" },
  "snyk-org": { kind: "list", value: "ORG", help: "Snyk organisation id or slug (the token's default)" },
  "snyk-project": {
    kind: "list",
    value: "PROJECT",
    help: "Snyk project id or name (matched by repository)",
  },
  "snyk-url": { kind: "value", value: "URL", help: "API base, or a region: us, us2, eu, au, gov (us)" },
  "snyk-evidence": { kind: "value", value: "MODE", help: "branch or commit (branch)" },
  reports: { kind: "list", value: "GLOB", help: "report files: SARIF, Semgrep JSON, Snyk JSON; quote globs" },
  require: { kind: "list", value: "SOURCE", help: "sources that must answer (every one that is on)" },
  policy: {
    kind: "value",
    value: "FILE",
    help: "policy file in the working tree (.github/scan-gate.yml, if there)",
  },
  "fail-on": { kind: "value", value: "SEVERITY", help: "critical, high, medium, low or none (high)" },
  gate: { kind: "value", value: "WHICH", help: "new, all or auto (auto: new for a pull request, else all)" },
  "on-incomplete": { kind: "value", value: "WHAT", help: "fail or warn (fail)" },
  timeout: { kind: "value", value: "TIME", help: "for the whole run: 30s, 10m, 1h (10m)" },
  "poll-interval": { kind: "value", value: "TIME", help: "first pause while Semgrep scans (10s)" },
  comment: {
    kind: "value",
    value: "WHEN",
    help: "always, on-findings, on-failure or never; on GitHub only (never)",
  },
  "comment-key": { kind: "value", value: "KEY", help: "which sticky comment is ours (default)" },
  sarif: { kind: "value", value: "WHAT", help: "upload (on GitHub only), file or off (off)" },
  "sarif-file": {
    kind: "value",
    value: "FILE",
    help: "where SARIF goes; asks for it (scan-gate.sarif in the report folder)",
  },
  "report-dir": {
    kind: "value",
    value: "DIR",
    help: "for report.json, report.html and summary.md (./scan-gate)",
  },
  annotations: { kind: "switch", value: "true|false", help: "in a GitHub workflow, with text only (false)" },
  tickets: { kind: "value", value: "WHICH", help: "off, blocking or all: create Jira tickets (off)" },
  "tickets-project": { kind: "list", value: "PROJECT", help: "Jira project: id (Semgrep), key (Snyk)" },
  "dry-run": {
    kind: "switch",
    value: "true|false",
    help: "write nothing to GitHub, Semgrep or Snyk (false)",
  },
} as const satisfies Readonly<Record<Exclude<InputName, TokenInput>, Option>>;

/** What a workflow's event tells; each stands in for one fact that the CI or git does not know. */
export const CONTEXT_OPTIONS = {
  repository: { kind: "value", value: "NAME|URL", help: "owner/name, or the repository's web address" },
  commit: { kind: "value", value: "SHA", help: "the commit judged, whole" },
  ref: { kind: "value", value: "REF", help: "its branch, or a full ref such as refs/tags/v1" },
  "pull-request": { kind: "value", value: "NUMBER", help: "the pull or merge request" },
  "base-ref": { kind: "value", value: "BRANCH", help: "what the pull request goes into" },
  "base-commit": { kind: "value", value: "SHA", help: "the commit of that branch" },
} as const satisfies Options;

export const SHELL_OPTIONS = {
  workspace: { kind: "value", value: "DIR", help: "the working tree (the current folder)" },
  format: { kind: "value", value: "FORMAT", help: "of stdout: text, json, sarif or markdown (text)" },
} as const satisfies Options;

export const COMMON_OPTIONS = {
  help: { kind: "flag", value: "", help: "show this" },
  version: { kind: "flag", value: "", help: "show the version" },
} as const satisfies Options;

/** All options of a run. */
export const RUN_OPTIONS: Options = {
  ...INPUT_OPTIONS,
  ...CONTEXT_OPTIONS,
  ...SHELL_OPTIONS,
  ...COMMON_OPTIONS,
};

/** Options of `scan-gate explain`. */
export const EXPLAIN_OPTIONS: Options = {
  report: { kind: "value", value: "FILE", help: "report.json of a run (./scan-gate/report.json)" },
  policy: INPUT_OPTIONS.policy,
  "fail-on": INPUT_OPTIONS["fail-on"],
  gate: INPUT_OPTIONS.gate,
  ...COMMON_OPTIONS,
};

/** Options of `scan-gate replay`. */
export const REPLAY_OPTIONS: Options = {
  policy: { kind: "value", value: "FILE", help: "the policy to try; needed" },
  "fail-on": { kind: "value", value: "SEVERITY", help: "where the policy says nothing (high)" },
  gate: INPUT_OPTIONS.gate,
  ...COMMON_OPTIONS,
};
