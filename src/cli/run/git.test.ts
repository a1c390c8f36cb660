import { describe, expect, it } from "vitest";
import { readGit } from "./git.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);

const reader = (files: Readonly<Record<string, string>>) => (path: string) =>
  Object.hasOwn(files, path) ? files[path] : undefined;

const CONFIG =
  '[core]\n\tbare = false\n[remote "up"]\n\turl = x\n[remote "origin"]\n\turl = git@git.example:acme/shop.git\n';

describe("git's own files", () => {
  it("tell the branch, its commit and the repository", () => {
    const files = {
      "/w/.git/HEAD": "ref: refs/heads/fix/x\n",
      "/w/.git/refs/heads/fix/x": `${A}\n`,
      "/w/.git/config": CONFIG,
      "/w/.git/packed-refs": `# pack-refs\n${B} refs/remotes/origin/main\n`,
    };
    const git = readGit("/w/src/deep", reader(files));
    expect(git).toMatchObject({
      ref: "refs/heads/fix/x",
      commit: A,
      repository: "acme/shop",
      repositoryUrl: "https://git.example/acme/shop",
    });
    expect(git?.remoteCommit("main")).toBe(B);
    expect(git?.remoteCommit("other")).toBeUndefined();
    expect(git?.remoteCommit("../../../etc/passwd")).toBeUndefined();
  });

  it("tell a commit that is checked out without a branch", () => {
    const git = readGit("/w", reader({ "/w/.git/HEAD": `${A}\n` }));
    expect(git).toMatchObject({ commit: A });
    expect(git).not.toHaveProperty("ref");
    expect(git).not.toHaveProperty("repository");
  });

  it("are found for a linked working tree, which shares all but its HEAD", () => {
    const files = {
      "/linked/.git": "gitdir: /w/.git/worktrees/linked\n",
      "/w/.git/worktrees/linked/HEAD": "ref: refs/heads/side\n",
      "/w/.git/worktrees/linked/commondir": "../..\n",
      "/w/.git/packed-refs": `${B} refs/heads/side\n`,
      "/w/.git/config": CONFIG,
    };
    expect(readGit("/linked", reader(files))).toMatchObject({ commit: B, repository: "acme/shop" });
    const module = { "/w/sub/.git": "gitdir: ../.git/modules/sub\n", "/w/.git/modules/sub/HEAD": A };
    expect(readGit("/w/sub", reader(module))).toMatchObject({ commit: A });
  });

  it("tell the whole of a commit that is known by its beginning, where only one fits", () => {
    const C = `${"a".repeat(12)}${"c".repeat(28)}`;
    const D = `${"d".repeat(12)}${"e".repeat(28)}`;
    const files = {
      "/w/.git/HEAD": `${A}\n`,
      "/w/.git/ORIG_HEAD": `${D.toUpperCase()}\n`,
      "/w/.git/logs/HEAD": `${"0".repeat(40)} ${C} ci <ci@example> 1 +0000\tclone\n`,
    };
    const git = readGit("/w", reader(files));
    expect(git?.wholeId("DDDDDDDDDDDD")).toBe(D);
    expect(git?.wholeId(C.slice(0, 13))).toBe(C);
    expect(git?.wholeId("aaaaaaa")).toBeUndefined();
    expect(git?.wholeId("bbbbbbb")).toBeUndefined();
  });

  it("tell nothing where there are none, and no commit on a branch without any", () => {
    expect(readGit("/w", () => undefined)).toBeUndefined();
    const unborn = readGit("/w", reader({ "/w/.git/HEAD": "ref: refs/heads/main\n" }));
    expect(unborn).toMatchObject({ ref: "refs/heads/main" });
    expect(unborn).not.toHaveProperty("commit");
    expect(readGit("/w", reader({ "/w/.git": "gitdir: gone\n" }))).toBeUndefined();
  });
});
