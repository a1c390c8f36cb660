/** Writes the generated parts of the documents: the tables of the README, and the schemas for editors. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cliBlocks } from "./cli-tables.ts";
import { generatedBlocks, generatedFiles, withBlocks } from "./generated.ts";

const root = join(import.meta.dirname, "..");
for (const [path, blocks] of Object.entries({ "README.md": generatedBlocks, "docs/cli.md": cliBlocks })) {
  const document = join(root, path);
  writeFileSync(document, withBlocks(readFileSync(document, "utf8"), blocks));
}
for (const [path, text] of Object.entries(generatedFiles)) writeFileSync(join(root, path), text);
