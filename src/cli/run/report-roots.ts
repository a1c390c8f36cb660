import { isAbsolute, relative, resolve } from "node:path";

/** A folder outside of the workspace in which a glob looks for report files. */
export interface ReportRoot {
  /** As the glob writes it, `..` and all: `../out`, `/tmp`. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** How many folders deep files may lie below it; endless for a glob with `**`. */
  readonly depth: number;
  /** The glob whose files are meant, so that no other glob finds more there. */
  readonly glob: string;
}

/** Globs as the source of report files takes them, and where those that lead out of the workspace look. */
export interface RootedGlobs {
  readonly globs: readonly string[];
  readonly roots: readonly ReportRoot[];
}

/**
 * Sorts globs by whether they stay in the workspace. On a command line whoever types a path may read it anyway, so a
 * glob's leading part without wildcards may lead anywhere; what the wildcards find stays below it.
 * @param from absolute folder that relative globs start from
 */
export function rootGlobs(
  globs: readonly string[],
  { from, workspace }: { readonly from: string; readonly workspace: string },
): RootedGlobs {
  const rooted = globs.map((glob) => rootGlob(glob, from, workspace));
  return {
    globs: rooted.map((one) => (typeof one === "string" ? one : one.glob)),
    roots: rooted.filter((one) => typeof one !== "string"),
  };
}

function rootGlob(glob: string, from: string, workspace: string): string | ReportRoot {
  const segments = glob.split("/");
  const wild = segments.findIndex((segment) => /[*?[{]/.test(segment));
  const fixed = segments.slice(0, wild === -1 ? -1 : wild).join("/");
  const rest = segments.slice(wild === -1 ? -1 : wild);
  const lead = fixed === "" && glob.startsWith("/") ? "/" : fixed;
  const folder = resolve(from, lead);
  const inside = relative(workspace, folder).split("\\").join("/");
  if (!/^\.\.(\/|$)/.test(inside) && !isAbsolute(inside)) {
    return [...(inside === "" ? [] : [inside]), ...rest].join("/");
  }
  const name = isAbsolute(lead) ? folder : inside;
  return {
    name,
    folder,
    depth: rest.includes("**") ? Number.POSITIVE_INFINITY : rest.length - 1,
    glob: `${name === "/" ? "" : name}/${rest.join("/")}`,
  };
}
