import { describe, expect, it } from "vitest";
import type { PullRequestContext, RefContext, RunContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import type { Policy } from "../../model/policy.ts";
import type { ReasonCode } from "../../model/verdict.ts";
import { type PolicyRead, type PolicySource, readPolicy as readPolicies } from "./read.ts";

const HEAD = "1".repeat(40);
const BASE = "2".repeat(40);
const PATH = ".github/scan-gate.yml";

const COMMON = {
  event: "pull_request",
  owner: "acme",
  repo: "web-shop",
  repositoryUrl: "https://github.com/acme/web-shop",
  commit: HEAD,
};
const PULL_REQUEST: PullRequestContext = {
  ...COMMON,
  kind: "pull-request",
  number: 42,
  headRef: "feature",
  fork: false,
  base: { ref: "main", commit: BASE },
  upload: { ref: "refs/pull/42/head", commit: HEAD },
};
const PUSH: RefContext = { ...COMMON, kind: "ref", event: "push", ref: "refs/heads/main" };

/** Files by commit and path; reading anything else answers that there is none. */
function filesOf(files: Record<string, string>, tips: Record<string, string> = {}) {
  const asked: string[] = [];
  return {
    asked,
    commits: {
      async file(path: string, commit: string) {
        asked.push(`${commit[0]}:${path}`);
        return files[`${commit[0]}:${path}`];
      },
      distance: async () => ({ ahead: 1, behind: 0, mergeBase: BASE }),
      branchTip: async (branch: string) => tips[branch],
    },
  };
}

const SETTINGS = { failOn: "high", githubToken: "job", policyToken: "job" } as const;
const noOther = () => {
  throw new Error("no other repository was expected to be read");
};
const readPolicy = (from: Omit<PolicySource, "repository">) => readPolicies({ repository: noOther, ...from });

/** The policy at the bottom of the first chain. */
function ownPolicy({ chains }: PolicyRead): Policy {
  return (chains[0].at(-1) ?? chains[0][0]).policy;
}

const refuse = () => Promise.reject(new Error("no"));

describe("a policy file by a name that is not read", () => {
  const MISTAKEN = ".github/scan-gate.yaml";
  const noteOf = async (files: Record<string, string>, policy?: string) => {
    const { commits } = filesOf(files, { main: BASE });
    const settings = policy === undefined ? SETTINGS : { ...SETTINGS, policy };
    return (await readPolicy({ settings, context: PULL_REQUEST, commits })).notes;
  };

  it("is told as a warning where there is no other", async () => {
    expect(await noteOf({ [`2:${MISTAKEN}`]: "version: 1\nfail-on: low\n" })).toEqual([
      { level: "warning", text: expect.stringContaining(`${MISTAKEN} is not read: rename it to ${PATH}`) },
    ]);
  });

  it("is not looked for beside the right one, nor beside one that is named", async () => {
    const both = { [`2:${MISTAKEN}`]: "version: 1\n", [`2:${PATH}`]: "version: 1\nfail-on: low\n" };
    expect(await noteOf(both)).toBeUndefined();
    expect(await noteOf({ ...both, "2:gate.yml": "version: 1\nfail-on: low\n" }, "gate.yml")).toBeUndefined();
  });

  it("that cannot be looked for is no trouble", async () => {
    const commits = {
      ...filesOf({}, { main: BASE }).commits,
      file: (path: string) => (path === MISTAKEN ? refuse() : Promise.resolve(undefined)),
    };
    expect((await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits })).notes).toBeUndefined();
  });
});

