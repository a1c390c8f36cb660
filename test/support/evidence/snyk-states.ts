import type { CommitStatus, GitHubWorld } from "../../../sandbox/github/world.ts";
import type { Fault } from "../../../sandbox/service/fault.ts";
import {
  BASE_COMMIT,
  HEAD_COMMIT,
  OLDER_COMMIT,
  REPOSITORY,
  SNYK_BASE_PACKAGES,
  SNYK_HEAD_CODE,
  SNYK_HEAD_PACKAGES,
} from "../../../sandbox/shop/names.ts";
import { codeIssue, packageIssue, uuidOf } from "../../../sandbox/shop/snyk-records.ts";
import type { SnykIssue, SnykProject } from "../../../sandbox/snyk/world.ts";
import type { World } from "../../../sandbox/world.ts";
import type { Place } from "./events.ts";
import { ago, on, refusal, type State, type States } from "./state.ts";

type ProjectChange = (project: SnykProject, at: Place) => readonly SnykProject[];

/** The repository's own projects changed; those of its neighbours stay. */
const projects =
  (change: ProjectChange, issues: (at: Place) => readonly SnykIssue[] = () => []) =>
  (world: World, at: Place): World => {
    const own = world.snyk.targets
      .filter(({ displayName }) => displayName === REPOSITORY)
      .map(({ id }) => id);
    const changed = world.snyk.projects.flatMap((project) =>
      own.includes(project.target) ? change(project, at) : [project],
    );
    return {
      ...world,
      snyk: { ...world.snyk, projects: changed, issues: [...world.snyk.issues, ...issues(at)] },
    };
  };

const withoutHead: ProjectChange = (project, at) =>
  project.targetReference !== "main" && project.targetReference === (at.branch ?? project.targetReference)
    ? []
    : [project];
const withoutBase: ProjectChange = (project) => (project.targetReference === "main" ? [] : [project]);
const all: ProjectChange = (project) => [project];

const issueIn = (project: string): SnykIssue =>
  packageIssue(project, {
    key: "SNYK-JS-EVIDENCE-1",
    package: "evidence",
    version: "1.0.0",
    title: "Command Injection",
    severity: "high",
    score: 8.1,
    cve: "CVE-2099-50001",
    ghsa: "GHSA-0000-evid-0001",
    cwe: "CWE-78",
    fixedIn: "1.0.1",
  });

/** The projects of the branch judged are those of main on the events of main. */
const headIssue = (at: Place): SnykIssue =>
  issueIn(at.branch === "main" ? SNYK_BASE_PACKAGES : SNYK_HEAD_PACKAGES);

const codeOf = (commit: string): SnykIssue =>
  codeIssue(SNYK_HEAD_CODE, {
    key: uuidOf("evidence code"),
    title: "Path Traversal",
    severity: "low",
    cwe: "CWE-22",
    path: "src/a.ts",
    line: 1,
    endLine: 1,
    commit,
  });

const check = (
  context: string,
  state: CommitStatus["state"],
  more: Partial<CommitStatus> = {},
): CommitStatus => ({
  sha: HEAD_COMMIT,
  context,
  state,
  description: `the check says ${state}`,
  targetUrl: "https://app.snyk.io/org/acme-shop/pr-checks/7",
  updatedAt: ago(3),
  ...more,
});

const SECURITY = "security/snyk (acme-shop)";

/** Snyk's commit statuses, and no project of the head branch. */
const checks = (statuses: readonly CommitStatus[], keep: ProjectChange = withoutHead): State => ({
  world: (world, at) => {
    const changed = projects(keep)(world, at);
    return { ...changed, github: { ...changed.github, statuses } };
  },
});

const CODE = "code/snyk (acme-shop)";
const LICENSE = check("license/snyk (acme-shop)", "success");
const PASSED = [check(SECURITY, "success"), check(CODE, "success"), LICENSE];

/** Snyk imported the repository itself, so that it checks pull requests; it knows the base branch alone. */
const imported: ProjectChange = (project, at) =>
  withoutHead(project, at).map((one) => ({ ...one, origin: "github-cloud-app" }));
const onEarlierHead = (context: string) =>
  check(context, "success", { sha: OLDER_COMMIT, updatedAt: ago(44) });
const EARLIER = [onEarlierHead(SECURITY), onEarlierHead(CODE)];

/** An image whose tag is called like the branch, beside the base branch's projects. */
const imageInstead: ProjectChange = (project, at) =>
  project.targetReference === "main"
    ? [project]
    : [{ ...project, targetReference: at.branch ?? "", type: "deb", origin: "docker-hub" }];

/** Templates of infrastructure beside the packages of the base branch. */
const withInfrastructure: ProjectChange = (project) =>
  project.id === SNYK_BASE_PACKAGES
    ? [project, { ...project, id: uuidOf("evidence infrastructure"), type: "terraformconfig" }]
    : [project];
