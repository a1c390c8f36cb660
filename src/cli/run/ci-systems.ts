/** Which variables of a CI tell what; of several, the first that is set counts. */
export interface CiVariables {
  readonly name: string;
  /** Set by this CI and by no other. */
  readonly sign: string;
  readonly repository: readonly string[];
  /** Any address that git clones from; the repository's path is taken from it where no variable has it. */
  readonly address: readonly string[];
  readonly commit: readonly string[];
  /** Branch names or full refs. */
  readonly branch: readonly string[];
  readonly tag: readonly string[];
  readonly defaultBranch: readonly string[];
  /** Numbers, or addresses that end in one. */
  readonly pullRequest: readonly string[];
  readonly headBranch: readonly string[];
  readonly headCommit: readonly string[];
  readonly baseBranch: readonly string[];
  readonly baseCommit: readonly string[];
  /** Set, and not `false`, when the head is a fork's. */
  readonly fork: readonly string[];
  /** Another path than the repository's means a fork. */
  readonly headRepository: readonly string[];
  /** Names of remote branches that git fetched the head as, where the CI checks out a merge and tells no head. */
  readonly fetchedHead: readonly string[];
  /** Holds `merge_train` when what is checked out is a part of one. */
  readonly queue: readonly string[];
  /** The page of the job. */
  readonly page: readonly string[];
  /** Where no variable holds that page: its path below the repository's, and the variable that stands at its end. */
  readonly pageBelow?: readonly [path: string, variable: string];
}

const NOTHING: Omit<CiVariables, "name" | "sign" | "commit"> = {
  repository: [],
  address: [],
  branch: [],
  tag: [],
  defaultBranch: [],
  pullRequest: [],
  headBranch: [],
  headCommit: [],
  baseBranch: [],
  baseCommit: [],
  fork: [],
  headRepository: [],
  fetchedHead: [],
  queue: [],
  page: [],
};

/**
 * The CI systems whose variables are supported. On GitHub the event's payload is read instead, which says more;
 * its row is for events that the action itself does not know.
 */
export const CI_SYSTEMS: readonly CiVariables[] = [
  {
    ...NOTHING,
    name: "GitHub Actions",
    sign: "GITHUB_ACTIONS",
    repository: ["GITHUB_REPOSITORY"],
    commit: ["GITHUB_SHA"],
    branch: ["GITHUB_REF"],
  },
  {
    ...NOTHING,
    // https://docs.gitlab.com/ci/variables/predefined_variables/
    name: "GitLab CI/CD",
    sign: "GITLAB_CI",
    repository: ["CI_MERGE_REQUEST_PROJECT_PATH", "CI_PROJECT_PATH"],
    address: ["CI_MERGE_REQUEST_PROJECT_URL", "CI_PROJECT_URL"],
    commit: ["CI_COMMIT_SHA"],
    branch: ["CI_COMMIT_BRANCH"],
    tag: ["CI_COMMIT_TAG"],
    defaultBranch: ["CI_DEFAULT_BRANCH"],
    pullRequest: ["CI_MERGE_REQUEST_IID"],
    headBranch: ["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME"],
    headCommit: ["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"],
    baseBranch: ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"],
    baseCommit: ["CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA"],
    headRepository: ["CI_MERGE_REQUEST_SOURCE_PROJECT_PATH"],
    queue: ["CI_MERGE_REQUEST_EVENT_TYPE"],
    page: ["CI_JOB_URL"],
  },
  {
    ...NOTHING,
    // https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
    name: "Bitbucket Pipelines",
    sign: "BITBUCKET_BUILD_NUMBER",
    repository: ["BITBUCKET_REPO_FULL_NAME"],
    address: ["BITBUCKET_GIT_HTTP_ORIGIN"],
    commit: ["BITBUCKET_COMMIT"],
    branch: ["BITBUCKET_BRANCH"],
    tag: ["BITBUCKET_TAG"],
    pullRequest: ["BITBUCKET_PR_ID"],
    headBranch: ["BITBUCKET_BRANCH"],
    baseBranch: ["BITBUCKET_PR_DESTINATION_BRANCH"],
    baseCommit: ["BITBUCKET_PR_DESTINATION_COMMIT"],
    pageBelow: ["pipelines/results", "BITBUCKET_BUILD_NUMBER"],
  },
  {
    ...NOTHING,
    // https://learn.microsoft.com/azure/devops/pipelines/build/variables
    name: "Azure Pipelines",
    sign: "TF_BUILD",
    address: ["BUILD_REPOSITORY_URI"],
    commit: ["BUILD_SOURCEVERSION"],
    branch: ["BUILD_SOURCEBRANCH"],
    pullRequest: ["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "SYSTEM_PULLREQUEST_PULLREQUESTID"],
    headBranch: ["SYSTEM_PULLREQUEST_SOURCEBRANCH"],
    headCommit: ["SYSTEM_PULLREQUEST_SOURCECOMMITID"],
    baseBranch: ["SYSTEM_PULLREQUEST_TARGETBRANCH"],
    fork: ["SYSTEM_PULLREQUEST_ISFORK"],
  },
  {
    ...NOTHING,
    // https://www.jenkins.io/doc/book/pipeline/multibranch/
    name: "Jenkins",
    sign: "JENKINS_URL",
    address: ["GIT_URL"],
    commit: ["GIT_COMMIT"],
    branch: ["BRANCH_NAME", "GIT_BRANCH"],
    tag: ["TAG_NAME"],
    pullRequest: ["CHANGE_ID"],
    headBranch: ["CHANGE_BRANCH"],
    baseBranch: ["CHANGE_TARGET"],
    fork: ["CHANGE_FORK"],
    // A build of a pull request fetches its head as origin/PR-7, whatever repository it is in.
    fetchedHead: ["BRANCH_NAME"],
    page: ["BUILD_URL"],
  },
  {
    ...NOTHING,
    // https://circleci.com/docs/reference/variables/
    name: "CircleCI",
    sign: "CIRCLECI",
    address: ["CIRCLE_REPOSITORY_URL"],
    commit: ["CIRCLE_SHA1"],
    branch: ["CIRCLE_BRANCH"],
    tag: ["CIRCLE_TAG"],
    pullRequest: ["CIRCLE_PR_NUMBER", "CIRCLE_PULL_REQUEST"],
    headBranch: ["CIRCLE_BRANCH"],
    fork: ["CIRCLE_PR_USERNAME"],
    page: ["CIRCLE_BUILD_URL"],
  },
];
