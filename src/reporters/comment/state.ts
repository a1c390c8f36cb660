import { createHash } from "node:crypto";
import { emptyInputOf } from "../../model/evidence.ts";
import { SOURCES, type SourceId } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import { markdownCode } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { changeWord, toolName } from "../markdown/words.ts";

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
export interface CommentState {
  /** Absent when a source did not answer in full: what nobody looked for is not gone. */
  readonly current?: Snapshot;
  readonly previous?: Snapshot;
  /** Sources that were on in this run or an earlier one of the pull request. */
  readonly sources?: readonly SourceId[];
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

/** How a hidden line begins and ends, by the marker of a dialect. */
const FRAMES = {
  "html-comment": { prefix: "<!-- scan-gate-state:", suffix: " -->" },
  // The definition of a link that nobody uses shows nothing.
  reference: { prefix: "[scan-gate-state]: scan-gate:", suffix: "" },
} as const;

/** Which kind of hidden line a comment has. */
export type HiddenLine = keyof typeof FRAMES;

const LONGEST = 5000;
/** Begins the names of sources. */
const ON = "on";
/** Stands for a commit of which nothing is remembered. */
const NONE = "-";
const SNAPSHOT = /^([0-9a-f]{40}(?:[0-9a-f]{24})?)\.(\d{1,9})\.(-|(?:[0-9a-f]{8})*)$/;

/** The state that a report leaves behind, given what the comment remembered before. */
export function stateOf(report: Report, earlier?: CommentState): CommentState {
  const commit = report.context.commit.toLowerCase();
  const previous =
    earlier?.current?.commit === commit ? earlier.previous : (earlier?.current ?? earlier?.previous);
  const sources = SOURCES.filter(
    (id) =>
      earlier?.sources?.includes(id) === true ||
      report.sources.some(({ source, status }) => source === id && status !== "off"),
  );
  return present({
    current: isWhole(report, sources) ? snapshotOf(report) : undefined,
    previous,
    sources: sources.length === 0 ? undefined : sources,
  });
}

/** Whether every source looked that is on, or was on before. */
function isWhole(report: Report, known: readonly SourceId[]): boolean {
  if (known.length === 0) return false;
  return known.every((id) => report.sources.find(({ source }) => source === id)?.status === "complete");
}

/** Sources that an earlier run of the pull request had, and that are off now because their token is empty. */
export function lostSources(report: Report, { sources = [] }: CommentState): readonly SourceId[] {
  return report.sources
    .filter((evidence) => emptyInputOf(evidence) !== undefined && sources.includes(evidence.source))
    .map(({ source }) => source);
}

/** What changed since the commit judged before this one; undefined when there was none, or when it cannot be told. */
export function changeOf({ current, previous }: CommentState): Change | undefined {
  if (current === undefined || previous === undefined) return undefined;
  const counts = { since: previous.commit, before: previous.count, now: current.count };
  if (current.hashes === undefined || previous.hashes === undefined) return counts;
  const then = new Set(previous.hashes);
  const same = current.hashes.filter((hash) => then.has(hash)).length;
  return { ...counts, sets: { added: current.hashes.length - same, gone: then.size - same, same } };
}

/** The state as a hidden line of the comment. */
export function encodeState(state: CommentState, hidden: HiddenLine = "html-comment"): string {
  const { current, previous, sources } = state;
  const snapshots = [current, ...(previous === undefined ? [] : [previous])].map(encodeSnapshot);
  const on = sources === undefined ? [] : [[ON, ...sources].join(".")];
  const { prefix, suffix } = FRAMES[hidden];
  return `${prefix}1;${[...snapshots, ...on].join(";")}${suffix}`;
}

/** The state in the second line of a comment; undefined when there is none that we could have written. */
export function decodeState(body: string): CommentState | undefined {
  const line =
    body
      .slice(0, LONGEST + 1000)
      .split(/\r?\n/, 2)[1]
      ?.trim() ?? "";
  const frame = Object.values(FRAMES).find(
    ({ prefix, suffix }) => line.startsWith(prefix) && line.endsWith(suffix),
  );
  if (line.length > LONGEST || frame === undefined) return undefined;
  const parts = line.slice(frame.prefix.length, line.length - frame.suffix.length).split(";");
  const sources = decodeSources(parts.at(-1));
  const [format, current, previous, ...rest] = sources === undefined ? parts : parts.slice(0, -1);
  if (format !== "1" || rest.length > 0) return undefined;
  const now = current === NONE ? undefined : decodeSnapshot(current);
  const before = previous === undefined ? undefined : decodeSnapshot(previous);
  if (now === undefined && current !== NONE) return undefined;
  if (before === undefined && previous !== undefined) return undefined;
  return present({ current: now, previous: before, sources });
}

/** The last part, where it names sources: `on.semgrep.snyk`. */
function decodeSources(text = ""): readonly SourceId[] | undefined {
  const [mark, ...names] = text.split(".");
  return mark === ON ? SOURCES.filter((source) => names.includes(source)) : undefined;
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

function encodeSnapshot(snapshot: Snapshot | undefined): string {
  if (snapshot === undefined) return NONE;
  const { commit, count, hashes } = snapshot;
  return `${commit}.${count}.${hashes === undefined ? "-" : hashes.join("")}`;
}

function decodeSnapshot(text: string | undefined): Snapshot | undefined {
  const [, commit, count, hashes] = SNAPSHOT.exec(text ?? "") ?? [];
  if (commit === undefined || count === undefined || hashes === undefined) return undefined;
  const snapshot = { commit, count: Number(count) };
  return hashes === "-" ? snapshot : { ...snapshot, hashes: hashes.match(/.{8}/g) ?? [] };
}

/** What the run of an earlier commit had looked at and this one did not. */
export function lostLines(report: Report, state: CommentState): string {
  return lostSources(report, state)
    .map(
      (source) =>
        `> ⚠️ ${toolName(source)} was on in an earlier run of this ${changeWord(report.context)}, and is off now: ${markdownCode(`${source}-token`)} is empty.`,
    )
    .join("\n>\n");
}
