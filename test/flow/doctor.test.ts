import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Permission } from "../../sandbox/github/world.ts";
import { startGitLab } from "../../sandbox/gitlab/server.ts";
import { type Faults, startSandbox } from "../../sandbox/sandbox.ts";
import { cleanWorld } from "../../sandbox/scenarios/common.ts";
import { BASE_COMMIT, REPOSITORY } from "../../sandbox/shop/names.ts";
import type { World } from "../../sandbox/world.ts";
import { gitLabJob, gitLabWorld } from "../support/gitlab-world.ts";
import { onPath, type TestContext } from "../support/run-scenario.ts";
import { runShell } from "../support/run-shell.ts";

/** What is wrong with a set-up. */
interface BrokenSetUp {
  readonly change?: (world: World) => World;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly faults?: Faults;
}

/** One examination of the sandbox's clean repository with something broken. */
async function examine(
  context: TestContext,
  { change = (world) => world, env = {}, args = [], faults = {} }: BrokenSetUp,
) {
  const sound = cleanWorld(Date.now());
  const world = change({
    ...sound,
    snyk: { ...sound.snyk, projects: sound.snyk.projects.map((one) => ({ ...one, origin: "github" })) },
    github: { ...sound.github, requiredChecks: ["gate"] },
  });
  const sandbox = await startSandbox(world, faults);
  const folder = mkdtempSync(join(tmpdir(), "scan-gate-doctor-"));
  context.onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true });
    await sandbox.close();
  });
  const own: Record<string, string> = {
    SEMGREP_TOKEN: sound.semgrep.token,
    SNYK_TOKEN: sound.snyk.token,
    GITHUB_TOKEN: sound.github.token,
    GITHUB_API_URL: sandbox.github.url,
    ...env,
  };
  const usual = {
    "--repository": REPOSITORY,
    "--require": "semgrep,snyk",
    "--semgrep-url": sandbox.semgrep.url,
    "--snyk-url": sandbox.snyk.url,
  };
  const options = [...Object.entries(usual).filter(([name]) => !args.includes(name)), args].flat();
  const { exitCode, stdout, stderr } = await runShell({ args: ["doctor", ...options], env: own, folder });
  const written = sandbox
    .requests()
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/scans/search"));
  return {
    exitCode,
    stdout,
    stderr,
    asked: sandbox.github.requests.map(({ method, path }) => `${method} ${path}`),
    written,
    tokens: [sound.semgrep.token, sound.snyk.token, sound.github.token],
  };
}

const semgrep =
  (over: Partial<World["semgrep"]>) =>
  (world: World): World => ({ ...world, semgrep: { ...world.semgrep, ...over } });
const snyk =
  (over: Partial<World["snyk"]>) =>
  (world: World): World => ({ ...world, snyk: { ...world.snyk, ...over } });
const github =
  (over: Partial<World["github"]>) =>
  (world: World): World => ({ ...world, github: { ...world.github, ...over } });

const POLICY = ".github/scan-gate.yml";
const withPolicy = (text: string) => github({ files: [{ commit: BASE_COMMIT, path: POLICY, text }] });
/** The token's permissions but for one. */
const without = ({ github: { permissions } }: World, permission: Permission) =>
  Object.fromEntries(Object.entries(permissions).filter(([name]) => name !== permission));
const answers = (status: number, body: unknown = {}) => ({ kind: "answer", status, body }) as const;

