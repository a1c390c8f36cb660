import { sentence, toReason } from "../../errors.ts";
import type { Note, Reason } from "../../model/verdict.ts";
import type { Files } from "../../ports.ts";
import { globFolderMatcher, globListMatcher, globMatcher } from "../../text/glob.ts";
import { compareText } from "../../text/group.ts";
import { isAbsolute, pathInRepository } from "./paths.ts";
import { quoted } from "./report-part.ts";

/** Most files that the globs may select; more is a glob gone wrong, such as one that finds `node_modules`. */
export const MOST_FILES = 500;

/** Which files to read, in order of their paths, and which globs are of no use. */
export interface FoundReports {
  readonly paths: readonly string[];
  readonly reasons: readonly Reason[];
  readonly notes: readonly Note[];
}

/**
 * Selects files of the workspace, without those that came with the code: a change that brings its own reports would
 * judge itself.
 */
export async function findReports(
  globs: readonly string[],
  options: { readonly files: Files; readonly workspace?: string | undefined },
): Promise<FoundReports> {
  const selected = await selectFiles(globs, options);
  if (selected.paths.length === 0 && selected.reasons.length === 0) {
    return { paths: [], reasons: [nothingLeft(globs)], notes: [] };
  }
  const git = await options.files.trackedByGit?.(selected.paths);
  if (git === undefined) return { ...selected, notes: [] };
  return {
    paths: selected.paths.filter((path) => !git.tracked.has(path)),
    reasons: [...selected.reasons, ...[...git.tracked].toSorted(compareText).map(committed)],
    notes: git.unreadable.map((what) => ({
      level: "warning",
      text: `Nobody knows whether report files came with the code: ${what}.`,
    })),
  };
}

function committed(path: string): Reason {
  const message = `The report file ${quoted(path)} cannot be used: git tracks it, so it came with the code and was not made in this job`;
  const hint = `Let the tool write its report in this job, to a path that is not committed, or take this file out with \`!${quoted(path)}\` in \`reports\``;
  return { code: "report-invalid", source: "reports", message: sentence(message, hint) };
}

/** What globs select and do not take out. A glob without wildcards is a path: it is not searched for but opened. */
async function selectFiles(
  globs: readonly string[],
  { files, workspace }: { readonly files: Files; readonly workspace?: string | undefined },
): Promise<Omit<FoundReports, "notes">> {
  const rooted = globs.map((given) => rootedGlob(given, { files, workspace }));
  const taken = rooted.filter(({ takesOut }) => !takesOut);
  const excluded = globListMatcher(
    rooted.flatMap(({ takesOut, path }) => (takesOut && path !== undefined ? [path] : [])),
  );
  const inside = taken.flatMap(({ given, path }) => (path === undefined ? [] : [{ given, path }]));
  const literal = inside.filter(({ path }) => !isPattern(path)).map(({ path }) => path);
  const patterns = inside
    .filter(({ path }) => isPattern(path))
    .map(({ given, path }) => ({ given, matches: selectorOf(path) }));
  const reasons = taken.filter(({ path }) => path === undefined).map(({ given }) => leadsOut(given));
  const kept = (paths: readonly string[]) => paths.filter((path) => !excluded(path));
  if (patterns.length === 0) return bounded(kept(literal), reasons);
  try {
    const select = (path: string) => patterns.some(({ matches }) => matches(path));
    const through = (folder: string) => select(`${folder}/`);
    const listed = await files.findWorkspace(select, files.beyondWorkspace === true ? undefined : through);
    const idle = patterns.filter(({ matches }) => !listed.some(matches));
    return bounded(kept([...literal, ...listed]), [...reasons, ...idle.map(({ given }) => missing(given))]);
  } catch (thrown) {
    return bounded(kept(literal), [...reasons, toReason(thrown, "reports")]);
  }
}

/** A glob of the input. */
interface RootedGlob {
  readonly given: string;
  /** Whether it takes files out again (`!GLOB`). */
  readonly takesOut: boolean;
  /** As seen from the workspace; undefined when it leads out. */
  readonly path: string | undefined;
}

function rootedGlob(
  given: string,
  { files, workspace }: { readonly files: Files; readonly workspace?: string | undefined },
): RootedGlob {
  const takesOut = given.startsWith("!");
  const glob = takesOut ? given.slice(1).trimStart() : given;
  const beyond = files.beyondWorkspace === true ? glob : undefined;
  return { given, takesOut, path: insideWorkspace(glob, workspace) ?? beyond };
}

/**
 * A test of files, and of linked folders, which have a slash at the end: they fit when the glob goes through them by
 * what it says itself. `**` goes through no link: a workspace may be full of those that lead out, as build tools make.
 */
function selectorOf(glob: string): (path: string) => boolean {
  const matches = globMatcher(glob);
  const [said = ""] = glob.split("**", 1);
  const leadsThrough = globFolderMatcher(said === glob ? glob : `${said}file`);
  return (path) => (path.endsWith("/") ? leadsThrough(path.slice(0, -1)) : matches(path));
}

/** A glob that matched no file, or a path at which there is none. */
export function missing(glob: string): Reason {
  const message = `No report file matches ${quoted(glob)}`;
  return { code: "report-missing", source: "reports", message: sentence(message, HINT_MISSING) };
}

/** All that the globs select is taken out again, or they select nothing to begin with. */
function nothingLeft(globs: readonly string[]): Reason {
  const out = globs.filter((glob) => glob.startsWith("!")).map((glob) => quoted(glob));
  const message = `\`reports\` leaves no report file: ${out.join(", ")} takes out all that was selected`;
  return { code: "report-missing", source: "reports", message: sentence(message, HINT_MISSING) };
}

const HINT_MISSING = "Let the tool write its report before this step, or correct `reports`";

function leadsOut(glob: string): Reason {
  const message = `The report path ${quoted(glob)} leads out of the workspace`;
  return {
    code: "report-invalid",
    source: "reports",
    message: sentence(message, "Write report files into the workspace"),
  };
}

/** A glob as seen from the workspace; undefined when it leads out. An absolute one may lead back in. */
function insideWorkspace(glob: string, workspace: string | undefined): string | undefined {
  if (isPattern(glob) && !isAbsolute(glob)) {
    return glob.split("/").includes("..") ? undefined : glob;
  }
  const path = pathInRepository(glob, workspace === undefined ? {} : { workspace });
  if (path === undefined) return glob; // the workspace itself: whoever opens it sees that it is a folder
  if (isAbsolute(path)) return workspace === undefined && !isPattern(path) ? path : undefined;
  return path.split("/").includes("..") ? undefined : path;
}

function isPattern(glob: string): boolean {
  return /[*?[{\\]/.test(glob);
}

function bounded(paths: readonly string[], reasons: readonly Reason[]): Omit<FoundReports, "notes"> {
  const sorted = [...new Set(paths)].sort();
  if (sorted.length <= MOST_FILES) return { paths: sorted, reasons };
  const message = `\`reports\` selects ${sorted.length} files, and at most ${MOST_FILES} are read`;
  const tooMany: Reason = {
    code: "report-invalid",
    source: "reports",
    message: sentence(message, "Narrow its globs to the report files"),
  };
  return { paths: sorted.slice(0, MOST_FILES), reasons: [...reasons, tooMany] };
}
