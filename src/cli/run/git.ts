import { dirname, isAbsolute, join, resolve } from "node:path";
import { type CommitFacts, wholeCommit } from "./ci-environment.ts";
import { repositoryAddress } from "./repository-address.ts";

/** Text of a file by absolute path; undefined when it cannot be read. */
export type ReadText = (path: string) => string | undefined;

/** What git's own files tell, without asking git: the commit and branch that are checked out, and remote branches. */
export interface GitFacts extends CommitFacts {
  /** The commit that a branch of `origin` had when it was last fetched. */
  readonly remoteCommit: (branch: string) => string | undefined;
  /** The one commit that an ID begins, of those that HEAD had, and that branches had when last fetched. */
  readonly wholeId: (start: string) => string | undefined;
}

/**
 * Reads HEAD, its branch and the address of `origin` of the working tree that a folder is in; undefined when it is in
 * none. Only files are read: no program is started, whatever the configuration says.
 */
export function readGit(workspace: string, read: ReadText): GitFacts | undefined {
  const folder = gitFolder(workspace, read);
  const head = folder === undefined ? undefined : read(join(folder, "HEAD"))?.trim();
  if (folder === undefined || head === undefined) return undefined;
  // A linked working tree has a HEAD of its own and shares the rest.
  const common = resolve(folder, read(join(folder, "commondir"))?.trim() ?? ".");
  const at = (ref: string) => commitAt(ref, { folders: [folder, common], read });
  const ref = /^ref: (refs\/\S+)$/.exec(head)?.[1];
  const commit = ref === undefined ? wholeCommit(head) : at(ref);
  const origin = repositoryAddress(originIn(read(join(common, "config")) ?? ""));
  return {
    ...(ref === undefined ? {} : { ref }),
    ...(commit === undefined ? {} : { commit }),
    ...(origin === undefined ? {} : { repository: origin.path, repositoryUrl: origin.url }),
    remoteCommit: (branch) => at(`refs/remotes/origin/${branch}`),
    wholeId: (start) => wholeIdIn(start, [commit, ...knownCommits([folder, common], read)]),
  };
}

/** The folder that holds HEAD: `.git`, or what a file of that name leads to, here or in a folder above. */
function gitFolder(workspace: string, read: ReadText): string | undefined {
  for (let folder = workspace; ; folder = dirname(folder)) {
    const inside = join(folder, ".git");
    if (read(join(inside, "HEAD")) !== undefined) return inside;
    const elsewhere = /^gitdir: (.+)$/m.exec(read(inside) ?? "")?.[1]?.trim();
    if (elsewhere !== undefined) return isAbsolute(elsewhere) ? elsewhere : resolve(folder, elsewhere);
    if (dirname(folder) === folder) return undefined;
  }
}

function commitAt(
  ref: string,
  { folders, read }: { readonly folders: readonly string[]; readonly read: ReadText },
): string | undefined {
  if (ref.split("/").includes("..")) return undefined;
  for (const folder of folders) {
    const loose = wholeCommit(read(join(folder, ref))?.trim());
    if (loose !== undefined) return loose;
    const packed = (read(join(folder, "packed-refs")) ?? "")
      .split("\n")
      .find((line) => line.trimEnd().endsWith(` ${ref}`));
    const commit = wholeCommit(packed?.split(" ")[0]);
    if (commit !== undefined) return commit;
  }
  return undefined;
}

/** Files that name commits one way or another: git merges and resets in a CI leave the head in them. */
const NAMING_FILES = ["ORIG_HEAD", "MERGE_HEAD", "FETCH_HEAD", "packed-refs", "logs/HEAD"];

function knownCommits(folders: readonly string[], read: ReadText): readonly string[] {
  const texts = folders.flatMap((folder) => NAMING_FILES.map((name) => read(join(folder, name)) ?? ""));
  return texts.flatMap((text) => text.toLowerCase().match(/\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b/g) ?? []);
}

/** Undefined also where the beginning fits several: a wrong commit would be worse than none. */
function wholeIdIn(start: string, commits: readonly (string | undefined)[]): string | undefined {
  const fitting = new Set(commits.filter((commit) => commit?.startsWith(start.toLowerCase())));
  return fitting.size === 1 ? [...fitting][0] : undefined;
}

/** The address of `origin` in git's configuration; empty when it has none. */
function originIn(config: string): string {
  let isOrigin = false;
  for (const line of config.split("\n")) {
    if (/^\s*\[/.test(line)) isOrigin = /^\s*\[remote "origin"\]/.test(line);
    const url = isOrigin ? /^\s*url\s*=\s*(\S+)/.exec(line)?.[1] : undefined;
    if (url !== undefined) return url;
  }
  return "";
}
