import { constants } from "node:fs";
import { mkdir, open, readdir, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { ScanGateError } from "../../errors.ts";
import type { Files } from "../../ports.ts";
import { spareMemoryAfter } from "../runner/memory.ts";

/** Folders that hold no reports of this run and may hold hundreds of thousands of files. */
const SKIPPED_FOLDERS = new Set([".git", "node_modules"]);

export interface WorkspaceOptions {
  /** Absolute path. */
  readonly workspace: string;
  /** Applied to every text that is written. */
  readonly redact: (text: string) => string;
  /** How many folders deep files are looked for; however deep, when it is left out. */
  readonly depth?: number;
}

/** The file system, with reading bound to the workspace. */
export function workspaceFiles(options: WorkspaceOptions): Files {
  const { workspace, redact, depth = Number.POSITIVE_INFINITY } = options;
  return {
    async write(path, text) {
      await makeFolder(dirname(path));
      await writeFile(path, redact(text), "utf8");
    },
    async writeParts(path, parts) {
      await makeFolder(dirname(path));
      const file = await open(path, "w");
      try {
        for (const part of parts) await file.writeFile(redact(part), "utf8");
      } finally {
        await file.close();
      }
    },
    async readWorkspace(path, limit) {
      const real = await realPathInside(workspace, path);
      return real === undefined ? undefined : readRegularFile(real, limit);
    },
    async findWorkspace(matches, leadsThrough = () => false) {
      return find({ workspace, matches, leadsThrough, depth });
    },
  };
}

/** The file behind a path, links resolved; undefined when there is none. */
async function realPathInside(workspace: string, path: string): Promise<string | undefined> {
  // Without the folder there is nothing in it, and nothing that leads out of it.
  const root = await realpath(workspace).catch(() => resolve(workspace));
  const lexical = resolve(root, path);
  if (isAbsolute(path) || !isInside(root, lexical)) throw leadsOut(path);
  const real = await realpath(lexical).catch(() => undefined);
  if (real !== undefined && !isInside(root, real)) throw leadsOut(path);
  return real;
}

/** Compared with the separator, so that `/w/repo-evil` is not inside `/w/repo`. */
function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/**
 * Makes a folder and those above it. The recursive way of Node.js never ends where a folder above is refused with
 * ENOENT, as it is under `/proc`.
 */
async function makeFolder(path: string): Promise<void> {
  const refused = await tryToMake(path);
  if (refused === undefined) return;
  if (refused.code !== "ENOENT" || dirname(path) === path) throw refused;
  await makeFolder(dirname(path));
  const again = await tryToMake(path);
  if (again !== undefined) throw again;
}

/** Why a folder could not be made; undefined when it is there now. */
async function tryToMake(path: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const refused: NodeJS.ErrnoException = error;
    return refused.code === "EEXIST" ? undefined : refused;
  }
  return undefined;
}

async function readRegularFile(path: string, limit: number): Promise<string | undefined> {
  // Without O_NONBLOCK the mere opening of a FIFO would wait for somebody to write.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > limit) return undefined;
    const buffer = Buffer.alloc(Math.min(facts.size + 1, limit + 1));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    spareMemoryAfter(length);
    return length > limit ? undefined : buffer.toString("utf8", 0, length);
  } finally {
    await file.close();
  }
}

async function find(wanted: {
  readonly workspace: string;
  readonly matches: (path: string) => boolean;
  readonly leadsThrough: (folder: string) => boolean;
  readonly depth: number;
}): Promise<readonly string[]> {
  const { workspace, matches, leadsThrough, depth } = wanted;
  const found: string[] = [];
  const folders = [workspace];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        const isNear = relative(workspace, folder).split(sep).filter(Boolean).length < depth;
        if (isNear && !SKIPPED_FOLDERS.has(entry.name)) folders.push(path);
        continue;
      }
      const name = relative(workspace, path).split(sep).join("/");
      if (matches(name)) found.push(name);
      else if (entry.isSymbolicLink() && !SKIPPED_FOLDERS.has(entry.name) && leadsThrough(name)) {
        if (await isFolderOutside(workspace, path)) found.push(`${name}/`);
      }
    }
  }
  return found.sort();
}

/** Whether a link leads to a folder that is not in the workspace; one that leads nowhere does not. */
async function isFolderOutside(workspace: string, link: string): Promise<boolean> {
  try {
    const [root, real] = await Promise.all([realpath(workspace), realpath(link)]);
    return !isInside(root, real) && (await stat(real)).isDirectory();
  } catch {
    return false;
  }
}

function leadsOut(path: string): ScanGateError {
  return new ScanGateError({
    code: "report-invalid",
    source: "reports",
    message: `"${path}" leads out of the workspace`,
    hint: "Name files inside the workspace, and no links to elsewhere",
  });
}
