import { open, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";

/** Largest index that is read, in bytes; that of a repository with a million files has about a tenth. */
const LARGEST_INDEX = 1024 * 1024 * 1024;

/** Entries after which everything else may happen. */
const ENTRIES_A_SLICE = 20_000;

/**
 * Which of some paths the index of a repository holds (https://git-scm.com/docs/index-format), versions 2 to 4, of
 * SHA-1 and SHA-256 repositories, worktrees and submodules. Of a split index the shared part counts whole: what was
 * taken out of it since is held for tracked.
 *
 * @param top the folder that holds `.git`
 * @param wanted paths below it, with `/`, as `folded` makes them
 * @param folded makes one name of names that the file system takes for one
 * @throws with a clause that says why when the index cannot be read; a repository without one tracks nothing
 */
export async function pathsInIndex(
  top: string,
  wanted: ReadonlySet<string>,
  folded: (path: string) => string = (path) => path,
): Promise<ReadonlySet<string>> {
  const folder = await gitFolder(join(top, ".git"));
  const common = await commonFolder(folder);
  const hashSize = (await objectFormat(common)) === "sha256" ? 32 : 20;
  const found = new Set<string>();
  const bytes = await readIndex(join(folder, "index"));
  if (bytes === undefined) return found;
  const shared = await scanIndex(bytes, { hashSize, wanted, found, folded });
  if (shared !== undefined) {
    const name = `sharedindex.${shared}`;
    const base = (await readIndex(join(folder, name))) ?? (await readIndex(join(common, name)));
    if (base === undefined) throw new Error(`the shared index ${name} is missing`);
    await scanIndex(base, { hashSize, wanted, found, folded });
  }
  return found;
}

/** The folder behind `.git`, which in worktrees and submodules is a file that names it. */
async function gitFolder(path: string): Promise<string> {
  if ((await stat(path)).isDirectory()) return path;
  const text = await readSmall(path);
  const target = /^gitdir: ([^\r\n]+)/.exec(text)?.[1];
  if (target === undefined) throw new Error("its .git file names no folder");
  return resolve(dirname(path), target);
}

/** Where a worktree shares its configuration with the others. */
async function commonFolder(folder: string): Promise<string> {
  const text = await readSmall(join(folder, "commondir")).catch(() => undefined);
  return text === undefined ? folder : resolve(folder, text.trim());
}

async function objectFormat(common: string): Promise<string | undefined> {
  const config = await readSmall(join(common, "config")).catch(() => "");
  return /^\s*objectformat\s*=\s*"?(\w+)/im.exec(config)?.[1]?.toLowerCase();
}

async function readSmall(path: string): Promise<string> {
  const facts = await stat(path);
  if (!facts.isFile() || facts.size > 1024 * 1024) throw new Error(`${path} is no small file`);
  return await readFile(path, "utf8");
}

async function readIndex(path: string): Promise<Buffer | undefined> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > LARGEST_INDEX)
      throw new Error("the index is no regular file, or too large");
    return await file.readFile();
  } finally {
    await file.close();
  }
}

interface IndexQuestion {
  readonly hashSize: number;
  readonly wanted: ReadonlySet<string>;
  readonly folded: (path: string) => string;
  /** Takes what is found. */
  readonly found: Set<string>;
}

/** Sizes of an entry's parts, in bytes: ten fields of 32 bits before the hash, then flags. */
const BEFORE_HASH = 40;
const HEADER = 12;
const EXTENDED = 0x4000;

/** Goes through the entries. Gives the name of the shared index, when this one is split. */
async function scanIndex(
  bytes: Buffer,
  { hashSize, wanted, found, folded }: IndexQuestion,
): Promise<string | undefined> {
  const version = bytes.length < HEADER ? 0 : bytes.readUInt32BE(4);
  if (bytes.toString("latin1", 0, 4) !== "DIRC" || version < 2 || version > 4) {
    throw new Error(`its index is of no version from 2 to 4`);
  }
  const count = bytes.readUInt32BE(8);
  let at = HEADER;
  let before: Buffer = Buffer.alloc(0);
  for (let entry = 0; entry < count; entry += 1) {
    if (entry % ENTRIES_A_SLICE === ENTRIES_A_SLICE - 1) await setImmediate();
    const flagsAt = at + BEFORE_HASH + hashSize;
    const flags = bytes.readUInt16BE(flagsAt);
    let nameAt = flagsAt + (version >= 3 && (flags & EXTENDED) !== 0 ? 4 : 2);
    let kept = Buffer.alloc(0) as Buffer;
    if (version === 4) {
      const { value, next } = readOffset(bytes, nameAt);
      if (value > before.length) throw new Error("its index is damaged");
      kept = before.subarray(0, before.length - value);
      nameAt = next;
    }
    const end = bytes.indexOf(0, nameAt);
    if (end === -1) throw new Error("its index is cut off");
    before =
      kept.length === 0 ? bytes.subarray(nameAt, end) : Buffer.concat([kept, bytes.subarray(nameAt, end)]);
    const name = folded(before.toString("utf8"));
    if (wanted.has(name)) found.add(name);
    // Before version 4 each entry is filled up with 1 to 8 zeros to a multiple of 8.
    at = version === 4 ? end + 1 : at + (Math.floor((end - at) / 8) + 1) * 8;
  }
  return sharedName(bytes, at, hashSize);
}

/** The offset encoding of pack files: 7 bits a byte, most significant first, each further byte adding one. */
function readOffset(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
  let byte = bytes.readUInt8(start);
  let value = byte & 0x7f;
  let next = start + 1;
  while ((byte & 0x80) !== 0) {
    byte = bytes.readUInt8(next);
    value = (value + 1) * 128 + (byte & 0x7f);
    next += 1;
  }
  return { value, next };
}

/** Finds the extension `link`, which names the shared index by its checksum. */
function sharedName(bytes: Buffer, start: number, hashSize: number): string | undefined {
  let at = start;
  while (at + 8 <= bytes.length - hashSize) {
    const size = bytes.readUInt32BE(at + 4);
    if (bytes.toString("latin1", at, at + 4) === "link") {
      const name = bytes.toString("hex", at + 8, at + 8 + hashSize);
      return /^0*$/.test(name) ? undefined : name;
    }
    at += 8 + size;
  }
  if (at !== bytes.length - hashSize) throw new Error("its index is damaged");
  return undefined;
}
