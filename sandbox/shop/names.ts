/** The names and numbers of the sandbox's repository, and the ids under which the two tools know it. */

export const OWNER = "acme";
export const REPO = "web-shop";
export const REPOSITORY = `${OWNER}/${REPO}`;
export const REPOSITORY_ID = 731_204_518;
export const REPOSITORY_URL = `https://github.com/${REPOSITORY}`;

export const PULL_REQUEST = 42;
export const HEAD_BRANCH = "feature/order-search";
export const MERGE_REF = `refs/pull/${PULL_REQUEST}/merge`;

/** The commit judged on the pull request. */
export const HEAD_COMMIT = "6c1f9ab4d08e27a35f61c9e0b7d2843a1f5e90cb";
/** The commit before it on the pull request's branch. */
export const OLDER_COMMIT = "a91d02e7f6b35c48190de2a7743c5b8f0e16d92a";
/** A commit that was pushed onto the pull request after the one judged. */
export const NEWER_COMMIT = "0f7e2c91b8d4a65330c18e9f72b6d5a4e1903c8b";
/** GitHub's test merge of the head commit. */
export const MERGE_COMMIT = "e4b70c92157fa8d36e09b1c5a2f84d7036bc91e8";
/** The tip of main. */
export const BASE_COMMIT = "3f2e1d0c9b8a47566371829304a5b6c7d8e9f001";
/** The merge queue's commit for the pull request. */
export const QUEUE_COMMIT = "b85d3e6f01c92a7748d5e6f30a1b2c3d4e5f6071";
export const QUEUE_REF = `refs/heads/gh-readonly-queue/main/pr-${PULL_REQUEST}-${BASE_COMMIT}`;

export const SEMGREP_DEPLOYMENT = { id: 4711, slug: "acme", name: "Acme" };
export const SEMGREP_PROJECT = 918_273;
export const PULL_SCAN = 60_411_902;
export const MAIN_SCAN = 60_398_155;

export const SNYK_ORG = "4c8a1e52-0d3b-4f6e-9a77-1be05c2d9f30";
export const SNYK_ORG_SLUG = "acme-shop";
export const SNYK_TARGET = "7f3b9d10-6a2c-4e85-b1d4-90c7e6a5f821";
export const SNYK_HEAD_PACKAGES = "1d9e7c34-5b80-4f2a-8e61-c3a7d0b29f45";
export const SNYK_HEAD_CODE = "2e0f8d45-6c91-403b-9f72-d4b8e1c3a056";
export const SNYK_BASE_PACKAGES = "3f109e56-7da2-414c-a083-e5c9f2d4b167";
export const SNYK_BASE_CODE = "40210f67-8eb3-425d-b194-f6da03e5c278";

/** Obviously fake: they open nothing, and a search for them shows any leak. */
export const TOKENS = {
  semgrep: "sandbox-semgrep-token-not-a-secret-5d41402abc4b2a76",
  snyk: "00000000-5a17-4000-8000-not0a0secret",
  github: "ghs_sandboxGithubTokenNotASecret0123456789abcdef",
  policy: "ghs_sandboxPolicyTokenNotASecret0123456789abcdef",
};
