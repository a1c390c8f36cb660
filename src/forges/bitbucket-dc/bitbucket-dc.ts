import type { ForgeTraits } from "../forge.ts";

/** Bitbucket Data Center. */
export const BITBUCKET_DC_TRAITS = {
  kind: "bitbucket-dc",
  name: "Bitbucket Data Center",
  dialect: {
    // HTML is escaped and shown.
    html: false,
    details: false,
    alerts: false,
    marker: "reference",
    // Mentions, and keys of Jira's issues, which a linked Jira makes links of; public numbers stay as they are.
    references: /@(?=["<\\&]|$)|(?<![A-Z0-9_-])(?!(?:CVE|CWE|SNYK)-)[A-Z][A-Z0-9_]+-(?=\d)/g,
  },
  // Bitbucket takes less than 32,768 characters.
  commentLength: { longest: 32_000, shortened: 15_000 },
  commitIds: "whole",
  // https://developer.atlassian.com/server/bitbucket/rest/v903/api-group-builds-and-deployments/
  status: {
    context: "scan-gate",
    separator: "-",
    states: { pass: "SUCCESSFUL", fail: "FAILED", incomplete: "FAILED", pending: "INPROGRESS" },
    longestDescription: 255,
  },
  nativeFindings: "code-insights",
  // https://developer.atlassian.com/server/bitbucket/how-tos/code-insights/: three severities, and no details.
  codeInsights: {
    key: "scan-gate",
    annotations: 1000,
    figures: 6,
    longest: { title: 450, reportDetails: 2000, message: 2000 },
    severities: { critical: "HIGH", high: "HIGH", medium: "MEDIUM", low: "LOW", unknown: "HIGH" },
  },
  words: {
    tokenHint:
      "Set BITBUCKET_TOKEN to an HTTP access token of the repository with the permission `Repository write`",
  },
} as const satisfies ForgeTraits;