const PRODUCTS_POLICY = [BASE_COMMIT, HEAD_COMMIT].map((commit) => ({
  commit,
  path: ".github/scan-gate.yml",
  text: "version: 1\nproducts: { snyk: [sca, iac] }\n",
}));

const github = (change: (known: GitHubWorld) => Partial<GitHubWorld>, keep: ProjectChange): State => ({
  world: (world, at) => {
    const changed = projects(keep)(world, at);
    return { ...changed, github: { ...changed.github, ...change(changed.github) } };
  },
});

const older: ProjectChange = (project) => [{ ...project, monitoredAt: ago(40), countsUpdatedAt: ago(40) }];

const PENDING: Fault = {
  kind: "answer",
  status: 200,
  body: [{ id: 1, context: SECURITY, state: "pending", created_at: ago(3), updated_at: ago(3) }],
};

const withToken = (token: string, scheme: "token" | "bearer"): State => ({
  world: (world) => ({ ...world, snyk: { ...world.snyk, token, scheme } }),
});
const claims = Buffer.from(JSON.stringify({ h: "api.eu.snyk.io" })).toString("base64url");

const without = (branch: "projects" | "defaultOrg"): State => ({
  world: (world) => {
    const { defaultOrg: _, ...self } = world.snyk.self;
    return branch === "projects"
      ? projects(() => [])(world, { commit: "", ref: "", full: true })
      : { ...world, snyk: { ...world.snyk, self } };
  },
});

const snykTest = (vulnerabilities: readonly object[]): string =>
  JSON.stringify({
    ok: vulnerabilities.length === 0,
    vulnerabilities,
    dependencyCount: 12,
    packageManager: "npm",
    projectName: "web-shop",
    displayTargetFile: "package-lock.json",
    path: "/checkout",
  });

