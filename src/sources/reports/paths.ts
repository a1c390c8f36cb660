/**
 * A path of a report as one in the repository: relative, with `/`, without `.` steps. What leads elsewhere stays
 * as it is, to be shown and never opened.
 *
 * @param folder where the tool ran, relative to the repository's root
 */
export function pathInRepository(
  path: string,
  { workspace, folder = "" }: { readonly workspace?: string | undefined; readonly folder?: string } = {},
): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path;
  const plain = withSlashes(path);
  const inside = workspace === undefined ? undefined : relativeTo(withSlashes(workspace), plain);
  if (inside !== undefined) return inside === "" ? undefined : inside;
  if (isAbsolute(plain)) return plain;
  const steps = simplify(`${folder}/${plain}`);
  return steps === "" ? undefined : steps;
}

/** The folder in which a tool ran, relative to the workspace; empty when it is the workspace or unknown. */
export function folderIn(workspace: string | undefined, folder: string | undefined): string {
  if (workspace === undefined || folder === undefined) return "";
  return relativeTo(withSlashes(workspace), withSlashes(folder)) ?? "";
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
