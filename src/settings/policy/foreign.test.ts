import { describe, expect, it } from "vitest";
import type { RefContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import type { PolicyRepositories } from "../../forge-ports.ts";
import { ForeignPolicies } from "./foreign.ts";
import { type PolicyRead, type PolicySource, readPolicy } from "./read.ts";
import { parsePolicyReference } from "./reference.ts";

const HEAD = "1".repeat(40);
const PATH = ".github/scan-gate.yml";
const SETTINGS = { failOn: "high", githubToken: "job", policyToken: "org" } as const;
const PUSH: RefContext = {
  kind: "ref",
  event: "push",
  owner: "acme",
  repo: "shop",
  repositoryUrl: "https://github.com/acme/shop",
  commit: HEAD,
  ref: "refs/heads/main",
  defaultBranch: "main",
};

/** Other repositories by the references of their files; a name before `@` without files is not visible. */
function others(files: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const entries = Object.entries(files).map(([name, text]) => ({
    ...parsePolicyReference(name),
    name,
    text,
  }));
  const repository: PolicyRepositories = (owner, repo) => {
    const own = entries.filter((one) => one.owner === owner && one.repo === repo);
    return {
      isVisible: async () => own.length > 0,
      commitOf: async (ref) => {
        asked.push(`${owner}/${repo}@${ref}`);
        return own.some((one) => one.ref === ref) ? `commit of ${ref}` : undefined;
      },
      file: async (path, commit) => {
        asked.push(`${owner}/${repo}/${path} at ${commit}`);
        return own.find((one) => one.path === path && commit === `commit of ${one.ref}`)?.text;
      },
    };
  };
  return { repository, asked };
}

interface Situation {
  /** This repository's own file at the judged commit. */
  readonly own?: string;
  /** What the input `policy` names. */
  readonly above?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly from?: Partial<PolicySource>;
}

function readOf({ own, above, files = {}, from = {} }: Situation): Promise<PolicyRead> {
  const reference = above === undefined ? undefined : parsePolicyReference(above);
  if (above !== undefined && reference === undefined) throw new Error(`${above} is no reference`);
  return readPolicy({
    settings: reference === undefined ? SETTINGS : { ...SETTINGS, policyAbove: reference },
    context: PUSH,
    commits: {
      file: async (path, commit) => (path === PATH && commit === HEAD ? own : undefined),
      distance: async () => ({ ahead: 1, behind: 0 }),
      branchTip: async () => HEAD,
    },
    repository: others(files).repository,
    ...from,
  });
}

const names = ({ chains }: PolicyRead) => chains[0].map(({ policy }) => policy.file);
const policy = (more = "") => `version: 1\n${more}`;
const extending = (reference: string, more = "") => policy(`extends: ${reference}\n${more}`);

describe("a reference", () => {
  it.each([
    ["acme/.github/scan-gate.yml@v1", { path: "scan-gate.yml", ref: "v1" }],
    ["acme/policies/a/b.yml@release/1@x", { path: "a/b.yml", ref: "release/1@x" }],
    ["acme/p.q/x.yml@refs/heads/main", { repo: "p.q", ref: "refs/heads/main" }],
  ])("%s begins its ref at the first @", (text, expected) => {
    expect(parsePolicyReference(text)).toMatchObject({ owner: "acme", ...expected });
  });

  it("may have 1,000 characters", () => {
    const ref = "v".repeat(1000 - "acme/a/x.yml@".length);
    expect(parsePolicyReference(`acme/a/x.yml@${ref}`)).toEqual({
      owner: "acme",
      repo: "a",
      path: "x.yml",
      ref,
    });
    expect(parsePolicyReference(`acme/a/x.yml@${ref}v`)).toBeUndefined();
  });

  it.each([
    "acme/.github/scan-gate.yml",
    "acme/policies@v1",
    "acme/../x.yml@v1",
    "acme/policies/../x.yml@v1",
    "acme/policies//x.yml@v1",
    "acme/policies/x.yml@",
    "acme/policies/x.yml@a..b",
    "acme/policies/x.yml@-v1",
    "acme/policies/x y.yml@v1",
    `acme/policies/${"x".repeat(1000)}@v1`,
  ])("%s is none", (text) => {
    expect(parsePolicyReference(text)).toBeUndefined();
  });
});

describe("policies of other repositories", () => {
  const ORG = "acme/.github/scan-gate.yml@v1";
  const TEAM = "acme/team/gate.yml@main";
  const BASE = "acme/base/base.yml@v2";

  it("stand above: what the input's file extends, that file, what the own one extends, the own one", async () => {
    const read = await readOf({
      above: ORG,
      own: extending(TEAM),
      files: { [ORG]: extending(BASE), [BASE]: policy(), [TEAM]: policy("fail-on: low\n") },
    });
    expect(names(read)).toEqual([BASE, ORG, TEAM, PATH]);
    expect(read.chains[0].map(({ isForeign }) => isForeign)).toEqual([true, true, true, undefined]);
    expect(read.origin).toEqual({
      path: PATH,
      commit: HEAD,
      chain: [
        { repository: "acme/base", path: "base.yml", ref: "v2", commit: "commit of v2" },
        { repository: "acme/.github", path: "scan-gate.yml", ref: "v1", commit: "commit of v1" },
        { repository: "acme/team", path: "gate.yml", ref: "main", commit: "commit of main" },
        { repository: "acme/shop", path: PATH, ref: "refs/heads/main", commit: HEAD },
      ],
    });
    expect(read.aboveOwn?.map(({ policy: { file } }) => file)).toEqual([BASE, ORG, TEAM]);
  });

  it("judge alone where the repository has no file of its own", async () => {
    const read = await readOf({ above: ORG, files: { [ORG]: policy("fail-on: low\n") } });
    expect(names(read)).toEqual([ORG]);
    expect(read.origin).toMatchObject({ path: "scan-gate.yml", commit: "commit of v1" });
  });

  it("are read once, and stand once, when two files name them", async () => {
    const { repository, asked } = others({ [ORG]: policy() });
    const read = await readOf({ above: ORG, own: extending(ORG), from: { repository } });
    expect(names(read)).toEqual([ORG, PATH]);
    expect(asked).toEqual(["acme/.github@v1", "acme/.github/scan-gate.yml at commit of v1"]);
  });

  it("are known again by another reference to the same commit", async () => {
    const repository: PolicyRepositories = () => ({
      isVisible: async () => true,
      commitOf: async () => "c".repeat(40),
      file: async () => policy(),
    });
    const read = await readOf({
      above: ORG,
      own: extending("Acme/.github/scan-gate.yml@main"),
      from: { repository },
    });
    expect(names(read)).toEqual([ORG, PATH]);
  });

  it("stand above a file of the working tree too", async () => {
    const policyTree = { readWorkspace: async () => extending(ORG) };
    const read = await readOf({ files: { [ORG]: policy() }, from: { policyTree } });
    expect(names(read)).toEqual([ORG, PATH]);
    expect(read.origin?.chain[1]).toEqual({ repository: "acme/shop", path: PATH });
  });

  it("say the threshold where the default branch's file says none, not the input", async () => {
    const read = await readOf({
      above: ORG,
      files: { [ORG]: policy("fail-on: critical\n") },
      from: {
        context: { ...PUSH, ref: "refs/heads/feature" },
        commits: {
          file: async (path, commit) =>
            path === PATH ? policy(commit === HEAD ? "fail-on: none\n" : "") : undefined,
          distance: async () => ({ ahead: 1, behind: 0 }),
          branchTip: async () => "2".repeat(40),
        },
      },
    });
    expect(read.chains[0].map(({ policy: one }) => [one.failOn, one.inheritsFailOn === true])).toEqual([
      ["critical", false],
      ["high", true],
      ["none", false],
    ]);
  });

  it("lend no exceptions to a commit of another branch whose file names them", async () => {
    const read = await readOf({
      own: extending(TEAM),
      files: { [TEAM]: policy() },
      from: {
        context: { ...PUSH, ref: "refs/heads/feature" },
        commits: {
          file: async (path, commit) =>
            commit === HEAD ? extending(TEAM) : path === PATH ? policy() : undefined,
          distance: async () => ({ ahead: 1, behind: 0 }),
          branchTip: async () => "2".repeat(40),
        },
      },
    });
    expect(names(read)).toEqual([PATH, TEAM, PATH]);
    expect(read.chains[0].map(({ borrowsSuppressions }) => borrowsSuppressions)).toEqual([
      undefined,
      true,
      true,
    ]);
    expect(read.aboveOwn).toBeUndefined();
  });
});

describe("a chain that cannot be used", () => {
  const A = "acme/a/x.yml@v1";
  const B = "acme/b/x.yml@v1";
  const refused = (situation: Situation) =>
    readOf(situation).then(
      () => "it was read",
      ({ code, source, message, hint }: ScanGateError) => ({ code, source, message, hint }),
    );
  const wrong = (message: unknown, hint: unknown) => ({
    code: "config-invalid",
    source: "policy",
    message,
    hint,
  });
  const mend = `Fix the file in acme/a, so that v1 has it; until then nothing can be judged`;

  it("has a circle", async () => {
    const files = { [A]: extending(B), [B]: extending(A) };
    const closedBy = (name: string) =>
      wrong(
        `The policies extend each other in a circle, which ${name} closes`,
        "Take `extends` out of one of them",
      );
    expect(await refused({ above: A, files })).toEqual(closedBy(A));
    const back = "acme/shop/.github/scan-gate.yml@main";
    const repository: PolicyRepositories = (owner, repo) =>
      repo === "shop"
        ? { isVisible: async () => true, commitOf: async () => HEAD, file: async () => extending(A) }
        : others({ [A]: extending(back) }).repository(owner, repo);
    expect(await refused({ own: extending(A), from: { repository } })).toEqual(closedBy(back));
  });

  it("has a fifth file", async () => {
    const [x1, x2, x3, x4, x5] = [1, 2, 3, 4, 5].map((at) => `acme/x${at}/x.yml@v1`) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const files = {
      [x1]: extending(x2),
      [x2]: extending(x3),
      [x3]: extending(x4),
      [x4]: extending(x5),
      [x5]: policy(),
    };
    const tooMany = (file: string) =>
      wrong(
        expect.stringContaining(`${file} would be one too many: 4 files`),
        "Put the rules of two of them into one",
      );
    expect(await refused({ above: x1, files })).toEqual(tooMany(x5));
    expect(await refused({ own: extending(x2), files })).toEqual(tooMany(x5));
    expect(names(await readOf({ above: x2, files }))).toHaveLength(4);
    expect(await refused({ above: x2, own: policy(), files })).toEqual(tooMany(PATH));
  });

  it("names a file that is not there in a repository that can be seen", async () => {
    const { repository, asked } = others({ [A]: policy() });
    const hint = "Correct the reference, or make the file";
    expect(await refused({ above: "acme/a/y.yml@v1", from: { repository } })).toEqual(
      wrong("There is no policy file acme/a/y.yml@v1: v1 of acme/a has no file y.yml", hint),
    );
    asked.length = 0;
    expect(await refused({ own: extending("acme/a/x.yml@v9"), from: { repository } })).toEqual(
      wrong("There is no policy file acme/a/x.yml@v9: acme/a has no branch, tag or commit v9", hint),
    );
    expect(asked).toEqual(["acme/a@v9"]);
  });

  it("tells line, column and key of another repository's file, and never a value", async () => {
    const bad = policy(
      "fail-on: s3cret\nrules:\n  - match: { s3cret-key: 1, type: s3cret }\n    fail-on: hihg\n",
    );
    const result = await refused({ above: A, files: { [A]: bad } });
    expect(result).toEqual(
      wrong(expect.stringContaining(`${A}:2:10: fail-on must be one of critical, high`), mend),
    );
    const { message } = result as { message: string };
    expect(message).toContain(`${A}:4:35: rules[0].match.type must be one of`);
    expect(message).not.toMatch(/not "|: s3cret|hihg|did you mean high/);
    const shape = policy("rules: s3cret\nsuppress:\n  - reason: s3cret\n");
    const told = JSON.stringify(await refused({ above: A, files: { [A]: shape } }));
    expect(told).toContain(`${A}:2:8: rules must be a list`);
    expect(told).toContain("suppress[0].id is missing: it must be text");
    expect(told).not.toContain("s3cret");
    for (const text of ["version: 1\nfail-on: @s3cret\n", "version: 1\ns3cret: |s3cret\n", "a: *s3cret\n"]) {
      const told = await refused({ above: A, files: { [A]: text } });
      expect(JSON.stringify(told)).not.toMatch(/[@|*]s3cret/);
      expect(told).toEqual(wrong(expect.stringMatching(/x\.yml@v1:\d+:\d+: /), mend));
    }
    expect(await refused({ above: A, files: { [A]: "version: [1\n" } })).toEqual(
      wrong(expect.stringMatching(/@v1:\d+:\d+: it is not the YAML of a policy \([A-Z_]+\)/), mend),
    );
  });
});

describe("a chain that cannot be read", () => {
  const A = "acme/a/x.yml@v1";

  it("is incomplete where the token cannot see the repository, naming it and the token's input", async () => {
    const read = await readOf({ above: A, own: policy() });
    expect(read).toMatchObject({ isUnknown: true, reasons: [{ code: "not-found", source: "policy" }] });
    const { message = "" } = read.reasons[0] ?? {};
    expect(message).toBe(
      `${A}: GitHub shows no repository acme/a to this token. Check its name, and give \`policy-token\` a token with \`contents: read\` for acme/a. It was asked with the \`policy-token\`.`,
    );
    const settings = { ...SETTINGS, policyToken: "job" };
    const [reason] = (await readOf({ own: extending(A), from: { settings } })).reasons;
    expect(reason?.message).toContain("`github-token`, since `policy-token` is empty");
  });

  it("names another forge, and the variable that holds the token there", async () => {
    const read = await readOf({ above: A, own: policy(), from: { context: { ...PUSH, forge: "gitlab" } } });
    const { message = "" } = read.reasons[0] ?? {};
    expect(message).toBe(
      `${A}: GitLab shows no repository acme/a to this token. Check its name, and set SCAN_GATE_POLICY_TOKEN to a token that may read acme/a. It was asked with the token in SCAN_GATE_POLICY_TOKEN, or the forge's own without it.`,
    );
  });

  it("is incomplete on any other failure, and tells all of them once", async () => {
    const failing = (code: "unreachable" | "forbidden") => () =>
      Promise.reject(new ScanGateError({ code, source: "github", message: `${code} it is` }));
    const repository: PolicyRepositories = (_, repo) => ({
      isVisible: async () => true,
      commitOf: repo === "a" ? failing("unreachable") : async () => HEAD,
      file: failing("forbidden"),
    });
    const read = await readOf({ above: A, own: extending("acme/b/x.yml@v1"), from: { repository } });
    const told = (name: string, what: string) =>
      `${name} could not be read with the \`policy-token\`: ${what} it is.`;
    expect(read.reasons).toEqual([
      { code: "unreachable", source: "policy", message: told(A, "unreachable") },
      { code: "forbidden", source: "policy", message: told("acme/b/x.yml@v1", "forbidden") },
    ]);
    expect(read.isUnknown).toBe(true);
  });

  it("takes no mistake of its own for trouble of the forge", async () => {
    const repository: PolicyRepositories = () => {
      throw new TypeError("a mistake");
    };
    await expect(readOf({ above: A, from: { repository } })).rejects.toThrow(TypeError);
    const policies = new ForeignPolicies({
      settings: SETTINGS,
      context: PUSH,
      repository: others({}).repository,
    });
    await expect(policies.lineageOf("no reference")).rejects.toThrow(
      new TypeError("no reference was to be checked before: it is no OWNER/REPO/PATH@REF"),
    );
  });
});

describe("what only the head's file extends", () => {
  const KNOWN = "acme/a/x.yml@v1";
  const NEW = "evil/b/x.yml@v1";
  const read = (head: string | undefined, base: string) => {
    const { repository, asked } = others({ [KNOWN]: policy("fail-on: low\n"), [NEW]: policy() });
    const commits = {
      file: async (_: string, commit: string) => (commit === HEAD ? head : base),
      distance: async () => ({ ahead: 1, behind: 0 }),
      branchTip: async () => "2".repeat(40),
    };
    const context = {
      ...PUSH,
      kind: "pull-request" as const,
      number: 1,
      headRef: "f",
      fork: false,
      base: { ref: "main", commit: "2".repeat(40) },
      upload: { ref: "refs/pull/1/head", commit: HEAD },
    };
    return readPolicy({ settings: SETTINGS, context, commits, repository }).then((found) => ({
      found,
      asked,
    }));
  };

  it("is named and never read", async () => {
    const { found, asked } = await read(extending(NEW), extending(KNOWN));
    expect(found.changed).toMatchObject({ unread: NEW, policy: { failOn: "high" } });
    expect(found.changed?.chain).toHaveLength(1);
    expect(asked.join()).not.toContain("evil");
  });

  it("is nothing where the head has no file: the inputs alone would judge", async () => {
    const { found } = await read(undefined, extending(KNOWN));
    expect(found.changed).toMatchObject({ policy: { failOn: "high", origin: "fail-on" } });
    expect(found.changed).not.toHaveProperty("unread");
  });

  it("is judged with what both extend", async () => {
    const { found } = await read(extending(KNOWN, "fail-on: none\n"), extending(KNOWN));
    expect(found.changed?.unread).toBeUndefined();
    expect(found.changed?.chain?.map(({ policy: { file } }) => file)).toEqual([KNOWN, PATH]);
  });
});
