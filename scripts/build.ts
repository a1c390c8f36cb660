/** Builds `dist/`: each entry compiled and bundled, with the licenses of what is inside. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minifySync } from "rolldown/utils";
import { licenseTexts } from "./licenses.ts";

const root = join(import.meta.dirname, "..");
const build = join(root, "build");
const dist = join(root, "dist");

/** Entry by the folder of `dist` that it goes to. */
const ENTRIES: Readonly<Record<string, string>> = {
  ".": "src/index.js",
  cli: "src/cli.js",
  sandbox: "sandbox/main.js",
};

function run(file: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(root, "node_modules", file), ...args], {
    cwd: root,
    stdio: "inherit",
  });
}

/** Makes the chunks beside an entry small, which ncc leaves as they are. */
function minifyChunks(folder: string): void {
  for (const file of readdirSync(folder).filter((name) => /^\d+\.index\.js$/.test(name))) {
    const path = join(folder, file);
    const { code, errors } = minifySync(file, readFileSync(path, "utf8"), { module: true });
    if (errors.length > 0) throw new Error(`${file} cannot be minified: ${JSON.stringify(errors)}`);
    writeFileSync(path, code);
  }
}

rmSync(build, { recursive: true, force: true });
rmSync(dist, { recursive: true, force: true });
run("typescript/bin/tsc", "--project", "tsconfig.build.json");
for (const [folder, entry] of Object.entries(ENTRIES)) {
  const input = join(build, entry);
  if (!existsSync(input)) continue;
  const output = join(dist, folder);
  mkdirSync(output, { recursive: true });
  run("@vercel/ncc/dist/ncc/cli.js", "build", input, "--out", output, "--minify", "--quiet");
  minifyChunks(output);
}
if (existsSync(join(dist, "cli", "index.js"))) {
  writeFileSync(join(dist, "cli.js"), '#!/usr/bin/env node\nimport "./cli/index.js";\n');
  chmodSync(join(dist, "cli.js"), 0o755);
}
rmSync(build, { recursive: true, force: true });
writeFileSync(join(dist, "licenses.txt"), licenseTexts(root));
