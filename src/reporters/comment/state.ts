import { createHash } from "node:crypto";
import type { Report } from "../../model/report.ts";

/** What was found on one commit, as short hashes; `hashes` is absent when there were too many to remember. */
export interface Snapshot {
  readonly commit: string;
  /** Unsuppressed findings. */
  readonly count: number;
  /** The first 8 hex digits of the SHA-256 of each fingerprint, sorted, each once. */
  readonly hashes?: readonly string[];
}

/**
 * What a comment remembers, only to tell what changed: the commit it speaks of, and the commit judged before that.
 * Both are kept so that a second run on the same commit says the same as the first.
 */
export interface CommentState extends Snapshot {
  readonly previous?: Snapshot;
}

/** What came, went and stayed since an earlier commit. Without hashes only the two counts are known. */
export interface Change {
  readonly since: string;
  readonly before: number;
  readonly now: number;
  readonly sets?: { readonly added: number; readonly gone: number; readonly same: number };
}

/** Two snapshots of this many hashes stay below 4,000 characters. */
const MOST_HASHES = 230;

const PREFIX = "<!-- scan-gate-state:";
const SUFFIX = " -->";
const LONGEST = 5000;
const SNAPSHOT = /^([0-9a-f]{40}(?:[0-9a-f]{24})?)\.(\d{1,9})\.(-|(?:[0-9a-f]{8})*)$/;

/** The state that a report leaves behind, given what the comment remembered before. */
export function stateOf(report: Report, earlier?: CommentState): CommentState {
  const previous = before(report.context.commit, earlier);
  return { ...snapshotOf(report), ...(previous === undefined ? {} : { previous }) };
}

/** What changed since the commit judged before this one; undefined when there was none. */
export function changeOf(state: CommentState): Change | undefined {
  const { previous } = state;
  if (previous === undefined) return undefined;
  const counts = { since: previous.commit, before: previous.count, now: state.count };
  if (state.hashes === undefined || previous.hashes === undefined) return counts;
  const then = new Set(previous.hashes);
  const same = state.hashes.filter((hash) => then.has(hash)).length;
  return { ...counts, sets: { added: state.hashes.length - same, gone: then.size - same, same } };
}

/** The state as a hidden line of the comment. */
export function encodeState(state: CommentState): string {
  const snapshots = [state, ...(state.previous === undefined ? [] : [state.previous])];
  return `${PREFIX}1;${snapshots.map(encodeSnapshot).join(";")}${SUFFIX}`;
}

/** The state in the second line of a comment; undefined when there is none that we could have written. */
export function decodeState(body: string): CommentState | undefined {
  const line =
    body
      .slice(0, LONGEST + 1000)
      .split(/\r?\n/, 2)[1]
      ?.trim() ?? "";
  if (line.length > LONGEST || !line.startsWith(PREFIX) || !line.endsWith(SUFFIX)) return undefined;
  const [format, current, previous, ...rest] = line.slice(PREFIX.length, -SUFFIX.length).split(";");
  if (format !== "1" || rest.length > 0) return undefined;
  const state = decodeSnapshot(current);
  if (previous === undefined) return state;
  const earlier = decodeSnapshot(previous);
  return state === undefined || earlier === undefined ? undefined : { ...state, previous: earlier };
}

function before(commit: string, earlier: CommentState | undefined): Snapshot | undefined {
  if (earlier === undefined || earlier.commit === commit) return earlier?.previous;
  const { previous: _, ...snapshot } = earlier;
  return snapshot;
}

function snapshotOf(report: Report): Snapshot {
  const open = report.findings.filter((finding) => finding.suppressedBy === undefined);
  const snapshot = { commit: report.context.commit.toLowerCase(), count: open.length };
  if (open.length > MOST_HASHES) return snapshot;
  return { ...snapshot, hashes: [...new Set(open.map((finding) => short(finding.fingerprint)))].sort() };
}

function short(fingerprint: string): string {
  return createHash("sha256").update(fingerprint).digest("hex").slice(0, 8);
}

function encodeSnapshot({ commit, count, hashes }: Snapshot): string {
  return `${commit}.${count}.${hashes === undefined ? "-" : hashes.join("")}`;
}

function decodeSnapshot(text: string | undefined): Snapshot | undefined {
  const [, commit, count, hashes] = SNAPSHOT.exec(text ?? "") ?? [];
  if (commit === undefined || count === undefined || hashes === undefined) return undefined;
  const snapshot = { commit, count: Number(count) };
  return hashes === "-" ? snapshot : { ...snapshot, hashes: hashes.match(/.{8}/g) ?? [] };
}
