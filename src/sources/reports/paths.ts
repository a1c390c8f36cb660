import type { ReportOrigin } from "./report-part.ts";

/** The folder that the relative paths of a report count from. */
export interface ReportFolder {
  /** Absolute, on the machine where the tool ran; the workspace where it is left out. */
  readonly root?: string | undefined;
  /** Below the root. */
  readonly inner?: string;
}

/**
 * A path of a report as one in the repository: relative, with `/`, without `.` and inner `..` steps. An absolute path of
 * another machine is the workspace file that it means. What leads elsewhere stays as it is, to be shown and never
 * opened.
 */
export function pathInRepository(
  path: string,
  { workspace, locate }: Pick<ReportOrigin, "workspace" | "locate">,
  { root, inner = "" }: ReportFolder = {},
): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path;
  const plain = withSlashes(path);
  const isWhole = isAbsolute(plain);
  const relative = simplify(`${inner}/${plain}`);
  if (!isWhole && root === undefined) return relative === "" ? undefined : relative;
  const absolute = isWhole ? plain : `${withSlashes(root ?? "")}/${relative}`;
  const inside = workspace === undefined ? undefined : relativeTo(withSlashes(workspace), absolute);
  if (inside !== undefined) return inside === "" ? undefined : inside;
  const whole = `${absolute.startsWith("/") ? "/" : ""}${simplify(absolute)}`;
  return locate?.(whole) ?? (isWhole ? whole : relative);
}

/** The name of a path's file, the last of its steps. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Finds the workspace file that an absolute path of another machine means: the one that its longest ending names. */
export function fileLocator(known: ReadonlySet<string>): (absolute: string) => string | undefined {
  return (absolute) => {
    const steps = absolute.split("/");
    return steps.map((_, index) => steps.slice(index).join("/")).find((ending) => known.has(ending));
  };
}

/** Whether a path starts at a root: of a file system, of a drive, or of a network share. */
export function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
}

/** The path of a `file:` URI or of a relative one, percent signs decoded; other URIs stay as they are. */
export function pathOfUri(uri: string): string {
  const file = /^file:(?:\/\/[^/]*)?(\/.*)$/i.exec(uri)?.[1];
  if (file === undefined) return /^[a-z][a-z0-9+.-]+:/i.test(uri) ? uri : decoded(uri);
  return decoded(file).replace(/^\/(?=[A-Za-z]:\/)/, "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not every tool encodes its URIs
  }
}

/** A backslash is a separator where the path has no other, and in a path that names a drive. */
function withSlashes(path: string): string {
  return !path.includes("/") || /^[A-Za-z]:/.test(path) ? path.replaceAll("\\", "/") : path;
}

/** The rest of a path below a root; undefined when it is not there. Compared step by step, never by prefix. */
function relativeTo(root: string, path: string): string | undefined {
  if (!isAbsolute(path)) return undefined;
  const base = simplify(root);
  const inner = simplify(path);
  if (base === "" || inner === base) return base === "" ? undefined : "";
  return inner.startsWith(`${base}/`) ? inner.slice(base.length + 1) : undefined;
}

/** Takes out empty, `.` and inner `..` steps; a `..` that leads out at the front stays. */
function simplify(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else steps.push(step);
  }
  return steps.join("/");
}
