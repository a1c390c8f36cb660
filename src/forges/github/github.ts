import type { ForgeTraits } from "../forge.ts";

/** GitHub, and GitHub Enterprise Server. */
export const GITHUB_TRAITS = {
  kind: "github",
  name: "GitHub",
  // https://docs.github.com/en/get-started/writing-on-github
  dialect: { html: true, details: true, alerts: true, marker: "html-comment" },
  // GitHub refuses a body of more than 65,536 characters.
  commentLength: { longest: 65_000, shortened: 30_000 },
  commitIds: "whole",
  // https://docs.github.com/en/rest/commits/statuses
  status: {
    context: "scan-gate",
    separator: "/",
    states: { pass: "success", fail: "failure", incomplete: "error", pending: "pending" },
    longestDescription: 140,
  },
  nativeFindings: "none",
  words: {
    tokenHint: "Leave `github-token` out, so that the job's own token is used",
  },
} as const satisfies ForgeTraits;