/** By the name that the table of docs/evidence.md uses. */
export const SNYK_STATES: States = {
  "head projects": {},
  "head projects, new high issue": { world: projects(all, (at) => [headIssue(at)]) },
  "head projects, issue on the base too": {
    world: projects(all, () => [issueIn(SNYK_HEAD_PACKAGES), issueIn(SNYK_BASE_PACKAGES)]),
  },
  "head projects, issue, no base projects": { world: projects(withoutBase, (at) => [headIssue(at)]) },
  "head projects, older than the commit": { world: projects(older) },
  "head projects, code of another commit": { world: projects(all, () => [codeOf("0".repeat(40))]) },
  "head projects, code of this commit": {
    world: projects(
      (project, at) => (project.type === "sast" ? older(project, at) : [project]),
      () => [codeOf(HEAD_COMMIT)],
    ),
  },
  "head projects older, check passed": {
    world: (world, at) => {
      const changed = projects(older)(world, at);
      return { ...changed, github: { ...changed.github, statuses: PASSED } };
    },
  },
  "head projects, commit's date refused": {
    faults: () => ({ github: on(/\/commits\/[0-9a-f]+$/, refusal(403)) }),
  },
  "base projects only": { world: projects(withoutHead) },
  "base projects only, high issue": { world: projects(withoutHead, () => [issueIn(SNYK_BASE_PACKAGES)]) },
  "projects named like the fork's branch": {
    world: projects(
      (project) => [
        { ...project, targetReference: project.targetReference === "main" ? "main" : "order-search" },
      ],
      () => [issueIn(SNYK_HEAD_PACKAGES)],
    ),
  },
  "no projects": without("projects"),
  "inactive projects only": { world: projects((project) => [{ ...project, status: "inactive" }]) },
  "projects of other branches only": {
    world: projects((project) => [{ ...project, targetReference: "release/1" }]),
  },
  "check passed": checks(PASSED),
  "check passed, no projects": checks(PASSED, () => []),
  "check passed, base projects with a high issue": {
    world: (world, at) => {
      const changed = projects(withoutHead, () => [issueIn(SNYK_BASE_PACKAGES)])(world, at);
      return { ...changed, github: { ...changed.github, statuses: PASSED } };
    },
  },
  "check pending, then passed": {
    ...checks(PASSED),
    faults: () => ({ github: on(/\/statuses$/, PENDING, (nth) => nth <= 2) }),
  },
  "check pending": checks([check(SECURITY, "pending"), check(CODE, "success")]),
  "check failed": checks([check(SECURITY, "failure"), check("code/snyk (acme-shop)", "success")]),
  "check failed, then passed": checks([
    check(SECURITY, "failure", { updatedAt: ago(8) }),
    check(SECURITY, "success"),
    check(CODE, "success"),
  ]),
  "one organization's check failed": checks([
    check(SECURITY, "success"),
    check("security/snyk (acme-labs)", "failure"),
    check(CODE, "success"),
  ]),
  "one check failed, one pending": checks([
    check(SECURITY, "failure"),
    check("code/snyk (acme-shop)", "pending"),
  ]),
  "check in error": checks([
    check(SECURITY, "error", { description: "The organization has no tests left this month" }),
    check(CODE, "success"),
  ]),
  "check passed for want of tests": checks([
    check(SECURITY, "success", { description: "Code test limit reached" }),
    check(CODE, "success"),
  ]),
  "check comes late and fails": checks(
    [...EARLIER, check(SECURITY, "success"), check(CODE, "failure", { fromLook: 3 })],
    imported,
  ),
  "check comes late and passes": checks(
    [...EARLIER, check(SECURITY, "success"), check(CODE, "success", { fromLook: 3 })],
    imported,
  ),
  "check of an earlier head never comes": checks([...EARLIER, check(SECURITY, "success")], imported),
  "checks of an earlier head never come, and code has no project": checks(EARLIER, (project, at) =>
    imported(project, at).filter(({ type }) => type !== "sast"),
  ),
  "check passed, by the pull request's author": checks(
    PASSED.map((one) => ({ ...one, creator: "jo-winter" })),
  ),
  "check passed, by a workflow": checks(PASSED.map((one) => ({ ...one, creator: "github-actions[bot]" }))),
  "check failed, then passed by somebody else": checks([
    check(SECURITY, "failure", { updatedAt: ago(8) }),
    check(SECURITY, "success", { creator: "jo-winter" }),
    check(CODE, "success"),
  ]),
  "check of secrets failed": checks([...PASSED, check("secrets/snyk (acme-shop)", "failure")]),
  "check of a new product failed": checks([...PASSED, check("quality/snyk (acme-shop)", "failure")]),
  "check failed, its text names a quota": checks([
    check(SECURITY, "failure", { description: "1 issue; 3 tests of the quota are left" }),
    check(CODE, "success"),
  ]),
  "head projects, check failed": checks([check(SECURITY, "failure")], all),
  "head projects, statuses refused": github(
    ({ permissions: { statuses: _, ...rest } }) => ({ permissions: rest }),
    all,
  ),
  "head projects, infrastructure on the base branch": { world: projects(withInfrastructure) },
  "head projects, infrastructure on the base branch, in the policy's products": {
    world: (world, at) => {
      const changed = projects(withInfrastructure)(world, at);
      const files = [...changed.github.files, ...PRODUCTS_POLICY];
      return { ...changed, github: { ...changed.github, files } };
    },
  },
  "image with the branch as its tag, check failed": checks(
    [check(SECURITY, "failure"), check(CODE, "success")],
    imageInstead,
  ),
  "head projects older, high issue": { world: projects(older, (at) => [headIssue(at)]) },
  "429 without a time": { faults: () => ({ snyk: () => refusal(429) }) },
  "statuses refused": github(
    ({ permissions: { statuses: _, ...rest } }) => ({ permissions: rest }),
    withoutHead,
  ),
  "report file": { tree: { "snyk.json": snykTest([]) } },
  "report file, high issue": {
    tree: {
      "snyk.json": snykTest([
        {
          id: "SNYK-JS-EVIDENCE-1",
          title: "Command Injection",
          severity: "high",
          packageName: "evidence",
          version: "1.0.0",
          identifiers: { CVE: ["CVE-2099-50001"], CWE: ["CWE-78"] },
          from: ["web-shop@1.0.0", "evidence@1.0.0"],
        },
      ]),
    },
  },
  "token of another region": withToken(`snyk_uat.00000000.${claims}.not-a-secret-signature`, "token"),
  "OAuth access token": withToken("eyJub3QiOiJh.eyJzZWNyZXQiOjF9.not-a-secret", "bearer"),
  "token without an organization": without("defaultOrg"),
  off: { off: true },
  "refused, 401": { faults: () => ({ snyk: () => refusal(401) }) },
  "refused, 403": { faults: () => ({ snyk: () => refusal(403) }) },
  "429, an hour": { faults: () => ({ snyk: () => refusal(429, { "retry-after": "3600" }) }) },
  "down, 503": { faults: () => ({ snyk: () => refusal(503) }) },
  silent: { faults: () => ({ snyk: () => ({ kind: "hang" }) }) },
  "issues cut off": { faults: () => ({ snyk: on(/\/issues$/, { kind: "cut", bytes: 5 }) }) },
  "issues without a list": {
    faults: () => ({
      snyk: on(/\/issues$/, {
        kind: "answer",
        status: 200,
        body: { jsonapi: { version: "1.0" } },
        headers: { "content-type": "application/vnd.api+json" },
      }),
    }),
  },
};
