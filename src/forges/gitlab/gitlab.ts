import type { ForgeTraits } from "../forge.ts";

/** GitLab, gitlab.com and self-managed. */
export const GITLAB_TRAITS = {
  kind: "gitlab",
  name: "GitLab",
  dialect: {
    html: true,
    details: true,
    // https://docs.gitlab.com/user/markdown/#alerts; an older instance shows a quote.
    alerts: true,
    marker: "html-comment",
    // https://docs.gitlab.com/user/markdown/#gitlab-specific-references
    references:
      /\\!(?=\d|$)|\\~|%(?=["\w\\])|&amp;(?=\d)|\^(?=alert)|\\\[(?=[a-z_\\]+:|[+-])|\\\*(?=iteration:)|\bGL-(?=\d|$)|\{(?=[+-])/gi,
    // https://docs.gitlab.com/user/project/quick_actions/
    lineCommand: /^\s*\//,
  },
  // GitLab takes 1,000,000 characters; nobody reads so many.
  commentLength: { longest: 65_000, shortened: 30_000 },
  commitIds: "whole",
  // https://docs.gitlab.com/api/commits/#set-commit-pipeline-status
  status: {
    context: "scan-gate",
    separator: "/",
    states: { pass: "success", fail: "failed", incomplete: "failed", pending: "pending" },
    longestDescription: 140,
  },
  nativeFindings: "gitlab-reports",
  words: {
    tokenHint:
      "Set GITLAB_TOKEN to a project access token with the scope `api` and the role Developer, as a masked variable that is not protected",
  },
} as const satisfies ForgeTraits;
