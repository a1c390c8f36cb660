/**
 * The manifest that `npm pack` puts into the package. Everything that runs is bundled in `dist`, so that the package has
 * no dependencies to install and no scripts to run: `npx scan-gate` works without a network. Plain JavaScript, because
 * npm runs it with whatever Node.js is there.
 *
 *   node scripts/package-manifest.mjs strip      before packing
 *   node scripts/package-manifest.mjs restore    after it
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const manifest = join(root, "package.json");
const kept = join(root, "build", "package.json");

/** What only the repository needs. */
const OWN = ["scripts", "dependencies", "devDependencies", "allowScripts"];

function restore() {
  if (existsSync(kept)) renameSync(kept, manifest);
}

function strip() {
  // A packing that was stopped half-way left the real one behind.
  restore();
  const text = readFileSync(manifest, "utf8");
  mkdirSync(join(root, "build"), { recursive: true });
  writeFileSync(kept, text);
  const entries = Object.entries(JSON.parse(text)).filter(([key]) => !OWN.includes(key));
  writeFileSync(manifest, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}

const [, , act] = process.argv;
if (act === "strip") strip();
else if (act === "restore") restore();
else throw new Error("usage: package-manifest.mjs strip|restore");
