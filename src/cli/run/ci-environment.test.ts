import { describe, expect, it } from "vitest";
import { commitName, fullRef, numberIn, readCi, wholeCommit } from "./ci-environment.ts";
import { CI_SYSTEMS } from "./ci-systems.ts";

const HEAD = "1".repeat(40);
const MERGE = "2".repeat(40);
const BASE = "3".repeat(40);

/** What each CI sets, and what that says. */
const CASES: readonly (readonly [string, Readonly<Record<string, string>>, object])[] = [
  [
    "GitHub, a push",
    {
      GITHUB_ACTIONS: "true",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SHA: HEAD,
      GITHUB_REF: "refs/heads/main",
    },
    {
      ci: "GitHub Actions",
      repository: "acme/shop",
      repositoryUrl: "https://github.com/acme/shop",
      commit: HEAD,
      ref: "refs/heads/main",
    },
  ],
  [
    "GitHub, a pull request whose payload is not at hand",
    {
      GITHUB_ACTIONS: "true",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SHA: MERGE,
      GITHUB_REF: "refs/pull/7/merge",
    },
    {
      ci: "GitHub Actions",
      repository: "acme/shop",
      repositoryUrl: "https://github.com/acme/shop",
      ref: "refs/pull/7/merge",
    },
  ],
  [
    "GitLab, a branch",
    {
      GITLAB_CI: "true",
      CI_PROJECT_PATH: "acme/web/shop",
      CI_PROJECT_URL: "https://gitlab.example/acme/web/shop",
      CI_COMMIT_SHA: HEAD,
      CI_COMMIT_BRANCH: "main",
      CI_DEFAULT_BRANCH: "main",
      CI_COMMIT_TAG: "",
    },
    {
      ci: "GitLab CI/CD",
      repository: "acme/web/shop",
      repositoryUrl: "https://gitlab.example/acme/web/shop",
      commit: HEAD,
      ref: "refs/heads/main",
      defaultBranch: "main",
    },
  ],
  [
    "GitLab, a merge request of a fork, tested as merged",
    {
      GITLAB_CI: "true",
      CI_PROJECT_PATH: "mallory/shop",
      CI_MERGE_REQUEST_PROJECT_PATH: "acme/shop",
      CI_MERGE_REQUEST_PROJECT_URL: "https://gitlab.example/acme/shop",
      CI_COMMIT_SHA: MERGE,
      CI_MERGE_REQUEST_IID: "12",
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: "feature/x",
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: HEAD,
      CI_MERGE_REQUEST_SOURCE_PROJECT_PATH: "mallory/shop",
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
      CI_MERGE_REQUEST_TARGET_BRANCH_SHA: "",
      CI_MERGE_REQUEST_DIFF_BASE_SHA: BASE,
    },
    {
      ci: "GitLab CI/CD",
      repository: "acme/shop",
      repositoryUrl: "https://gitlab.example/acme/shop",
      commit: HEAD,
      ref: "refs/heads/feature/x",
      pullRequest: { number: 12, baseRef: "main", baseCommit: BASE, fork: true, mergeCommit: MERGE },
    },
  ],
  [
    "GitLab, a merge train",
    {
      GITLAB_CI: "true",
      CI_MERGE_REQUEST_PROJECT_PATH: "acme/shop",
      CI_COMMIT_SHA: MERGE,
      CI_MERGE_REQUEST_IID: "12",
      CI_MERGE_REQUEST_EVENT_TYPE: "merge_train",
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: HEAD,
      CI_JOB_URL: "https://gitlab.example/acme/shop/-/jobs/5",
    },
    {
      ci: "GitLab CI/CD",
      repository: "acme/shop",
      commit: HEAD,
      page: "https://gitlab.example/acme/shop/-/jobs/5",
      pullRequest: { number: 12, fork: false, mergeCommit: MERGE, onMergeTrain: true },
    },
  ],
  [
    "GitLab, a merge request whose pipeline runs on its head",
    {
      GITLAB_CI: "true",
      CI_MERGE_REQUEST_PROJECT_PATH: "acme/shop",
      CI_COMMIT_SHA: HEAD,
      CI_MERGE_REQUEST_IID: "12",
      CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: "",
      CI_JOB_URL: "https://user:fake@gitlab.example/acme/shop/-/jobs/5",
    },
    { ci: "GitLab CI/CD", repository: "acme/shop", commit: HEAD, pullRequest: { number: 12, fork: false } },
  ],
  [
    "Bitbucket, a pull request",
    {
      BITBUCKET_BUILD_NUMBER: "5",
      BITBUCKET_REPO_FULL_NAME: "acme/shop",
      BITBUCKET_GIT_HTTP_ORIGIN: "http://bitbucket.org/acme/shop",
      BITBUCKET_COMMIT: HEAD.toUpperCase().replaceAll("1", "A"),
      BITBUCKET_BRANCH: "feature",
      BITBUCKET_PR_ID: "3",
      BITBUCKET_PR_DESTINATION_BRANCH: "main",
      BITBUCKET_PR_DESTINATION_COMMIT: "abcdef123456",
    },
    {
      ci: "Bitbucket Pipelines",
      repository: "acme/shop",
      repositoryUrl: "https://bitbucket.org/acme/shop",
      page: "https://bitbucket.org/acme/shop/pipelines/results/5",
      commit: "a".repeat(40),
      ref: "refs/heads/feature",
      pullRequest: { number: 3, baseRef: "main", baseCommit: "abcdef123456", fork: false },
    },
  ],
  [
    "Bitbucket, whose commit is only a beginning",
    { BITBUCKET_BUILD_NUMBER: "5", BITBUCKET_COMMIT: "8E855becb748", BITBUCKET_PR_ID: "3" },
    { ci: "Bitbucket Pipelines", commitStart: "8e855becb748", pullRequest: { number: 3, fork: false } },
  ],
  [
    "Bitbucket, a tag",
    {
      BITBUCKET_BUILD_NUMBER: "5",
      BITBUCKET_REPO_FULL_NAME: "acme/shop",
      BITBUCKET_COMMIT: HEAD,
      BITBUCKET_TAG: "v1",
    },
    { ci: "Bitbucket Pipelines", repository: "acme/shop", commit: HEAD, ref: "refs/tags/v1" },
  ],
  [
    "Azure, a pull request of a repository of its own",
    {
      TF_BUILD: "True",
      BUILD_REPOSITORY_URI: "https://org@dev.azure.com/org/project/_git/shop",
      BUILD_SOURCEVERSION: MERGE,
      BUILD_SOURCEBRANCH: "refs/pull/9/merge",
      SYSTEM_PULLREQUEST_PULLREQUESTNUMBER: "$(System.PullRequest.PullRequestNumber)",
      SYSTEM_PULLREQUEST_PULLREQUESTID: "9",
      SYSTEM_PULLREQUEST_SOURCEBRANCH: "refs/heads/feature",
      SYSTEM_PULLREQUEST_SOURCECOMMITID: HEAD,
      SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/main",
      SYSTEM_PULLREQUEST_ISFORK: "False",
    },
    {
      ci: "Azure Pipelines",
      repository: "org/project/shop",
      repositoryUrl: "https://dev.azure.com/org/project/_git/shop",
      commit: HEAD,
      ref: "refs/heads/feature",
      pullRequest: { number: 9, baseRef: "main", fork: false, mergeCommit: MERGE },
    },
  ],
  [
    "Jenkins, a branch",
    {
      JENKINS_URL: "https://ci.example/",
      GIT_URL: "git@git.example:acme/shop.git",
      GIT_COMMIT: HEAD,
      GIT_BRANCH: "origin/main",
    },
    {
      ci: "Jenkins",
      repository: "acme/shop",
      repositoryUrl: "https://git.example/acme/shop",
      commit: HEAD,
      ref: "refs/heads/main",
    },
  ],
  [
    "Jenkins, a pull request of a fork",
    {
      JENKINS_URL: "https://ci.example/",
      GIT_URL: "https://git.example/acme/shop.git",
      GIT_COMMIT: HEAD,
      BRANCH_NAME: "PR-4",
      CHANGE_ID: "4",
      CHANGE_BRANCH: "feature",
      CHANGE_TARGET: "main",
      CHANGE_FORK: "mallory",
    },
    {
      ci: "Jenkins",
      repository: "acme/shop",
      repositoryUrl: "https://git.example/acme/shop",
      commit: HEAD,
      fetchedHeads: ["PR-4"],
      ref: "refs/heads/feature",
      pullRequest: { number: 4, baseRef: "main", fork: true },
    },
  ],
  [
    "CircleCI, a pull request without a base",
    {
      CIRCLECI: "true",
      CIRCLE_REPOSITORY_URL: "git@github.com:acme/shop.git",
      CIRCLE_SHA1: HEAD,
      CIRCLE_BRANCH: "feature",
      CIRCLE_PULL_REQUEST: "https://github.com/acme/shop/pull/21",
    },
    {
      ci: "CircleCI",
      repository: "acme/shop",
      repositoryUrl: "https://github.com/acme/shop",
      commit: HEAD,
      ref: "refs/heads/feature",
      pullRequest: { number: 21, fork: false },
    },
  ],
];

