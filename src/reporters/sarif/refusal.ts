import { type ScanGateError, sentence } from "../../errors.ts";

const ELSEWHERE =
  "upload the file of the output `sarif-file` from a workflow that may, or set `sarif: file` to end this warning";

/**
 * What GitHub's own words mean, where one status has several causes. The text only chooses the advice: that the
 * upload failed, and that the verdict stands, does not depend on it.
 * https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads
 */
const WORDS: readonly { readonly said: RegExp; readonly advice: string }[] = [
  {
    said: /(?:advanced|code) security must be enabled|code scanning is not enabled|advanced security is not enabled/i,
    advice:
      "Enable code scanning in the repository's settings under Security (a private repository needs GitHub Code " +
      "Security), or set `sarif: file`",
  },
  { said: /archived/i, advice: "An archived repository takes no uploads: set `sarif: file`" },
  {
    said: /commit not found|ref .*not found/i,
    advice:
      "The commit or its ref is gone from GitHub, as after a force push: run the workflow for the newest commit",
  },
];

const STATUSES: Readonly<Record<number, string>> = {
  401: "Check the input `github-token`",
  403:
    "Give the job `permissions: security-events: write`. A run for a fork or by Dependabot has a read-only token: " +
    ELSEWHERE,
  404:
    "Give the job `permissions: security-events: write` and, in a private repository, `contents: read`, and see that " +
    "code scanning is enabled there",
  413: "The file is too large for this server: set `sarif: file` and upload it in parts",
};

const UNACCEPTED =
  "This server does not accept the file as it is; GitHub Enterprise Server may be too old for it. Set `sarif: file` " +
  "to end this warning";

/** The sentence about an upload that did not come about: what GitHub said, and the one permission or setting to change. */
export function uploadRefused(error: ScanGateError): string {
  return sentence(`Code scanning has no results of this run: ${error.message}`, adviceFor(error));
}

function adviceFor({ status, message, hint, code }: ScanGateError): string | undefined {
  const known = WORDS.find(({ said }) => said.test(message));
  if (known !== undefined) return known.advice;
  if (status !== undefined && code !== "rate-limited") {
    if (Object.hasOwn(STATUSES, status)) return STATUSES[status];
    if (status >= 400 && status < 500) return UNACCEPTED;
  }
  return hint;
}
