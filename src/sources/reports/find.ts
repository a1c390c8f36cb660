import { sentence, toReason } from "../../errors.ts";
import type { Reason } from "../../model/verdict.ts";
import type { Files } from "../../ports.ts";
import { globFolderMatcher, globMatcher } from "../../text/glob.ts";
import { isAbsolute, pathInRepository } from "./paths.ts";
import { quoted } from "./report-part.ts";

/** Most files that the globs may select; more is a glob gone wrong, such as one that finds `node_modules`. */
export const MOST_FILES = 500;

/** Which files to read, in order of their paths, and which globs are of no use. */
export interface FoundReports {
  readonly paths: readonly string[];
  readonly reasons: readonly Reason[];
}

/** Selects files of the workspace. A glob without wildcards is a path, which is not searched for but opened. */
export async function findReports(
  globs: readonly string[],
  { files, workspace }: { readonly files: Files; readonly workspace: string | undefined },
): Promise<FoundReports> {
  const rooted = globs.map((given) => {
    const beyond = files.beyondWorkspace === true ? given : undefined;
    return { given, path: rootedGlob(given, workspace) ?? beyond };
  });
  const outside = rooted.filter(({ path }) => path === undefined);
  const inside = rooted.flatMap(({ given, path }) => (path === undefined ? [] : [{ given, path }]));
  const literal = inside.filter(({ path }) => !isPattern(path)).map(({ path }) => path);
  const patterns = inside
    .filter(({ path }) => isPattern(path))
    .map(({ given, path }) => ({ given, matches: selectorOf(path) }));
  const reasons = outside.map(({ given }) => leadsOut(given));
  if (patterns.length === 0) return bounded(literal, reasons);
  try {
    const select = (path: string) => patterns.some(({ matches }) => matches(path));
    const through = (folder: string) => select(`${folder}/`);
    const listed = await files.findWorkspace(select, files.beyondWorkspace === true ? undefined : through);
    const idle = patterns.filter(({ matches }) => !listed.some(matches));
    return bounded([...literal, ...listed], [...reasons, ...idle.map(({ given }) => missing(given))]);
  } catch (thrown) {
    return bounded(literal, [...reasons, toReason(thrown, "reports")]);
  }
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

/** A file that is no report, with why: a clause that begins with "it". */
export function invalid(path: string, why: string): Reason {
  const message = `The report file ${quoted(path)} cannot be used: ${why}`;
  return { code: "report-invalid", source: "reports", message: sentence(message, HINT_INVALID) };
}

const HINT_MISSING = "Let the tool write its report before this step, or correct `reports`";
const HINT_INVALID = "Let the tool write SARIF or JSON there, or correct `reports`";

function leadsOut(glob: string): Reason {
  const message = `The report path ${quoted(glob)} leads out of the workspace`;
  return {
    code: "report-invalid",
    source: "reports",
    message: sentence(message, "Write report files into the workspace"),
  };
}

/** A glob as seen from the workspace; undefined when it leads out. An absolute one may lead back in. */
function rootedGlob(glob: string, workspace: string | undefined): string | undefined {
  if (isPattern(glob) && !isAbsolute(glob)) {
    return glob.split("/").includes("..") ? undefined : glob;
  }
  const path = pathInRepository(glob, { workspace });
  if (path === undefined) return glob; // the workspace itself: whoever opens it sees that it is a folder
  if (isAbsolute(path)) return workspace === undefined && !isPattern(path) ? path : undefined;
  return path.split("/").includes("..") ? undefined : path;
}

function isPattern(glob: string): boolean {
  return /[*?[{\\]/.test(glob);
}

function bounded(paths: readonly string[], reasons: readonly Reason[]): FoundReports {
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
