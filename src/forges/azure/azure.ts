import type { ForgeTraits } from "../forge.ts";

/** Azure DevOps, Services and Server. */
export const AZURE_TRAITS = {
  kind: "azure",
  name: "Azure DevOps",
  dialect: {
    // Azure takes some HTML; older servers and mails show it as text, so that none is sent.
    html: false,
    details: false,
    alerts: false,
    marker: "thread-property",
    // https://learn.microsoft.com/azure/devops/project/wiki/markdown-guidance: work items, pull requests, mentions.
    references: /\\?!(?=\d|$)|\\?#(?=\d|$)|@(?=[<\\&]|$)/g,
  },
  // Azure takes 150,000 characters; nobody reads so many.
  commentLength: { longest: 65_000, shortened: 30_000 },
  commitIds: "whole",
  // https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-statuses/create
  status: {
    context: "scan-gate/verdict",
    keyedContext: "scan-gate",
    separator: "/",
    states: { pass: "succeeded", fail: "failed", incomplete: "error", pending: "pending" },
    longestDescription: 200,
  },
  nativeFindings: "sarif-artifact",
  words: {
    tokenHint:
      "Set SYSTEM_ACCESSTOKEN: $(System.AccessToken) under `env:` of the step, and allow the build service `Contribute to pull requests` on the repository",
  },
} as const satisfies ForgeTraits;
