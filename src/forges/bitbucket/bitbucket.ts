import type { ForgeTraits } from "../forge.ts";

/** Bitbucket Cloud. */
export const BITBUCKET_TRAITS = {
  kind: "bitbucket",
  name: "Bitbucket",
  dialect: {
    // Bitbucket shows HTML as text, comments of HTML too (https://jira.atlassian.com/browse/BCLOUD-20231).
    html: false,
    details: false,
    alerts: false,
    marker: "reference",
    // https://support.atlassian.com/bitbucket-cloud/docs/markup-comments/: issues, pull requests, mentions.
    references: /\\?#(?=\d|$)|@(?=[{\\&]|$)/g,
  },
  // Nothing tells Bitbucket's own limit; far longer texts are answered with an error page.
  commentLength: { longest: 31_000, shortened: 15_000 },
  // https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/: 12 digits.
  commitIds: "prefix",
  // https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commit-statuses/
  status: {
    context: "scan-gate",
    separator: "-",
    states: { pass: "SUCCESSFUL", fail: "FAILED", incomplete: "FAILED", pending: "INPROGRESS" },
    longestDescription: 255,
  },
  nativeFindings: "code-insights",
  // https://developer.atlassian.com/cloud/bitbucket/rest/api-group-reports/
  codeInsights: {
    key: "scan-gate",
    annotations: 1000,
    figures: 10,
    longest: { title: 255, reportDetails: 2000, message: 450, details: 2000 },
    severities: { critical: "CRITICAL", high: "HIGH", medium: "MEDIUM", low: "LOW", unknown: "HIGH" },
  },
  words: {
    tokenHint:
      "Set BITBUCKET_TOKEN to a repository access token with the scopes `pullrequest:write` and `repository`, as a secured variable; an API token needs BITBUCKET_EMAIL beside it",
  },
} as const satisfies ForgeTraits;