describe("readPolicy", () => {
  it("judges by the inputs alone when there is no file", async () => {
    const { commits } = filesOf({});
    expect(await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits })).toEqual({
      chains: [[{ policy: { failOn: "high", origin: "fail-on", rules: [], budgets: {}, suppressions: [] } }]],
      reasons: [],
    });
  });

  it("judges a pull request by the base commit's file, whatever its own says", async () => {
    const { commits, asked } = filesOf({
      [`2:${PATH}`]: "version: 1\nfail-on: medium\n",
      [`1:${PATH}`]: "version: 1\nfail-on: none\n",
    });
    const read = await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits });
    expect(ownPolicy(read).failOn).toBe("medium");
    expect(read.changed).toMatchObject({ path: PATH, policy: { failOn: "none" } });
    expect(asked.toSorted()).toEqual([`1:${PATH}`, `2:${PATH}`]);
  });

  it("asks for the head's version before it knows the base branch's tip", async () => {
    const { commits, asked } = filesOf({});
    let tellTip: (tip: string) => void = () => {};
    const branchTip = () => new Promise<string>((resolve) => (tellTip = resolve));
    const reading = readPolicy({
      settings: SETTINGS,
      context: PULL_REQUEST,
      commits: { ...commits, branchTip },
    });
    expect(asked).toEqual([`1:${PATH}`]);
    tellTip(BASE);
    await reading;
    expect(asked.slice(0, 2)).toEqual([`1:${PATH}`, `2:${PATH}`]);
  });

  it("takes no mistake of its own for one of the file", async () => {
    const { commits } = filesOf({ [`2:${PATH}`]: "version: 1\n" });
    const settings = {
      githubToken: "job",
      policyToken: "job",
      get failOn(): never {
        throw new TypeError("a mistake");
      },
    };
    await expect(readPolicy({ settings, context: PULL_REQUEST, commits })).rejects.toThrow(TypeError);
  });

  it("takes no mistake of its own for one that the pull request repairs", async () => {
    const { commits } = filesOf({ [`2:${PATH}`]: "version: 1\n", [`1:${PATH}`]: "version: 1\nrules: []\n" });
    let isFirst = true;
    const settings = {
      ...SETTINGS,
      get failOn() {
        if (!isFirst) return "high" as const;
        isFirst = false;
        throw new TypeError("a mistake");
      },
    };
    await expect(readPolicy({ settings, context: PULL_REQUEST, commits })).rejects.toThrow(TypeError);
  });

  it("judges a push by its own commit's file", async () => {
    const { commits, asked } = filesOf({ [`1:${PATH}`]: "version: 1\nfail-on: low\n" });
    const read = await readPolicy({ settings: SETTINGS, context: PUSH, commits });
    expect(ownPolicy(read).failOn).toBe("low");
    expect(asked).toEqual([`1:${PATH}`]);
  });

  it("does not speak of a change where the file is the same", async () => {
    const text = "version: 1\nfail-on: low\n";
    const { commits } = filesOf({ [`1:${PATH}`]: text, [`2:${PATH}`]: text });
    expect(await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits })).not.toHaveProperty(
      "changed",
    );
  });

  describe("of a branch that is behind its base", () => {
    const OLD = "3".repeat(40);
    const old = "version: 1\nfail-on: low\n";
    const read = async (head: Record<string, string>, distance: RepositoryCommits["distance"]) => {
      const { commits } = filesOf({ [`2:${PATH}`]: "version: 1\nfail-on: medium\n", ...head });
      const from = { settings: SETTINGS, context: PULL_REQUEST, commits: { ...commits, distance } };
      return (await readPolicy(from)).changed;
    };
    const since = async (base: string, head: string) => {
      expect([base, head]).toEqual([BASE, HEAD]);
      return { ahead: 1, behind: 4, mergeBase: OLD };
    };

    it("does not call a change what others changed on the base since", async () => {
      expect(await read({}, since)).toBeUndefined();
      expect(await read({ [`1:${PATH}`]: old, [`3:${PATH}`]: old }, since)).toBeUndefined();
    });

    it("shows what the branch itself changed", async () => {
      expect(await read({ [`1:${PATH}`]: old }, since)).toMatchObject({ policy: { failOn: "low" } });
      expect(await read({ [`3:${PATH}`]: old }, since)).toMatchObject({ policy: { failOn: "high" } });
    });

    it("shows the difference when GitHub does not tell where they parted", async () => {
      expect(await read({ [`1:${PATH}`]: old }, refuse)).toMatchObject({ policy: { failOn: "low" } });
    });

    it("asks for no file at a commit that GitHub did not tell", async () => {
      const file = async (_: string, commit: string) =>
        commit === BASE ? "version: 1\nfail-on: medium\n" : old;
      const commits = { ...filesOf({}).commits, file, distance: async () => ({ ahead: 1, behind: 4 }) };
      const { changed } = await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits });
      expect(changed).toMatchObject({ policy: { failOn: "low" } });
    });
  });

  it("shows what removing the file would do", async () => {
    const { commits } = filesOf({ [`2:${PATH}`]: "version: 1\nfail-on: low\n" });
    const { changed } = await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits });
    expect(changed).toMatchObject({ path: PATH, policy: { failOn: "high", origin: "fail-on" } });
  });

  it("shows that the pull request breaks the file, and judges on", async () => {
    const { commits } = filesOf({ [`1:${PATH}`]: "version: 2\n" });
    const read = await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits });
    expect(read.changed?.problem).toContain(PATH);
    expect(read.changed?.faults).toEqual([{ line: 1, message: "version must be 1, not 2" }]);
    expect(ownPolicy(read).failOn).toBe("high");
  });

  it("leaves no failure of the head's version unattended while it waits for the file that decides", async () => {
    const unattended: unknown[] = [];
    const note = (error: unknown): void => {
      unattended.push(error);
    };
    process.on("unhandledRejection", note);
    let tellTip: (tip: string) => void = () => {};
    const commits = {
      ...filesOf({}).commits,
      file: (_: string, commit: string) => (commit === HEAD ? refuse() : Promise.resolve(undefined)),
      branchTip: () => new Promise<string>((resolve) => (tellTip = resolve)),
    };
    const reading = readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);
    tellTip(BASE);
    expect(await reading).toMatchObject({ reasons: [] });
    expect(unattended).toEqual([]);
  });

  it("lets nothing hang on a head version that cannot be read", async () => {
    const commits = {
      distance: refuse,
      branchTip: async () => undefined,
      file: async (_: string, commit: string) => {
        if (commit === HEAD)
          throw new ScanGateError({ code: "unreachable", source: "github", message: "no answer" });
        return undefined;
      },
    };
    const read = await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits });
    expect(read).toMatchObject({ reasons: [] });
    expect(read).not.toHaveProperty("changed");
  });

  it("is incomplete, and no pass, when GitHub does not give the file", async () => {
    const commits = {
      distance: refuse,
      branchTip: async () => undefined,
      file: () =>
        Promise.reject(
          new ScanGateError({
            code: "forbidden",
            source: "github",
            message: "Refused",
            hint: "Add contents: read",
          }),
        ),
    };
    expect(await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits })).toEqual({
      chains: [[{ policy: { failOn: "high", origin: "fail-on", rules: [], budgets: {}, suppressions: [] } }]],
      isUnknown: true,
      reasons: [
        { code: "forbidden", source: "policy", message: `${PATH} at 2222222: Refused. Add contents: read.` },
      ],
    });
  });

  it("refuses to judge by a file that cannot be used", async () => {
    const { commits } = filesOf({ [`2:${PATH}`]: "version: 1\nfail-onn: high\n" });
    await expect(readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits })).rejects.toMatchObject({
      code: "config-invalid",
      source: "policy",
      message: expect.stringContaining(`${PATH}:2`),
    });
  });

  it("refuses to go on without a file that was named", async () => {
    const { commits } = filesOf({});
    const settings = { ...SETTINGS, policy: "security/gate.yml" };
    await expect(readPolicy({ settings, context: PUSH, commits })).rejects.toMatchObject({
      code: "config-invalid",
      source: "policy",
      message: expect.stringContaining("security/gate.yml"),
    });
  });

  it.each([
    ["branch", "branch", PUSH],
    ["pull request", "base branch", PULL_REQUEST],
  ])("tells on what branch a file of a %s is made or mended", async (_what, branch, context) => {
    const hintOf = (settings: PolicySource["settings"], text: string) =>
      readPolicy({
        settings,
        context,
        commits: filesOf({ [`1:${PATH}`]: text, [`2:${PATH}`]: text }).commits,
      }).then(
        () => undefined,
        ({ message, hint }: ScanGateError) => ({ message, hint }),
      );
    expect(await hintOf({ ...SETTINGS, policy: "gate.yml" }, "")).toMatchObject({
      hint: `Commit it to the ${branch}, or leave \`policy\` empty`,
    });
    expect(await hintOf(SETTINGS, "version: 2\nrules: {}\n")).toEqual({
      message: `The policy file cannot be used: ${PATH}:1:10: version must be 1, not 2; ${PATH}:2:8: rules must be a list`,
      hint: `Fix the file on the ${branch}; until then nothing can be judged`,
    });
  });

  describe("from the working tree", () => {
    const { commits, asked } = filesOf({ [`2:${PATH}`]: "version: 1\nfail-on: none\n" });
    const from = (text: string | undefined, policy?: string) =>
      readPolicy({
        settings: policy === undefined ? SETTINGS : { ...SETTINGS, policy },
        context: PUSH,
        commits,
        policyTree: { readWorkspace: async () => text },
      });

    it("is what judges a pull request only where the forge lets nobody read, and the report says so", async () => {
      const refusing = (code: ReasonCode, what: "branchTip" | "file") => ({
        ...commits,
        [what]: async () => {
          throw new ScanGateError({ code, source: "gitlab", message: "GitLab answered 403" });
        },
      });
      const judged = (by: typeof commits) =>
        readPolicy({
          settings: SETTINGS,
          context: PULL_REQUEST,
          commits: by,
          policyTree: { readWorkspace: async () => "version: 1\nfail-on: low\n" },
        });
      expect(await judged(commits)).toMatchObject({ chains: [[{ policy: { failOn: "none" } }]] });
      const of = { branchTip: "the tip of main", file: `${PATH} at 2222222` };
      for (const what of ["branchTip", "file"] as const) {
        for (const code of ["no-credentials", "auth", "forbidden"] as const) {
          const inTree = await judged(refusing(code, what));
          expect(inTree).toMatchObject({
            chains: [[{ policy: { failOn: "low" } }]],
            notes: [{ level: "warning", text: expect.stringMatching(/working tree.*GitLab answered 403/) }],
          });
          expect(inTree).not.toHaveProperty("changed");
        }
        for (const code of ["unreachable", "not-found", "timeout"] as const) {
          expect(await judged(refusing(code, what))).toMatchObject({
            isUnknown: true,
            reasons: [{ code, source: "policy", message: `${of[what]}: GitLab answered 403.` }],
          });
        }
      }
    });

    it("is asked about before the head's version, which the forge may let nobody read", async () => {
      const one = filesOf({ [`2:${PATH}`]: "version: 1\n" });
      await readPolicy({
        settings: SETTINGS,
        context: PULL_REQUEST,
        commits: one.commits,
        policyTree: { readWorkspace: async () => undefined },
      });
      expect(one.asked).toEqual([`2:${PATH}`, `1:${PATH}`]);
    });

    it("asks no service, and has no other version to compare with", async () => {
      asked.length = 0;
      const read = await from("version: 1\nfail-on: low\n");
      expect(read).toMatchObject({ chains: [[{ policy: { failOn: "low", origin: PATH } }]], reasons: [] });
      expect(read.changed).toBeUndefined();
      expect(asked).toEqual([]);
    });

    it("judges by the inputs when there is no file, unless one was named", async () => {
      expect(ownPolicy(await from(undefined)).origin).toBe("fail-on");
      await expect(from(undefined, "gate.yml")).rejects.toMatchObject({
        code: "config-invalid",
        message: 'There is no policy file "gate.yml" in the working tree',
      });
    });

    it("tells that a file of another repository needs its ref, where the path can be meant as one", async () => {
      const hintOf = (path: string) =>
        from(undefined, path).then(
          () => undefined,
          ({ hint }: ScanGateError) => hint,
        );
      expect(await hintOf("acme/policies/gate.yml")).toMatch(
        /^For a file of another repository .* `policy: acme\/policies\/gate\.yml@REF`\. Else: Check the path/,
      );
      for (const path of ["gate.yml", "ci/gate.yml", ".github/ci/gate.yml"])
        expect(await hintOf(path)).toMatch(/^Check the path/);
    });

    it("refuses a broken file without speaking of branches", async () => {
      await expect(from("version: 2\n")).rejects.toMatchObject({
        code: "config-invalid",
        hint: "Fix the file; until then nothing can be judged",
      });
    });
  });

  describe("where the file does not stand on the default branch", () => {
    const MAIN = "4".repeat(40);
    const TIP = "5".repeat(40);
    const strict = "version: 1\nfail-on: low\n";
    const loose = "version: 1\nfail-on: none\n";
    const read = (context: RunContext, files: Record<string, string>, policy?: string) => {
      const { commits } = filesOf(files, { main: MAIN, release: TIP });
      const settings = policy === undefined ? SETTINGS : { ...SETTINGS, policy };
      return readPolicy({ settings, context: { ...context, defaultBranch: "main" }, commits });
    };
    const thresholds = ({ chains }: PolicyRead) =>
      chains.map((chain) => chain.map(({ policy }) => policy.failOn));

    it("judges a pull request by the tip of its base branch, and names that commit", async () => {
      const found = await read(PULL_REQUEST, { [`4:${PATH}`]: strict, [`2:${PATH}`]: loose });
      expect(thresholds(found)).toEqual([["low"]]);
      expect(found.origin).toEqual({
        path: PATH,
        commit: MAIN,
        chain: [{ repository: "acme/web-shop", path: PATH, ref: "main", commit: MAIN }],
      });
    });

    it("puts the default branch's file above that of another base branch, whose exceptions count", async () => {
      const context = { ...PULL_REQUEST, base: { ref: "release", commit: BASE } };
      const found = await read(context, { [`4:${PATH}`]: strict, [`5:${PATH}`]: loose });
      expect(thresholds(found)).toEqual([["low", "none"]]);
      expect(found.chains[0].map(({ borrowsSuppressions }) => borrowsSuppressions)).toEqual([
        undefined,
        undefined,
      ]);
      expect(found.origin?.chain.map(({ commit }) => commit)).toEqual([MAIN, TIP]);
      expect(found.origin?.commit).toBe(TIP);
    });

    it("lets a commit of another branch or tag have no exceptions of its own", async () => {
      for (const ref of ["refs/heads/feature", "refs/tags/main"]) {
        const found = await read({ ...PUSH, ref }, { [`4:${PATH}`]: strict, [`1:${PATH}`]: loose });
        expect(thresholds(found)).toEqual([["low", "none"]]);
        expect(found.chains[0][1]?.borrowsSuppressions).toBe(true);
      }
    });

    it("lets a commit of the default branch have its own exceptions", async () => {
      const own = await read(PUSH, { [`4:${PATH}`]: strict, [`1:${PATH}`]: loose });
      expect(thresholds(own)).toEqual([["none"]]);
      expect(own.chains[0][0]).not.toHaveProperty("borrowsSuppressions");
    });

    it("judges another repository's branch of the default branch's name by a chain too", async () => {
      const found = await read({ ...PUSH, foreign: true }, { [`4:${PATH}`]: strict, [`1:${PATH}`]: loose });
      expect(thresholds(found)).toEqual([["low", "none"]]);
    });

    it("puts the inputs there where the default branch has no file, and nothing where the commit has none", async () => {
      const feature = { ...PUSH, ref: "refs/heads/feature" };
      const belowInputs = await read(feature, { [`1:${PATH}`]: loose });
      expect(thresholds(belowInputs)).toEqual([["high", "none"]]);
      expect(belowInputs.origin?.chain.map(({ commit }) => commit)).toEqual([HEAD]);
      expect(thresholds(await read(feature, { [`4:${PATH}`]: strict }))).toEqual([["low"]]);
      expect(thresholds(await read(feature, {}))).toEqual([["high"]]);
    });

    it("lets a default branch whose file sets no threshold stand there with the input's", async () => {
      const bare = "version: 1\n";
      const statesOwn = ({ chains: [chain] }: PolicyRead) =>
        chain.map(({ policy }) => [policy.failOn, policy.inheritsFailOn !== true]);
      const feature = { ...PUSH, ref: "refs/heads/feature" };
      const judged = await read(feature, { [`4:${PATH}`]: bare, [`1:${PATH}`]: loose });
      expect(statesOwn(judged)).toEqual([
        ["high", true],
        ["none", true],
      ]);
      // On the default branch itself a file leaves the threshold to the others of its chain, and so it does alone.
      expect(statesOwn(await read(PUSH, { [`1:${PATH}`]: bare }))).toEqual([["high", false]]);
      expect(statesOwn(await read(feature, { [`4:${PATH}`]: bare }))).toEqual([["high", false]]);
      const atTip = { ...feature, commit: MAIN };
      expect(statesOwn(await read(atTip, { [`4:${PATH}`]: bare }))).toEqual([["high", false]]);
    });

    it("has the same file at the same commit once", async () => {
      const feature = { ...PUSH, ref: "refs/heads/feature", commit: MAIN };
      const found = await read(feature, { [`4:${PATH}`]: loose });
      expect(thresholds(found)).toEqual([["none"]]);
      expect(found.origin?.chain).toHaveLength(1);
    });

    it("reads the file once where a pull request goes into the default branch", async () => {
      const { commits, asked } = filesOf({ [`4:${PATH}`]: strict }, { main: MAIN });
      const context = { ...PULL_REQUEST, defaultBranch: "main" };
      await readPolicy({ settings: SETTINGS, context, commits });
      expect(asked.filter((one) => one === `4:${PATH}`)).toHaveLength(1);
    });

    it("judges several pull requests of one head by all their base branches", async () => {
      const context = { ...PULL_REQUEST, siblings: [{ number: 9, base: { ref: "release", commit: BASE } }] };
      const found = await read(context, { [`4:${PATH}`]: strict, [`5:${PATH}`]: loose });
      expect(thresholds(found)).toEqual([["low"], ["low", "none"]]);
      expect(found.origin?.chain.map(({ ref }) => ref)).toEqual(["main", "release"]);
    });

    it("keeps the base commit of a merge group, with the default branch's file above another branch's", async () => {
      const queue = { ...COMMON, kind: "merge-group", event: "merge_group", ref: "refs/heads/q" } as const;
      const files = { [`4:${PATH}`]: strict, [`2:${PATH}`]: loose };
      const main = await read({ ...queue, base: { ref: "main", commit: BASE } }, files);
      expect(thresholds(main)).toEqual([["none"]]);
      const other = await read({ ...queue, base: { ref: "release", commit: BASE } }, files);
      expect(thresholds(other)).toEqual([["low", "none"]]);
    });

    it("reads the event's base commit where the base branch is gone", async () => {
      const context = { ...PULL_REQUEST, base: { ref: "gone", commit: BASE } };
      const found = await read(context, { [`2:${PATH}`]: strict });
      expect(thresholds(found)).toEqual([["high", "low"]]);
    });

    it("reads nothing where the base branch is gone and nobody told its commit", async () => {
      const context = { ...PULL_REQUEST, base: { ref: "gone", commit: "unknown" } };
      const { commits, asked } = filesOf({ [`u:${PATH}`]: loose }, {});
      const readWorkspace = async () => loose;
      for (const policyTree of [undefined, { readWorkspace }]) {
        const found = await readPolicy({
          settings: SETTINGS,
          context,
          commits,
          ...(policyTree && { policyTree }),
        });
        expect(found).toMatchObject({
          isUnknown: true,
          reasons: [
            { code: "not-found", source: "policy", message: expect.stringContaining("no branch gone") },
          ],
        });
      }
      expect(asked).not.toContain(`u:${PATH}`);
    });

    it("is incomplete when the default branch or a tip cannot be read, and calls nothing blocking", async () => {
      const { commits } = filesOf({ [`1:${PATH}`]: loose }, {});
      const context = { ...PUSH, ref: "refs/heads/feature", defaultBranch: "main" };
      const noCommit = (path: string, commit: string) =>
        commit === "refs/heads/main"
          ? Promise.reject(new ScanGateError({ code: "not-found", source: "github", message: "No commit" }))
          : commits.file(path, commit);
      const gone = await readPolicy({ settings: SETTINGS, context, commits: { ...commits, file: noCommit } });
      expect(gone).toMatchObject({
        isUnknown: true,
        reasons: [{ code: "not-found", source: "policy", message: `${PATH} at the tip of main: No commit.` }],
      });
      const broken = {
        ...commits,
        branchTip: () =>
          Promise.reject(new ScanGateError({ code: "unreachable", source: "github", message: "no answer" })),
      };
      const failed = await readPolicy({ settings: SETTINGS, context, commits: broken });
      expect(failed).toMatchObject({
        isUnknown: true,
        reasons: [{ code: "unreachable", source: "policy", message: "the tip of main: no answer." }],
      });
    });

    it("asks the forge for the default branch where the event does not name it", async () => {
      const { commits } = filesOf(
        { [`4:${PATH}`]: strict, [`5:${PATH}`]: loose },
        { main: MAIN, release: TIP },
      );
      const context = { ...PULL_REQUEST, base: { ref: "release", commit: BASE } };
      const asked = { ...commits, defaultBranch: async () => "main" };
      const found = await readPolicy({ settings: SETTINGS, context, commits: asked });
      expect(thresholds(found)).toEqual([["low", "none"]]);
      const none = { ...commits, defaultBranch: async () => undefined };
      expect(thresholds(await readPolicy({ settings: SETTINGS, context, commits: none }))).toEqual([
        ["none"],
      ]);
      const fails = { code: "unreachable", source: "gitlab", message: "no answer" } as const;
      const failing = { ...commits, defaultBranch: () => Promise.reject(new ScanGateError(fails)) };
      expect(await readPolicy({ settings: SETTINGS, context, commits: failing })).toMatchObject({
        isUnknown: true,
        reasons: [{ source: "policy", message: "the name of the default branch: no answer." }],
      });
    });

    it("needs a named file where it is judged, and not on the default branch", async () => {
      const feature = { ...PUSH, ref: "refs/heads/feature" };
      const found = await read(feature, { "1:gate.yml": loose }, "gate.yml");
      expect(thresholds(found)).toEqual([["high", "none"]]);
      await expect(read(feature, { "4:gate.yml": loose }, "gate.yml")).rejects.toMatchObject({
        code: "config-invalid",
      });
    });

    it("refuses a chain of which any file cannot be used", async () => {
      const feature = { ...PUSH, ref: "refs/heads/feature" };
      await expect(
        read(feature, { [`4:${PATH}`]: "version: 2\n", [`1:${PATH}`]: loose }),
      ).rejects.toMatchObject({ code: "config-invalid", source: "policy" });
    });

    it("says when the pull request repairs the file that cannot be used", async () => {
      const files = { [`4:${PATH}`]: "version: 2\n", [`1:${PATH}`]: strict };
      await expect(read(PULL_REQUEST, files)).rejects.toMatchObject({
        hint: expect.stringMatching(/^This pull request repairs the file/),
      });
    });
  });
});
