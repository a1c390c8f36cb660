import { lstat, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { TrackedFiles } from "../../ports.ts";
import { pathsInIndex } from "./git-index.ts";

/** File systems of these take names that differ in case, or in how an accent is written, for one. */
const FOLDING = ["darwin", "win32"];

/** A name as the file system compares it. */
function folded(path: string): string {
  const plain = path.split(sep).join("/");
  return FOLDING.includes(process.platform) ? plain.normalize("NFC").toLowerCase() : plain;
}

/**
 * Which of some files of a workspace git tracks, in any repository between them and the workspace's root. A file is
 * tracked when its path is, the path that it leads to, or a link on the way.
 */
export async function trackedFiles(workspace: string, paths: readonly string[]): Promise<TrackedFiles> {
  const root = await realpath(workspace).catch(() => resolve(workspace));
  const places = new Map<string, readonly string[]>();
  for (const path of paths) places.set(path, await placesOf(root, path));
  const repositories = new Map<string, Set<string>>();
  for (const place of [...places.values()].flat()) {
    for (const top of foldersAbove(root, place)) {
      const wanted = repositories.get(top) ?? new Set();
      repositories.set(top, wanted.add(folded(relative(top, place))));
    }
  }
  const tracked = new Set<string>();
  const unreadable: string[] = [];
  for (const [top, wanted] of repositories) {
    if (!(await isThere(join(top, ".git")))) continue;
    try {
      const found = await pathsInIndex(top, wanted, folded);
      for (const name of found) tracked.add(`${top}\0${name}`);
    } catch (error) {
      const name = relative(root, top) || "the workspace";
      unreadable.push(
        `the git index of ${name} cannot be read (${error instanceof Error ? error.message : error})`,
      );
    }
  }
  const isTracked = (place: string) =>
    foldersAbove(root, place).some((top) => tracked.has(`${top}\0${folded(relative(top, place))}`));
  return {
    tracked: new Set(paths.filter((path) => places.get(path)?.some(isTracked))),
    unreadable,
  };
}

/** Where a file is: at its path, at the links on the way to it, and where they lead. */
async function placesOf(root: string, path: string): Promise<readonly string[]> {
  const lexical = resolve(root, path);
  const links: string[] = [];
  for (const folder of foldersAbove(root, lexical)) {
    if (folder === root) continue;
    const facts = await lstat(folder).catch(() => undefined);
    if (facts?.isSymbolicLink() === true) links.push(folder);
  }
  const real = await realpath(lexical).catch(() => lexical);
  return [...new Set([lexical, real, ...links])];
}

/** The folders from the one that holds a path up to the root; none when the path is not below it. */
function foldersAbove(root: string, path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); folder.length >= root.length; folder = dirname(folder)) {
    if (folder === root || folder.startsWith(root + sep)) folders.push(folder);
    if (dirname(folder) === folder) break;
  }
  return folders;
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