/** Each with the line that tells it: its word, its area, what is wrong, and what to do. */
const BROKEN: readonly (readonly [string, BrokenSetUp, RegExp])[] = [
  [
    "a Semgrep token that is not valid",
    { env: { SEMGREP_TOKEN: "wrong" } },
    /^problem +semgrep .*does not accept the token \(401\).* → .*`semgrep-token`/,
  ],
  [
    "a Semgrep token of the CLI",
    { change: semgrep({ scope: "agent" }) },
    /^problem +semgrep .*404.* → .*Web API scope/,
  ],
  [
    "a Semgrep plan without the API",
    { faults: { semgrep: onPath(/./, answers(403)) } },
    /^problem +semgrep .*403.* → .*plan includes the web API/,
  ],
  [
    "a wrong deployment",
    { args: ["--semgrep-deployment", "acne"] },
    /^problem +semgrep .*deployment acne, but acme → .*semgrep-deployment/,
  ],
  [
    "a project that Semgrep does not have",
    { args: ["--semgrep-project", "acme/other"] },
    /^problem +semgrep .*no project acme\/other.* → .*semgrep-project/,
  ],
  [
    "a repository that Semgrep never scanned",
    { change: semgrep({ scans: [] }) },
    /^problem +semgrep .*no scan of .* within 30 days → .*semgrep ci/,
  ],
  [
    "pull requests that Semgrep does not scan",
    { change: (world) => semgrep({ scans: world.semgrep.scans.filter(({ full }) => full) })(world) },
    /^warning +semgrep .*no scan of a pull request.* → .*pull_request/,
  ],
  [
    "a default branch that Semgrep does not scan",
    { change: (world) => semgrep({ scans: world.semgrep.scans.filter(({ full }) => !full) })(world) },
    /^warning +semgrep .*no full scan.* → .*default branch/,
  ],
  [
    "findings that the token may not read",
    { faults: { semgrep: onPath(/\/findings$/, answers(403)) } },
    /^problem +semgrep .*refuses the sast findings.* → .*rights/,
  ],
  [
    "secrets that the token may not read",
    { faults: { semgrep: onPath(/\/secrets$/, answers(403)) } },
    /^problem +semgrep .*refuses the secrets.* → /,
  ],
  [
    "a Semgrep that is not there",
    { args: ["--semgrep-url", "http://127.0.0.1:9"] },
    /^problem +semgrep .*127\.0\.0\.1:9.*/,
  ],
  [
    "a Snyk token that is not valid",
    { env: { SNYK_TOKEN: "wrong" } },
    /^problem +snyk .*does not accept the token \(401\) → .*region/,
  ],
  [
    "a Snyk plan without the API",
    { faults: { snyk: onPath(/./, answers(403)) } },
    /^problem +snyk .*403.* → .*plan that includes the API/,
  ],
  [
    "a token of another region",
    { env: { SNYK_TOKEN: `snyk_uat.a.${Buffer.from('{"h":"app.eu.snyk.io"}').toString("base64url")}.b` } },
    /^warning +snyk .*belongs to api\.eu\.snyk\.io/,
  ],
  [
    "an organization that does not exist",
    { args: ["--snyk-org", "acme-shopp"] },
    /^problem +snyk .*no organization acme-shopp.* → .*snyk-org/,
  ],
  [
    "an account without a default organization",
    { change: snyk({ self: { id: "1", name: "Jo" } }) },
    /^problem +snyk .*no default organization → .*snyk-org/,
  ],
  [
    "a repository that Snyk does not know",
    { change: snyk({ targets: [], projects: [] }) },
    /^problem +snyk .*no project of .* → Import/,
  ],
  [
    "projects that are inactive",
    {
      change: (world) =>
        snyk({ projects: world.snyk.projects.map((one) => ({ ...one, status: "inactive" })) })(world),
    },
    /^problem +snyk .*all of them are inactive → Activate/,
  ],
  [
    "a project name that nobody has",
    { args: ["--snyk-project", "nothing"] },
    /^problem +snyk .*names in `snyk-project` → /,
  ],
  [
    "projects of the CLI alone, whose pull requests nobody checks",
    {
      change: (world) =>
        snyk({ projects: world.snyk.projects.map((one) => ({ ...one, origin: "cli" })) })(world),
    },
    /^warning +snyk .*cannot check pull requests.* → Import/,
  ],
  [
    "issues that the token may not read",
    { faults: { snyk: onPath(/\/issues$/, answers(403)) } },
    /^problem +snyk .*does not let this token read.* → /,
  ],
  [
    "a GitHub token that is not valid",
    { env: { GITHUB_TOKEN: "wrong" } },
    /^problem +forge .*401.* → .*github-token/,
  ],
  ["no GitHub token", { env: { GITHUB_TOKEN: "" } }, /^warning +forge .*GITHUB_TOKEN is not set → /],
  [
    "a repository that GitHub hides",
    { args: ["--repository", "acme/gone", "--semgrep-project", REPOSITORY] },
    /^problem +forge .*404.* → /,
  ],
  [
    "statuses that the token may not read",
    {
      change: (world) => github({ permissions: without(world, "statuses") })(world),
    },
    /^warning +forge .*403.* → .*statuses: read/,
  ],
  [
    "pull requests that the token may not read",
    {
      change: (world) => github({ permissions: without(world, "pull-requests") })(world),
    },
    /^warning +forge .*403.* → .*pull-requests: read/,
  ],
  [
    "code scanning that is off",
    { change: (world) => github({ repository: { ...world.github.repository, codeScanning: false } })(world) },
    /^warning +forge .*Code Security.* → Enable code scanning/,
  ],
  [
    "a branch that requires no check",
    { change: github({ requiredChecks: [] }) },
    /^warning +forge .*no check is required.* → Require/,
  ],
  [
    "a policy that cannot be read as one",
    { change: withPolicy("version: 1\nfail_on: high\n") },
    /^problem +policy .*fail_on.* → Fix the file/,
  ],
  [
    "a policy with an exception that is over",
    {
      change: withPolicy(
        "version: 1\nfail-on: high\nsuppress:\n  - { id: CWE-89, reason: tests, expires: 2020-01-01 }\n",
      ),
    },
    /^warning +policy .* has 1 expired suppression; .* → Renew/,
  ],
  [
    "a policy that GitHub does not deliver",
    { faults: { github: onPath(/\/contents\//, answers(500)) } },
    /^problem +policy .*500/,
  ],
  [
    "a named policy that is not there",
    { args: ["--policy", "security/gate.yml"] },
    /^problem +policy .*no policy file "security\/gate\.yml".* → .*/,
  ],
  [
    "no source at all",
    { env: { SEMGREP_TOKEN: "", SNYK_TOKEN: "" } },
    /^problem +settings .*no source is on/,
  ],
  [
    "one source that is off",
    { env: { SNYK_TOKEN: "" }, args: ["--require", "semgrep"] },
    /^warning +settings .*Snyk is off: its token is empty → Set SNYK_TOKEN/,
  ],
  ["a setting that is not known", { args: ["--fail-on", "hihg"] }, /^problem +settings .*hihg.*high/],
  ["an address without TLS", { args: ["--snyk-url", "http://snyk.example"] }, /^problem +settings .*https/],
  [
    "certificates that nobody checks",
    { env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } },
    /^warning +network .*NODE_TLS_REJECT_UNAUTHORIZED is 0, .*read the tokens → Take it out/,
  ],
  [
    "certificates that cannot be read",
    { env: { NODE_EXTRA_CA_CERTS: "/nowhere/root.pem" } },
    /^problem +network .*NODE_EXTRA_CA_CERTS.* → .*PEM/,
  ],
];

describe("scan-gate doctor", () => {
  it("finds nothing wrong with a sound set-up, and says what it looked at", async (context) => {
    const { exitCode, stdout, stderr, asked } = await examine(context, {});
    expect(stdout.split("\n").filter((line) => line !== "" && !line.startsWith("ok "))).toEqual([
      expect.stringMatching(/^0 problems, 0 warnings, \d+ ok$/),
    ]);
    for (const area of ["settings", "network", "policy", "semgrep", "snyk", "forge"])
      expect(stdout).toMatch(new RegExp(`^ok +${area} `, "m"));
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    expect(asked.filter((request, at) => asked.indexOf(request) < at)).toEqual([]);
  });

  it.concurrent.each(BROKEN)("tells of %s in one line with one thing to do", async (_what, setUp, line) => {
    const clean: (() => Promise<void>)[] = [];
    try {
      const found = await examine({ onTestFinished: (end) => void clean.push(end) }, setUp);
      const lines = found.stdout.split("\n");
      expect(lines).toContainEqual(expect.stringMatching(line));
      expect(found.exitCode).toBe(lines.some((one) => one.startsWith("problem ")) ? 1 : 0);
      expect(found.written).toEqual([]);
      for (const token of found.tokens) expect(found.stdout + found.stderr).not.toContain(token);
    } finally {
      for (const end of clean) await end();
    }
  });

  it("gives the same as JSON", async (context) => {
    const { stdout, exitCode } = await examine(context, {
      args: ["--format", "json", "--semgrep-deployment", "acne"],
    });
    const { schema, checks } = JSON.parse(stdout);
    expect(schema).toBe("scan-gate/doctor@1");
    expect(checks).toContainEqual({
      area: "semgrep",
      status: "problem",
      text: expect.stringContaining("acne"),
      todo: expect.stringContaining("semgrep-deployment"),
    });
    expect(exitCode).toBe(1);
  });

  it("refuses options that it does not know", async (context) => {
    const { exitCode, stderr } = await examine(context, { args: ["--formt", "json"] });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("--format");
  });

  it("looks at GitLab where that is the forge, and says what it does not look at", async (context) => {
    const world = gitLabWorld();
    const gitLab = await startGitLab(world);
    context.onTestFinished(() => gitLab.close());
    const env = { ...gitLabJob(world, gitLab.url), CI_DEFAULT_BRANCH: "" };
    const { stdout } = await examine(context, { env, args: ["--repository", world.project.path] });
    const lines = stdout.split("\n").filter((line) => /^\w+ +forge/.test(line));
    expect(lines).toEqual([
      expect.stringMatching(/^ok .* merge requests of acme\/web\/shop on GitLab$/),
      expect.stringMatching(/^ok .*GitLab says that the default branch is main$/),
      expect.stringMatching(/^ok .*commit statuses/),
      expect.stringMatching(/^ok .*what GitLab requires before a merge is not looked at/),
    ]);
    expect(gitLab.requests.every(({ method }) => method === "GET")).toBe(true);

    const byCli = await examine(context, {
      env,
      args: ["--repository", world.project.path, "--snyk-project", "package.json"],
      change: (all) => ({
        ...all,
        snyk: {
          ...all.snyk,
          projects: all.snyk.projects.map((one) => ({ ...one, name: "package.json", origin: "cli" })),
        },
      }),
    });
    expect(byCli.stdout).toMatch(
      /cannot check merge requests: .* → Import .*Snyk's integration with GitLab, .*in the merge request's job/,
    );

    const silent = await examine(context, { env: { ...env, GITLAB_TOKEN: "", CI_JOB_TOKEN: "" } });
    expect(silent.stdout).toMatch(/^warning +forge .*GITLAB_TOKEN is not set → Set GITLAB_TOKEN/m);
  });
});
