import { constants } from "node:fs";
import { open, readdir, realpath, rm, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { ScanGateError } from "../../errors.ts";
import type { Files } from "../../ports.ts";
import { present } from "../../text/present.ts";
import { spareMemoryAfter } from "../runner/memory.ts";
import { trackedFiles } from "./tracked.ts";
import { writeFileWhole } from "./write-file.ts";

/** Folders that hold no reports of this run and may hold hundreds of thousands of files. */
const SKIPPED_FOLDERS = new Set([".git", "node_modules"]);

/** Entries of a folder after which everything else may happen. */
const ENTRIES_A_SLICE = 1_000;

export interface WorkspaceOptions {
  /** Absolute path. */
  readonly workspace: string;
  /** Applied to every text that is read or written: what is cut from a text later has no token in it. */
  readonly redact: (text: string) => string;
  /** Once it aborts nothing is written. */
  readonly cancelled?: AbortSignal;
  /** How many folders deep files are looked for; however deep, when it is left out. */
  readonly depth?: number;
}

/** The file system, with reading bound to the workspace. */
export function workspaceFiles(options: WorkspaceOptions): Required<Omit<Files, "beyondWorkspace">> {
  const { workspace, redact, cancelled, depth = Number.POSITIVE_INFINITY } = options;
  const place = { workspace, ...present({ cancelled }) };
  function* redacted(parts: Iterable<string>) {
    for (const part of parts) yield redact(part);
  }
  return {
    async writeParts(path, parts) {
      await writeFileWhole({ ...place, path }, redacted(parts));
    },
    async remove(path) {
      await rm(path, { force: true });
    },
    async trackedByGit(paths) {
      return await trackedFiles(workspace, paths);
    },
    async readWorkspace(path, limit) {
      const real = await realPathInside(workspace, path);
      const text = real === undefined ? undefined : await readRegularFile(real, limit);
      return text === undefined ? undefined : redact(text);
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
    for (const [index, entry] of entries.entries()) {
      // A folder may hold a million files, and a glob be slow with each.
      if (index % ENTRIES_A_SLICE === ENTRIES_A_SLICE - 1) await setImmediate();
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
