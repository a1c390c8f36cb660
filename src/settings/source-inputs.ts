import type { InputEntry } from "./input-entry.ts";
import * as read from "./readers.ts";
import { SNYK_REGIONS } from "./service-url.ts";
import { SEMGREP_EVIDENCE_MODES, SNYK_EVIDENCE_MODES } from "./settings.ts";

const SEMGREP_URL = "https://semgrep.dev";

/** The inputs that say what is read and judged: sources, tokens, policy, pull request. */
export const SOURCE_INPUTS = {
  "semgrep-token": {
    read: read.token,
    help: "Semgrep API token with the Web API scope. Empty turns the source off.",
    variables: ["SCAN_GATE_SEMGREP_TOKEN", "SEMGREP_TOKEN"],
  },
  "semgrep-deployment": {
    read: read.optional(read.anyText),
    help: "Semgrep deployment slug. Empty means the one that the token sees.",
    option: { kind: "value", value: "SLUG", help: "Semgrep deployment", otherwise: "the one the token sees" },
  },
  "semgrep-project": {
    read: read.splitList,
    help: "Semgrep project name or names, separated by commas or newlines. Empty means the repository's owner/name.",
    option: {
      kind: "list",
      value: "NAME",
      help: "Semgrep project",
      otherwise: "the repository's owner/name",
    },
  },
  "semgrep-url": {
    read: read.serviceUrl(SEMGREP_URL),
    default: SEMGREP_URL,
    help: "Base URL of Semgrep, for a single-tenant host.",
    option: { kind: "value", value: "URL", help: "single-tenant host" },
  },
  "semgrep-evidence": {
    read: read.oneOf(SEMGREP_EVIDENCE_MODES),
    default: "commit",
    help: "On a branch or tag only, which scan counts, `commit` (only one of this commit) or `branch` (when there is none, the newest completed full scan of the branch).",
    option: {
      kind: "value",
      value: "MODE",
      help: "commit, or branch: its newest full scan counts",
    },
  },
  "snyk-token": {
    read: read.token,
    help: "Snyk API token, personal access token or OAuth access token. Empty turns the source off.",
    variables: ["SCAN_GATE_SNYK_TOKEN", "SNYK_TOKEN"],
  },
  "snyk-org": {
    read: read.splitList,
    help: "Snyk organization ID or slug, or several. Empty means the token's default organization.",
    option: {
      kind: "list",
      value: "ORG",
      help: "Snyk organization ID or slug",
      otherwise: "the token's default",
    },
  },
  "snyk-project": {
    read: read.splitList,
    help: "Snyk project IDs or names, when projects should not be matched by repository.",
    option: {
      kind: "list",
      value: "PROJECT",
      help: "Snyk project ID or name",
      otherwise: "matched by repository",
    },
  },
  "snyk-url": {
    read: read.snykUrl(SNYK_REGIONS.us),
    default: SNYK_REGIONS.us,
    help: "Snyk API base URL, or a region (us, us2, eu, au, gov).",
    option: {
      kind: "value",
      value: "URL",
      help: "API base, or a region: us, us2, eu, au, gov",
      otherwise: "us",
    },
  },
  "snyk-evidence": {
    read: read.oneOf(SNYK_EVIDENCE_MODES),
    default: "branch",
    help: "What proves that Snyk looked, `branch` (projects of the head branch, else of the base branch) or `commit` (only evidence for this very commit).",
    option: { kind: "value", value: "MODE", help: "branch or commit" },
  },
  "snyk-check-author": {
    read: read.loginList,
    help: "Logins whose commit statuses count as Snyk's checks. Empty means anybody but github-actions[bot].",
    option: {
      kind: "list",
      value: "LOGIN",
      help: "authors of Snyk's checks",
      otherwise: "anybody but github-actions[bot]",
    },
  },
  "snyk-check-wait": {
    read: read.durationOrZero,
    default: "2m",
    help: "How long to wait for a pull request check of Snyk that is not there yet. `0` does not wait.",
    option: {
      kind: "value",
      value: "TIME",
      help: "for a check of Snyk that is not there yet; 0: not at all",
    },
  },
  reports: {
    read: read.splitList,
    help: "Glob or globs of report files in the workspace (SARIF, Semgrep JSON, Snyk JSON); `!glob` excludes files. Empty turns the source off.",
    option: {
      kind: "list",
      value: "GLOB",
      help: "report files: SARIF, Semgrep JSON, Snyk JSON; quote globs",
      otherwise: "",
    },
  },
  "github-token": {
    read: read.token,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the runner evaluates it
    expression: "${{ github.token }}",
    help: "Token for the comment, the SARIF upload and the policy file.",
    variables: ["SCAN_GATE_GITHUB_TOKEN", "GITHUB_TOKEN"],
  },
  require: {
    read: read.sourceList,
    help: "Sources that must answer (semgrep, snyk, reports). Empty means every source that is on.",
    option: {
      kind: "list",
      value: "SOURCE",
      help: "sources that must answer",
      otherwise: "every one that is on",
    },
  },
  policy: {
    read: read.optional(read.policyPlace),
    help: "Policy file, which must then exist, as a path in the repository or as OWNER/REPO/PATH@REF for one of another repository. Empty means .github/scan-gate.yml, if there is one.",
    option: {
      kind: "value",
      value: "FILE",
      help: "a file, or OWNER/REPO/PATH@REF",
      otherwise: ".github/scan-gate.yml, if there is one",
    },
  },
  "policy-token": {
    read: read.token,
    help: "Token that reads policy files of other repositories. Empty means the github-token.",
    variables: ["SCAN_GATE_POLICY_TOKEN"],
  },
  "pull-request": {
    read: read.optional(read.pullRequestNumber),
    help: "Number of the pull request to judge, on an event that names none (push, schedule, workflow_dispatch, repository_dispatch).",
    option: { kind: "value", value: "NUMBER", help: "the pull request or merge request", otherwise: "" },
  },
} as const satisfies Readonly<Record<string, InputEntry>>;
