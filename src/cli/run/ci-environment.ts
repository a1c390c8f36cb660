import type { Environment } from "../../platform/runner/actions.ts";
import { repositoryAddress } from "./repository-address.ts";

/** A pull or merge request, as far as it is known. */
export interface CiPullRequest {
  readonly number: number;
  readonly baseRef?: string;
  readonly baseCommit?: string;
  readonly fork: boolean;
}

/** What is known of the commit before the options are looked at. */
export interface CommitFacts {
  /** `owner/name`; groups of groups are kept. */
  readonly repository?: string;
  /** Web address, without user info and without a slash at the end. */
  readonly repositoryUrl?: string;
  /** Whole, lower case. */
  readonly commit?: string;
  /** Full: `refs/heads/main`; that of the head branch on a pull request. */
  readonly ref?: string;
  readonly defaultBranch?: string;
  readonly pullRequest?: CiPullRequest;
}

/** Which variables of a CI tell what; of several, the first that is set counts. */
interface Ci {
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
}

const NOTHING: Omit<Ci, "name" | "sign" | "commit"> = {
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
};

/**
 * The CI systems whose variables are supported. On GitHub the event's payload is read instead, which says more;
 * its row is for events that the action itself does not know.
 */
export const CI_SYSTEMS: readonly Ci[] = [
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
  },
];

/** What a CI tells of the commit, with the CI's name; undefined outside of those that are known. */
export function readCi(env: Environment): (CommitFacts & { readonly ci: string }) | undefined {
  const system = CI_SYSTEMS.find(({ sign }) => (env[sign] ?? "") !== "");
  if (system === undefined) return undefined;
  const look: Look = (fact) => system[fact].map((name) => env[name]?.trim()).find(isGiven);
  const address = repositoryAddress(look("address") ?? gitHubAddress(system, env));
  const repository = look("repository") ?? address?.path;
  const number = numberIn(look("pullRequest"));
  const isChange = number !== undefined;
  const commit = wholeCommit((isChange ? look("headCommit") : undefined) ?? builtCommit(look, env));
  const ref = refOf(look, isChange);
  const defaultBranch = look("defaultBranch");
  return {
    ci: system.name,
    ...(repository === undefined ? {} : { repository }),
    ...(address === undefined ? {} : { repositoryUrl: address.url }),
    ...(commit === undefined ? {} : { commit }),
    ...(ref === undefined ? {} : { ref }),
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    ...(number === undefined ? {} : { pullRequest: pullRequestOf(look, number, repository) }),
  };
}

/** The first variable that tells a fact. */
type Look = (fact: Exclude<keyof Ci, "name" | "sign">) => string | undefined;

function builtCommit(look: Look, { GITHUB_REF }: Environment): string | undefined {
  // On a pull request GitHub's variable holds the commit of a test merge, which nobody scanned.
  return GITHUB_REF?.startsWith("refs/pull/") ? undefined : look("commit");
}

function refOf(look: Look, isChange: boolean): string | undefined {
  const tag = isChange ? undefined : look("tag");
  if (tag !== undefined) return `refs/tags/${tag}`;
  const name = (isChange ? look("headBranch") : undefined) ?? look("branch");
  return name === undefined ? undefined : fullRef(name);
}

function pullRequestOf(look: Look, number: number, repository: string | undefined): CiPullRequest {
  const baseRef = look("baseBranch");
  const baseCommit = commitName(look("baseCommit"));
  const head = look("headRepository")?.toLowerCase();
  return {
    number,
    ...(baseRef === undefined ? {} : { baseRef: bareBranch(baseRef) }),
    ...(baseCommit === undefined ? {} : { baseCommit }),
    fork:
      !/^(false)?$/i.test(look("fork") ?? "") || (head !== undefined && head !== repository?.toLowerCase()),
  };
}

/** A variable that was named but never filled stands there as Azure's `$(…)`. */
function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== "" && !value.startsWith("$(");
}

function gitHubAddress({ sign }: Ci, env: Environment): string {
  return sign === "GITHUB_ACTIONS" ? `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}` : "";
}

/** A full ref from a branch name in any of the forms that CI systems use. */
export function fullRef(name: string): string {
  return name.startsWith("refs/") ? name : `refs/heads/${bareBranch(name)}`;
}

/** The bare name of a branch; `origin/` is how Jenkins names what it fetched. */
export function bareBranch(name: string): string {
  return name.replace(/^refs\/heads\//, "").replace(/^origin\//, "");
}

/** A commit id of 40 or 64 hex digits, lower case. */
export function wholeCommit(text: string | undefined): string | undefined {
  const id = text?.toLowerCase() ?? "";
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? id : undefined;
}

/** A commit id that may be shortened, as Bitbucket does with that of the destination. */
export function commitName(text: string | undefined): string | undefined {
  const id = text?.toLowerCase() ?? "";
  return /^[0-9a-f]{7,64}$/.test(id) ? id : undefined;
}

/** A positive number at the end of a text. */
export function numberIn(text: string | undefined): number | undefined {
  const number = Number(/(?:^|\/)([1-9]\d{0,9})$/.exec(text ?? "")?.[1]);
  return Number.isSafeInteger(number) ? number : undefined;
}
