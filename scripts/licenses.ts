import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The license texts of all packages that a bundle may hold: the runtime dependencies and theirs, by the lock file. */
export function licenseTexts(root: string): string {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const shipped = Object.keys(packages).filter(
    (path) => path !== "" && packages[path].dev !== true && packages[path].devOptional !== true,
  );
  return shipped
    .toSorted()
    .map((path) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
      const file = readdirSync(join(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? "" : `\n${readFileSync(join(root, path, file), "utf8").trim()}\n`;
      return `${name} ${version} (${license})\n${text}`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
