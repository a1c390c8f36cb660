/**
 * The name under which the action is published, OWNER/REPO: `repository` in package.json says it once. Documents,
 * examples and templates spell it out, because people copy from them. A test holds all of them to package.json.
 *
 *   node scripts/publishing-name.ts              prints it, and where it is spelled
 *   node scripts/publishing-name.ts OWNER/REPO   writes another name into package.json and everywhere else
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const root = join(import.meta.dirname, "..");
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/;
const manifest = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  repository: z.string().regex(/^github:[^/]+\/[^/]+$/),
});

/** OWNER/REPO, the version, and the major tag that workflows name, such as `v1`. */
export function publishingName(): { readonly name: string; readonly version: string; readonly tag: string } {
  const { repository, version } = manifest.parse(
    JSON.parse(readFileSync(join(root, "package.json"), "utf8")),
  );
  return { name: repository.replace("github:", ""), version, tag: `v${version.split(".")[0]}` };
}

/**
 * Where a text names the repository. In this project `scan-gate/scan-gate.sarif` is a path of a file, `scan-gate/scan-gate-`
 * begins a temporary folder, and what stands behind a folder is no repository.
 */
export function spellings(name: string): RegExp {
  const quoted = name.replaceAll(/[.]/g, "\\.");
  return new RegExp(
    `(?<=(?:^|[\\s"'\`(=:>]|github\\.com/|githubusercontent\\.com/))${quoted}(?![\\w-]|\\.(?:sarif|yml))`,
    "gm",
  );
}

/** Files of the repository in which people read the name, by path. */
export function filesThatSpell(): readonly string[] {
  const listed = execFileSync(
    "git",
    ["ls-files", "-z", "--", ":!dist", ":!test", ":!src", ":!CHANGELOG.md"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const isText = /\.(?:md|yml|json|service)$|Containerfile$/;
  return listed.split("\0").filter((path) => isText.test(path) && existsSync(join(root, path)));
}

function rename(to: string): void {
  if (!NAME.test(to)) throw new Error(`"${to}" is not OWNER/REPO`);
  const from = publishingName().name;
  for (const path of filesThatSpell()) {
    const text = readFileSync(join(root, path), "utf8");
    const renamed = text.replace(spellings(from), () => to);
    if (renamed === text) continue;
    writeFileSync(join(root, path), renamed);
    process.stdout.write(`${path}\n`);
  }
}

if (import.meta.main) {
  const [, , to] = process.argv;
  if (to === undefined) {
    const { name, tag } = publishingName();
    process.stdout.write(`${name}@${tag}\n`);
    for (const path of filesThatSpell())
      if (spellings(name).test(readFileSync(join(root, path), "utf8"))) process.stdout.write(`${path}\n`);
  } else rename(to);
}
