import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { ScanGateError } from "../../errors.ts";

/** A file to write, in parts so that its text need not be in memory as a whole. */
export interface FileToWrite {
  readonly path: string;
  readonly parts: Iterable<string>;
  /** Absolute. Whoever proposes a change may have put links into it. */
  readonly workspace: string;
}

/**
 * Writes a file beside its place and renames it into it, making the folders on the way: nobody ever sees half of it,
 * and nothing is written through a link, into a device or into a pipe.
 * @throws a `ScanGateError` that says why, when the place is none of a regular file
 */
export async function writeFileWhole({ path, parts, workspace }: FileToWrite): Promise<void> {
  try {
    await refuseLinks(path, workspace);
    await makeFolder(dirname(path));
    await refuseOddPlace(path);
    await writeBeside(path, parts);
  } catch (error) {
    if (error instanceof ScanGateError) throw error;
    throw cannotWrite(path, error instanceof Error ? error.message : String(error), error);
  }
}

/** In the workspace no folder on the way may be a link: it came with the code. */
async function refuseLinks(path: string, workspace: string): Promise<void> {
  const root = resolve(workspace);
  const steps = relative(root, resolve(path)).split(sep);
  if (steps[0] === ".." || steps.length < 2) return;
  for (let depth = 1; depth < steps.length; depth += 1) {
    const folder = join(root, ...steps.slice(0, depth));
    const facts = await lstat(folder).catch(() => undefined);
    if (facts?.isSymbolicLink() === true) throw cannotWrite(path, `its folder ${folder} is a link`);
  }
}

async function refuseOddPlace(path: string): Promise<void> {
  const facts = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (facts === undefined || facts.isFile()) return;
  const what = facts.isSymbolicLink() ? "a link" : facts.isDirectory() ? "a folder" : "no regular file";
  throw cannotWrite(path, `there is ${what}`);
}

async function writeBeside(path: string, parts: Iterable<string>): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  const file = await open(beside, flags, 0o666);
  try {
    try {
      for (const part of parts) await file.writeFile(part, "utf8");
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
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

function cannotWrite(path: string, why: string, cause?: unknown): ScanGateError {
  return new ScanGateError({
    code: "internal",
    source: "gate",
    message: `"${path}" cannot be written: ${why}`,
    hint: "Name a path for a regular file that this job may write",
    cause,
  });
}
