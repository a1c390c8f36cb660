import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Uses packages just enough that the bundler cannot leave any part of them out. */
function scriptFor(packages: readonly string[]): string {
  const imports = packages.map((name, at) => `import * as package${at} from ${JSON.stringify(name)};`);
  const names = packages.map((_, at) => `package${at}`).join(", ");
  return `${imports.join("\n")}\nif ([${names}].some((one) => Object.keys(one).length === 0)) process.exitCode = 1;\n`;
}

/**
 * Bundles an action that does nothing but load some packages, as `scripts/build.ts` bundles ours.
 * @returns the bundle, and the temporary folder that holds all of it
 */
export function buildBundle(
  project: string,
  packages: readonly string[],
): { readonly bundle: string; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "scan-gate-bench-"));
  const modules = join(project, "node_modules");
  symlinkSync(modules, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"type": "module"}\n');
  writeFileSync(join(folder, "main.js"), scriptFor(packages));
  const output = join(folder, "dist");
  mkdirSync(output);
  const ncc = join(modules, "@vercel", "ncc", "dist", "ncc", "cli.js");
  execFileSync(
    process.execPath,
    [ncc, "build", join(folder, "main.js"), "--out", output, "--minify", "--quiet"],
    { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
  );
  return { bundle: join(output, "index.js"), folder };
}
