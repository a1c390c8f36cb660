import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { trackedFiles } from "./tracked.ts";

let workspace = "";

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "scan-gate-git-"));
});

afterEach(() => rmSync(workspace, { recursive: true, force: true }));

const ENVIRONMENT = {
  PATH: process.env.PATH ?? "",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.org",
};

function git(folder: string, ...args: readonly string[]): void {
  execFileSync("git", ["-c", "protocol.file.allow=always", ...args], {
    cwd: folder,
    env: ENVIRONMENT,
    stdio: "pipe",
  });
}

const hasGit = (() => {
  try {
    git(tmpdir(), "--version");
    return true;
  } catch {
    return false;
  }
})();

function put(path: string, text = "{}"): void {
  const file = join(workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A repository in a folder of the workspace, with some files added to its index. */
function repository(folder: string, paths: readonly string[], ...init: readonly string[]): string {
  const top = join(workspace, folder);
  mkdirSync(top, { recursive: true });
  git(top, "init", "-q", ...init);
  for (const path of paths) put(join(folder, path));
  git(top, "add", "-A");
  return top;
}

async function tracked(...paths: readonly string[]): Promise<readonly string[]> {
  const found = await trackedFiles(workspace, paths);
  expect(found.unreadable).toEqual([]);
  return [...found.tracked];
}

/** Many names that share beginnings, so that an index of version 4 leaves most of each out. */
const MANY = Array.from({ length: 300 }, (_, index) => `src/a-rather-long-name/${"x".repeat(index)}.c`);

describe.skipIf(!hasGit)("files that git tracks (skipped where there is no git)", () => {
  it.each(["2", "3", "4"])("are found in an index of version %s", async (version) => {
    const top = repository("", [...MANY.slice(0, 100), "out/a.json", "é/ü.json"]);
    put("out/later.json");
    put("intended.json");
    // Only an entry with one of the newer flags needs version 3.
    if (version === "3") git(top, "add", "--intent-to-add", "intended.json");
    git(top, "update-index", "--index-version", version === "3" ? "2" : version);
    put("out/b.json");
    const found = await tracked("out/a.json", "out/b.json", "é/ü.json", "out/later.json", "intended.json");
    expect(found).toEqual(
      version === "3" ? ["out/a.json", "é/ü.json", "intended.json"] : ["out/a.json", "é/ü.json"],
    );
    const written = readFileSync(join(top, ".git", "index")).readUInt32BE(4);
    expect(String(written)).toBe(version);
  });

  it("are found in a repository of SHA-256", async () => {
    repository("", [...MANY.slice(0, 40), "out/a.json"], "--object-format=sha256");
    put("out/b.json");
    expect(await tracked("out/a.json", "out/b.json")).toEqual(["out/a.json"]);
  });

  it.each(["sha1", "sha256"])("are found in a split index of %s", async (format) => {
    const top = repository("", [...MANY.slice(0, 40), "out/a.json"], `--object-format=${format}`);
    git(top, "update-index", "--split-index");
    put("out/b.json");
    git(top, "add", "out/b.json");
    put("out/c.json");
    expect(await tracked("out/a.json", "out/b.json", "out/c.json")).toEqual(["out/a.json", "out/b.json"]);
  });

  it("are found in a worktree and in a submodule, whose .git is a file", async () => {
    const top = repository("main", ["a.json"]);
    git(top, "commit", "-q", "-m", "x");
    git(top, "worktree", "add", "-q", "../tree");
    const other = repository("other", ["a.json"]);
    git(other, "commit", "-q", "-m", "x");
    git(top, "submodule", "add", "-q", other, "sub");
    for (const folder of ["tree", "main/sub"]) put(join(folder, "new.json"));
    expect(await tracked("tree/a.json", "tree/new.json", "main/sub/a.json", "main/sub/new.json")).toEqual([
      "tree/a.json",
      "main/sub/a.json",
    ]);
  });

  it("are those of every repository around them", async () => {
    repository("", ["out/a.json"]);
    repository("out", []);
    rmSync(join(workspace, "out", ".git", "index"), { force: true });
    put("out/b.json");
    expect(await tracked("out/a.json", "out/b.json")).toEqual(["out/a.json"]);
  });

  it("are found by where a link leads, and by a link that is tracked itself", async () => {
    put("made/x.json");
    put("kept.json");
    const top = join(workspace);
    git(top, "init", "-q");
    symlinkSync("made", join(workspace, "folder"));
    symlinkSync("made/x.json", join(workspace, "file.json"));
    git(top, "add", "folder", "file.json", "kept.json");
    symlinkSync("kept.json", join(workspace, "new.json"));
    expect(await tracked("made/x.json", "folder/x.json", "file.json", "new.json", "kept.json")).toEqual([
      "folder/x.json",
      "file.json",
      "new.json",
      "kept.json",
    ]);
  });

  it("are none where there is no repository, or nothing was added to it", async () => {
    put("a.json");
    expect(await tracked("a.json", "gone.json")).toEqual([]);
    git(workspace, "init", "-q");
    expect(await tracked("a.json")).toEqual([]);
  });

  it.each<[string, (index: Buffer) => Buffer]>([
    ["cut off", (index) => index.subarray(0, 200)],
    ["of another version", (index) => Buffer.concat([index.subarray(0, 7), Buffer.of(9), index.subarray(8)])],
    ["no index", () => Buffer.from("nonsense")],
    [
      "of more entries than it holds",
      (index) => Buffer.concat([index.subarray(0, 8), Buffer.of(127, 0, 0, 0), index.subarray(12)]),
    ],
  ])("are told as not known when the index is %s", async (_, damage) => {
    const top = repository("lib", MANY.slice(0, 20));
    const path = join(top, ".git", "index");
    writeFileSync(path, damage(readFileSync(path)));
    put("lib/a.json");
    const found = await trackedFiles(workspace, ["lib/a.json"]);
    expect([...found.tracked]).toEqual([]);
    expect(found.unreadable).toEqual([expect.stringMatching(/^the git index of lib cannot be read \(.+\)$/)]);
  });
});
