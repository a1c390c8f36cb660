import type { ServiceWords } from "./errors.ts";

/** What to do about a service that answers, but not as it should. */
function onceWell(page: string, other = ""): string {
  return `Run the job again when ${page} shows no trouble; if it shows none, check ${other}the runner's proxy`;
}

const NETWORK = "and the runner's proxy and certificate settings";

/** How the two scanners are told about, and what to do where no endpoint knows better. */
export const SCANNERS: Readonly<Record<"semgrep" | "snyk", ServiceWords>> = {
  semgrep: {
    source: "semgrep",
    name: "Semgrep",
    unwell: onceWell("https://status.semgrep.dev", "`semgrep-url` and "),
    hints: {
      auth: "Check `semgrep-token`: it must be a current API token with the Web API scope",
      forbidden: "Give the token in `semgrep-token` the Web API scope",
      "not-found": "Check `semgrep-deployment`, `semgrep-project` and `semgrep-url`",
      "rate-limited": "Run the job again later",
      unreachable: `Check \`semgrep-url\`, https://status.semgrep.dev, ${NETWORK}`,
      timeout: "Raise `timeout`, or check https://status.semgrep.dev",
      "bad-response": "Check `semgrep-url`, and run the job again",
    },
  },
  snyk: {
    source: "snyk",
    name: "Snyk",
    unwell: onceWell("https://status.snyk.io", "`snyk-url` and "),
    // Its limit is per key and minute (https://docs.snyk.io/snyk-api/rest-api/about-the-rest-api), and is often told
    // without `Retry-After`.
    limitPauseMs: 60_000,
    hints: {
      auth: "Check `snyk-token` and the region in `snyk-url`: the token must be current and of that region",
      forbidden: "Use a token in `snyk-token` that may read the organization, on a plan with API access",
      "not-found":
        "Check `snyk-org`, `snyk-project` and `snyk-url`: Snyk also says 404 when the token has no access",
      "rate-limited": "Run the job again later",
      unreachable: `Check \`snyk-url\`, https://status.snyk.io, ${NETWORK}`,
      timeout: "Raise `timeout`, or check https://status.snyk.io",
      "bad-response": "Check `snyk-url`, and run the job again",
    },
  },
};

/** How GitHub is told about; `github-errors.ts` knows more about refusals. */
export const GITHUB: ServiceWords = {
  source: "github",
  name: "GitHub",
  unwell: onceWell("https://www.githubstatus.com"),
  hints: {
    auth: "Check `github-token`",
    "rate-limited": "Run the job again later",
    unreachable: `Check https://www.githubstatus.com, ${NETWORK}`,
    timeout: "Raise `timeout`, or check https://www.githubstatus.com",
    "bad-response": "Run the job again, and check what stands between the runner and GitHub",
  },
};
