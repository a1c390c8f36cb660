import { THRESHOLDS } from "../model/severity.ts";
import type { InputEntry } from "./input-entry.ts";
import * as read from "./readers.ts";
import {
  COMMENT_MODES,
  GATES,
  INCOMPLETE_MODES,
  REVIEW_MODES,
  SARIF_MODES,
  STATUS_MODES,
  TICKET_MODES,
} from "./settings.ts";

/** The inputs that say how the verdict is reached, and who is told of it. */
export const VERDICT_INPUTS = {
  "fail-on": {
    read: read.oneOf(THRESHOLDS),
    default: "high",
    help: "Lowest severity that blocks (critical, high, medium, low, none). A policy file's fail-on wins over it.",
    option: { kind: "value", value: "SEVERITY", help: "critical, high, medium, low or none" },
  },
  gate: {
    read: read.oneOf(GATES),
    default: "auto",
    help: "Which findings can block, `new`, `all`, or `auto` (new for pull requests and merge groups, else all).",
    option: {
      kind: "value",
      value: "WHICH",
      help: "new, all or auto",
      otherwise: "auto: new for a pull request, else all",
    },
  },
  "on-incomplete": {
    read: read.oneOf(INCOMPLETE_MODES),
    default: "fail",
    help: "What an incomplete verdict does to the job, `fail` or `warn`.",
    option: { kind: "value", value: "WHAT", help: "fail or warn" },
  },
  timeout: {
    read: read.positiveDuration,
    default: "10m",
    help: "Time within which the whole run decides, waiting included (500ms, 30s, 10m, 1h, or seconds).",
    option: { kind: "value", value: "TIME", help: "for the whole run: 30s, 10m, 1h" },
  },
  "poll-interval": {
    read: read.positiveDuration,
    default: "10s",
    help: "First pause between two looks at Semgrep's scans; it grows by half up to a minute.",
    option: { kind: "value", value: "TIME", help: "first pause while Semgrep scans" },
  },
  comment: {
    read: read.oneOf(COMMENT_MODES),
    default: "always",
    help: "When to comment on the pull request (always, on-findings, on-failure, never).",
    option: {
      kind: "value",
      value: "WHEN",
      help: "comment on it: always, on-findings, on-failure or never",
      default: "never",
    },
  },
  "comment-key": {
    read: read.commentKey,
    default: "default",
    help: "Which sticky comment is this gate's, for several gates on one pull request.",
    option: { kind: "value", value: "KEY", help: "which sticky comment is ours" },
  },
  status: {
    read: read.oneOf(STATUS_MODES),
    default: "auto",
    help: "When to set a commit status with the verdict, `always`, `off`, or `auto` (on events whose job GitHub does not show at the commit).",
    option: {
      kind: "value",
      value: "WHEN",
      help: "set a status: always, off, or auto: outside of the forge's own CI",
      default: "off",
    },
  },
  review: {
    read: read.oneOf(REVIEW_MODES),
    default: "off",
    help: "Review threads on the changed lines, `off`, `fixes` (for blocking findings whose fix replaces lines of the diff) or `blocking` (for every blocking finding on a line of the diff).",
    option: { kind: "value", value: "WHICH", help: "review threads, on GitHub only: off, fixes or blocking" },
  },
  sarif: {
    read: read.oneOf(SARIF_MODES),
    default: "upload",
    help: "What to do with SARIF, `upload` to code scanning, write a `file` only, or `off`.",
    option: { kind: "value", value: "WHAT", help: "upload (on GitHub only), file or off", default: "off" },
  },
  "sarif-file": {
    read: read.optional(read.anyText),
    help: "Where the SARIF file goes. Empty means scan-gate/scan-gate.sarif under RUNNER_TEMP.",
    option: {
      kind: "value",
      value: "FILE",
      help: "write SARIF to this file",
      otherwise: "scan-gate.sarif in the report folder",
    },
  },
  "report-dir": {
    read: read.optional(read.anyText),
    help: "Folder for report.json and report.html. Empty means scan-gate under RUNNER_TEMP.",
    option: {
      kind: "value",
      value: "DIR",
      help: "for report.json, report.html and summary.md",
      otherwise: "./scan-gate",
    },
  },
  annotations: {
    read: read.trueFalse,
    default: "true",
    help: "Whether to annotate findings in the workflow run, `true` or `false`.",
    option: {
      kind: "switch",
      value: "true|false",
      help: "in a GitHub workflow, with text only",
      default: "false",
    },
  },
  tickets: {
    read: read.oneOf(TICKET_MODES),
    default: "off",
    help: "Whether to create Jira tickets through Semgrep and Snyk (off, blocking, all), on the default branch only.",
    option: { kind: "value", value: "WHICH", help: "off, blocking or all: create Jira tickets" },
  },
  "tickets-project": {
    read: read.splitList,
    help: "Jira project for tickets, by its numeric ID for Semgrep and by its key for Snyk.",
    option: { kind: "list", value: "PROJECT", help: "Jira project: ID (Semgrep), key (Snyk)", otherwise: "" },
  },
  "dry-run": {
    read: read.trueFalse,
    default: "false",
    help: "Decide and print, but write nothing to GitHub, Semgrep or Snyk, `true` or `false`.",
    option: { kind: "switch", value: "true|false", help: "write nothing to the forge, Semgrep or Snyk" },
  },
} as const satisfies Readonly<Record<string, InputEntry>>;