describe("the variables of a CI", () => {
  it.each(CASES)("say of %s what is judged", (_name, env, expected) => {
    expect(readCi(env)).toEqual(expected);
  });

  it("are all tried here", () => {
    const tried = new Set(CASES.map(([, env]) => readCi(env)?.ci));
    expect([...tried].sort()).toEqual(CI_SYSTEMS.map(({ name }) => name).sort());
  });

  it("say nothing outside of a CI, nor when a sign is empty", () => {
    expect(readCi({})).toBeUndefined();
    expect(readCi({ GITLAB_CI: "" })).toBeUndefined();
  });

  it("tell the page of a build of Azure in their parts", () => {
    const env = {
      TF_BUILD: "True",
      SYSTEM_COLLECTIONURI: "https://dev.azure.com/acme/",
      SYSTEM_TEAMPROJECT: "Web Shop",
      BUILD_BUILDID: "501",
    };
    expect(readCi(env)?.page).toBe("https://dev.azure.com/acme/Web%20Shop/_build/results?buildId=501");
    expect(readCi({ ...env, BUILD_BUILDID: "$(Build.BuildId)" })).not.toHaveProperty("page");
    expect(readCi({ ...env, SYSTEM_COLLECTIONURI: "" })).not.toHaveProperty("page");
  });

  it("say no more than they hold", () => {
    expect(
      readCi({
        CIRCLECI: "true",
        CIRCLE_SHA1: "abc",
        CIRCLE_BUILD_URL: "none",
        CIRCLE_PULL_REQUEST: "no number",
      }),
    ).toEqual({
      ci: "CircleCI",
    });
    expect(readCi({ JENKINS_URL: "x", CHANGE_ID: "4", TAG_NAME: "v1", GIT_COMMIT: HEAD })).toEqual({
      ci: "Jenkins",
      commit: HEAD,
      pullRequest: { number: 4, fork: false },
    });
  });
});

describe("names of refs, commits and numbers", () => {
  it.each([
    ["main", "refs/heads/main"],
    ["origin/main", "refs/heads/main"],
    ["refs/tags/v1", "refs/tags/v1"],
  ])("%s is %s", (name, ref) => {
    expect(fullRef(name)).toBe(ref);
  });

  it("hold only what can be one", () => {
    expect(wholeCommit(HEAD.slice(1))).toBeUndefined();
    expect(wholeCommit("F".repeat(64))).toBe("f".repeat(64));
    expect(commitName("abcdef")).toBeUndefined();
    expect(commitName("ABCDEF1")).toBe("abcdef1");
    expect([
      numberIn("0"),
      numberIn("12"),
      numberIn("pull/12"),
      numberIn("x12"),
      numberIn(undefined),
    ]).toEqual([undefined, 12, 12, undefined, undefined]);
  });
});
