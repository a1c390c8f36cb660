import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Uses both packages just enough that the bundler cannot leave them out. */
const SCRIPT = `import * as core from "@actions/core";
import * as github from "@actions/github";
if (typeof core.getInput !== "function" || typeof github.getOctokit !== "function") process.exitCode = 1;
`;

/**
 * Bundles an action that does nothing but load `@actions/core` and `@actions/github`, as `scripts/build.ts` bundles
 * ours.
 * @returns the bundle, and the temporary folder that holds all of it
 */
export function buildBaseline(project: string): { readonly bundle: string; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "scan-gate-bench-"));
  const modules = join(project, "node_modules");
  symlinkSync(modules, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"type": "module"}\n');
  writeFileSync(join(folder, "main.js"), SCRIPT);
  const output = join(folder, "dist");
  mkdirSync(output);
  const ncc = join(modules, "@vercel", "ncc", "dist", "ncc", "cli.js");
  execFileSync(
    process.execPath,
    [ncc, "build", join(folder, "main.js"), "--out", output, "--minify", "--quiet"],
    { cwd: folder, stdio: "inherit" },
  );
  return { bundle: join(output, "index.js"), folder };
}
