import { randomBytes } from "node:crypto";
import {
  closeSync,
  fdatasync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

/** A file that grows line by line, and is replaced as a whole now and then. */
export interface AppendFile {
  /** Bytes appended since the file was last replaced. */
  readonly grown: number;
  /**
   * Appends a line, which ends in a line feed. It is with the system when this returns, so that it outlives the
   * process. A line that was written in part is ended before the next one.
   * @throws the error of Node.js
   */
  append(line: string): void;
  /** Resolves when all that was appended before is on the disk. @throws the error of Node.js */
  synced(): Promise<void>;
  /** Puts other lines in the place of all: written beside it, and renamed into it. @throws the error of Node.js */
  replace(lines: Iterable<string>): void;
}

const sync = promisify(fdatasync);

/** The text of the file; empty when there is none. @throws the error of Node.js, also when it is no regular file */
export function readAppendFile(path: string): string {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return "";
  if (!facts.isFile()) throw new Error("it is not a regular file");
  return readFileSync(path, "utf8");
}

/** Opens the file with the lines that it is to hold first; only its owner may read it. @throws the error of Node.js */
export function openAppendFile(path: string, lines: Iterable<string>): AppendFile {
  let file = replaceFile(path, lines);
  let grown = 0;
  let isTorn = false;
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const synced = (): Promise<void> => {
    if (running === undefined) {
      running = sync(file).finally(() => {
        running = undefined;
      });
      return running;
    }
    // The one that runs may have begun before the last line; one more is enough for all who ask until then.
    following ??= running
      .catch(() => undefined)
      .then(() => {
        following = undefined;
        return synced();
      });
    return following;
  };

  return {
    get grown() {
      return grown;
    },
    append(line) {
      const bytes = Buffer.from(isTorn ? `\n${line}` : line);
      isTorn = true;
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      isTorn = false;
      grown += bytes.length;
    },
    synced,
    replace(all) {
      const before = file;
      file = replaceFile(path, all);
      grown = 0;
      isTorn = false;
      const close = () => closeSync(before);
      if (running === undefined) close();
      else running.then(close, close);
    },
  };
}

/** Writes the lines beside the file and renames them into its place. @returns the new file, open for appending */
function replaceFile(path: string, lines: Iterable<string>): number {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  const file = openSync(beside, "ax", 0o600);
  try {
    for (const line of lines) {
      const bytes = Buffer.from(line);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    }
    fsyncSync(file);
    renameSync(beside, path);
    syncFolder(dirname(path));
  } catch (error) {
    closeSync(file);
    rmSync(beside, { force: true });
    throw error;
  }
  return file;
}

/** So that the new name is on the disk as well. */
function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
