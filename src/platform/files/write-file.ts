import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, renameSync, rmSync, type Stats, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { ScanGateError } from "../../errors.ts";

/** Where a file goes. */
export interface FilePlace {
  readonly path: string;
  /** Absolute. Whoever proposes a change may have put links into it. */
  readonly workspace: string;
  /** Once it aborts nothing is begun, and nothing put in its place. */
  readonly cancelled?: AbortSignal;
}

/**
 * Writes a file beside its place and renames it into it, making the folders on the way: nobody ever sees half of it,
 * and nothing is written through a link, into a device or into a pipe. It comes in parts, so that its text need not be
 * in memory as a whole. When it cannot be written, the regular file that was there is removed, or the error says that it
 * is still there: a reader would take the old verdict for the new one.
 * @throws a `ScanGateError` that says why, when the place is none of a regular file, or the run is cancelled
 */
export async function writeFileWhole(place: FilePlace, parts: Iterable<string>): Promise<void> {
  const beside = prepare(place);
  try {
    const file = await open(beside, "wx");
    try {
      for (const part of parts) {
        await file.writeFile(part, "utf8");
        place.cancelled?.throwIfAborted();
      }
    } finally {
      await file.close();
    }
    renameSync(beside, place.path);
  } catch (error) {
    throw giveUp(place, beside, error);
  }
}

/** The same for a short text, at once. */
export function writeFileAtOnce(place: FilePlace, text: string): void {
  const beside = prepare(place);
  try {
    writeFileSync(beside, text, { encoding: "utf8", flag: "wx" });
    renameSync(beside, place.path);
  } catch (error) {
    throw giveUp(place, beside, error);
  }
}

/** Removes what was begun, and the file of an earlier run; a cancelled run touches nothing more. Gives the error. */
function giveUp({ path, cancelled }: FilePlace, beside: string, error: unknown): ScanGateError {
  rmSync(beside, { force: true });
  if (cancelled?.aborted === true || factsOf(path) === undefined) return cannotWrite(path, error);
  try {
    rmSync(path);
    return cannotWrite(path, error, "; the file of an earlier run that was there is removed");
  } catch {
    return cannotWrite(path, error, "; the file that is there is of an earlier run");
  }
}

/** Makes the folders and gives the name to write to first. */
function prepare({ path, workspace, cancelled }: FilePlace): string {
  try {
    cancelled?.throwIfAborted();
    refuseLinks(path, workspace);
    makeFolder(dirname(path));
    refuseOddPlace(path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
}

/** In the workspace no folder on the way may be a link: it came with the code. */
function refuseLinks(path: string, workspace: string): void {
  const root = resolve(workspace);
  const steps = relative(root, resolve(path)).split(sep);
  if (steps[0] === "..") return;
  for (let depth = 1; depth < steps.length; depth += 1) {
    const folder = join(root, ...steps.slice(0, depth));
    if (factsOf(folder)?.isSymbolicLink() === true) throw new Error(`its folder ${folder} is a link`);
  }
}

function refuseOddPlace(path: string): void {
  const facts = factsOf(path);
  if (facts === undefined || facts.isFile()) return;
  const kind = facts.isSymbolicLink() ? "a link" : facts.isDirectory() ? "a folder" : "no regular file";
  throw new Error(`there is ${kind}`);
}

/** What is at a path, links not followed; undefined when nothing is. */
function factsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/**
 * Makes a folder and those above it. The recursive way of Node.js never ends where a folder above is refused with
 * ENOENT, as it is under `/proc`.
 */
function makeFolder(path: string): void {
  const refused = tryToMake(path);
  if (refused === undefined) return;
  if (refused.code !== "ENOENT" || dirname(path) === path) throw refused;
  makeFolder(dirname(path));
  const again = tryToMake(path);
  if (again !== undefined) throw again;
}

/** Why a folder could not be made; undefined when it is there now. */
function tryToMake(path: string): NodeJS.ErrnoException | undefined {
  try {
    mkdirSync(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const refused: NodeJS.ErrnoException = error;
    return refused.code === "EEXIST" ? undefined : refused;
  }
  return undefined;
}

function cannotWrite(path: string, error: unknown, rest = ""): ScanGateError {
  return new ScanGateError({
    code: "internal",
    source: "gate",
    message: `"${path}" cannot be written: ${error instanceof Error ? error.message : error}${rest}`,
    hint: "Name a path for a regular file that this job may write",
    cause: error,
  });
}
