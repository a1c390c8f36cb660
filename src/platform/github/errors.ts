import { type ScanGateError, withDetails } from "../../errors.ts";
import type { Answer } from "../http/transport.ts";

/** What an endpoint needs of the token, as the line under `permissions:` in the workflow. */
export interface Need {
  readonly permission: string;
  /** For the reader: `comment on the pull request`. */
  readonly purpose: string;
}

export const NEEDS = {
  readComments: { permission: "pull-requests: write", purpose: "find its comment" },
  comment: { permission: "pull-requests: write", purpose: "comment on the pull request" },
  readReviews: { permission: "pull-requests: write", purpose: "find its review threads" },
  review: { permission: "pull-requests: write", purpose: "write review threads" },
  resolveThread: { permission: "contents: write", purpose: "resolve review threads" },
  pulls: { permission: "pull-requests: read", purpose: "read the pull request" },
  statuses: { permission: "statuses: read", purpose: "read the commit's statuses" },
  writeStatus: { permission: "statuses: write", purpose: "write the commit's status" },
  react: { permission: "pull-requests: write", purpose: "react to a comment" },
  contents: { permission: "contents: read", purpose: "read the repository" },
  policies: { permission: "contents: read", purpose: "read policies of other repositories" },
  uploadSarif: { permission: "security-events: write", purpose: "upload SARIF" },
  readSarif: { permission: "security-events: read", purpose: "read what became of the SARIF upload" },
  writeBranch: { permission: "contents: write", purpose: "write the exception to a branch" },
  openPull: { permission: "pull-requests: write", purpose: "open a pull request" },
  user: { permission: "read:user", purpose: "tell whose token it is" },
} as const satisfies Readonly<Record<string, Need>>;

interface Advice {
  readonly statuses: readonly number[];
  /** What GitHub's own words must match; the statuses alone do not tell these cases apart. */
  readonly says?: RegExp;
  readonly hint: (need: Need) => string;
}

/** First match wins. The words are those that GitHub is known to answer with; each message quotes them. */
const ADVICE: readonly Advice[] = [
  {
    statuses: [403, 422],
    says: /issue is locked|conversation is locked|locked conversation/i,
    hint: () => "Unlock the conversation of the pull request, or set `comment: never`",
  },
  {
    statuses: [403, 422],
    says: /more than 2,?500 comments|comment limit/i,
    hint: () => "A pull request takes 2,500 comments at most: delete old ones, or open a new pull request",
  },
  {
    statuses: [403, 422],
    says: /not permitted to create or approve pull requests/i,
    hint: () =>
      'Turn on "Allow GitHub Actions to create and approve pull requests" under Settings, Actions, General, of the repository and of its organization, or give an App\'s token as `github-token`',
  },
  {
    statuses: [403],
    says: /IP allow list/i,
    hint: () => "Add the runner's address to the organization's IP allow list, or use a runner that is on it",
  },
  {
    statuses: [403],
    says: /SAML/i,
    hint: () =>
      "Authorize the token in `github-token` for the organization's SAML single sign-on, or leave `github-token` out",
  },
  {
    statuses: [403, 422],
    says: /interactions? (?:on|limit|with)|has been restricted to/i,
    hint: () => "Lift the repository's interaction limit, or use a token whose owner may comment under it",
  },
  {
    statuses: [400, 403, 422],
    says: /alert limit|too many (?:logical )?alerts/i,
    hint: () =>
      "The repository has as many code scanning alerts as GitHub takes: close old ones or ask GitHub Support, and set `sarif: file` until then",
  },
  {
    statuses: [403, 404],
    says: /(Code|Advanced) Security must be enabled|Code Scanning is not enabled|no analysis found/i,
    hint: () =>
      "Enable code scanning for the repository (a private one needs GitHub Code Security), or set `sarif: file`",
  },
  {
    statuses: [403],
    says: /archived/i,
    hint: () => "The repository is archived and takes no more writes; set `sarif: file` and `comment: never`",
  },
  {
    statuses: [400, 404, 422],
    says: /commit not found|ref .*not found in this repository/i,
    hint: () => "Check that the commit and the ref still exist in this repository",
  },
  {
    statuses: [403],
    says: /answered 403 \((?!.*(?:not accessible|permission|forbidden|must have|requires?\b|GitHub accepts))/i,
    hint: ({ permission, purpose }) =>
      `GitHub's own words tell why; where it is a matter of rights, \`${permission}\` is what it takes to ${purpose}`,
  },
  {
    statuses: [403],
    hint: ({ permission, purpose }) =>
      `Add \`${permission}\` to the job's \`permissions:\` to ${purpose}; ` +
      "runs of forks and of Dependabot get a token that can only read",
  },
  {
    statuses: [404],
    hint: ({ permission, purpose }) =>
      `Check that it exists; without \`${permission}\` in the job's \`permissions:\`, to ${purpose} ends in 404 as well`,
  },
  { statuses: [401], hint: () => "Check `github-token`: GitHub does not accept it" },
  { statuses: [413], hint: () => "Set `sarif: file`, and upload less" },
];

/** The error with the one thing to do about it at this endpoint. */
export function withAdvice(error: ScanGateError, need: Need): ScanGateError {
  if (error.code === "rate-limited" || error.status === undefined) return error;
  const { status, message } = error;
  const advice = ADVICE.find(
    ({ statuses, says }) => statuses.includes(status) && (says === undefined || says.test(message)),
  );
  return advice === undefined ? error : withDetails(error, { hint: advice.hint(need) });
}

/** What GitHub itself says that the token lacks (`x-accepted-github-permissions`). */
export function missingPermissions({ status, headers }: Answer): string | undefined {
  const accepted = headers["x-accepted-github-permissions"] ?? "";
  const told = (status === 403 || status === 404) && /^[\w=;, -]{3,200}$/.test(accepted);
  return told ? `GitHub accepts ${accepted}` : undefined;
}
