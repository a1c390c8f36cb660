import { describe, expect, it } from "vitest";
import type { PullRequestContext, RefContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import type { RepositoryCommits } from "../../ports.ts";
import { readPolicy } from "./read.ts";

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
function filesOf(files: Record<string, string>) {
  const asked: string[] = [];
  return {
    asked,
    commits: {
      async file(path: string, commit: string) {
        asked.push(`${commit[0]}:${path}`);
        return files[`${commit[0]}:${path}`];
      },
      distance: async () => ({ ahead: 1, behind: 0, mergeBase: BASE }),
    },
  };
}

const SETTINGS = { failOn: "high" } as const;
const refuse = () => Promise.reject(new Error("no"));

describe("readPolicy", () => {
  it("judges by the inputs alone when there is no file", async () => {
    const { commits } = filesOf({});
    expect(await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits })).toEqual({
      policy: { failOn: "high", origin: "fail-on", rules: [], budgets: {}, suppressions: [] },
      reasons: [],
    });
  });

  it("judges a pull request by the base commit's file, whatever its own says", async () => {
    const { commits, asked } = filesOf({
      [`2:${PATH}`]: "version: 1\nfail-on: medium\n",
      [`1:${PATH}`]: "version: 1\nfail-on: none\n",
    });
    const read = await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits });
    expect(read.policy.failOn).toBe("medium");
    expect(read.changed).toMatchObject({ path: PATH, policy: { failOn: "none" } });
    expect(asked).toEqual([`2:${PATH}`, `1:${PATH}`]);
  });

  it("judges a push by its own commit's file", async () => {
    const { commits, asked } = filesOf({ [`1:${PATH}`]: "version: 1\nfail-on: low\n" });
    const read = await readPolicy({ settings: SETTINGS, context: PUSH, commits });
    expect(read.policy.failOn).toBe("low");
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
      const silent = async () => ({ ahead: 1, behind: 4 });
      expect(await read({ [`1:${PATH}`]: old }, silent)).toMatchObject({ policy: { failOn: "low" } });
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
    expect(read.policy.failOn).toBe("high");
  });

  it("lets nothing hang on a head version that cannot be read", async () => {
    const commits = {
      distance: refuse,
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
    const { reasons, policy } = await readPolicy({ settings: SETTINGS, context: PULL_REQUEST, commits });
    expect(policy.origin).toBe("fail-on");
    expect(reasons).toEqual([
      { code: "forbidden", source: "policy", message: `${PATH} at 2222222: Refused. Add contents: read.` },
    ]);
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

  describe("from the working tree", () => {
    const { commits, asked } = filesOf({ [`2:${PATH}`]: "version: 1\nfail-on: none\n" });
    const from = (text: string | undefined, policy?: string) =>
      readPolicy({
        settings: policy === undefined ? SETTINGS : { ...SETTINGS, policy },
        context: PULL_REQUEST,
        commits,
        policyTree: { readWorkspace: async () => text },
      });

    it("asks no service, and has no other version to compare with", async () => {
      const read = await from("version: 1\nfail-on: low\n");
      expect(read).toMatchObject({ policy: { failOn: "low", origin: PATH }, reasons: [] });
      expect(read.changed).toBeUndefined();
      expect(asked).toEqual([]);
    });

    it("judges by the inputs when there is no file, unless one was named", async () => {
      expect((await from(undefined)).policy.origin).toBe("fail-on");
      await expect(from(undefined, "gate.yml")).rejects.toMatchObject({
        code: "config-invalid",
        message: 'There is no policy file "gate.yml" in the working tree',
      });
    });

    it("refuses a broken file without speaking of branches", async () => {
      await expect(from("version: 2\n")).rejects.toMatchObject({
        code: "config-invalid",
        hint: expect.not.stringContaining("branch"),
      });
    });
  });
});
