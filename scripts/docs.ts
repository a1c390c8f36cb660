/** Writes the generated parts of the documents: the tables of the README, and the schemas for editors. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedBlocks, generatedFiles, withBlocks } from "./generated.ts";

const root = join(import.meta.dirname, "..");
const readme = join(root, "README.md");
writeFileSync(readme, withBlocks(readFileSync(readme, "utf8"), generatedBlocks));
for (const [path, text] of Object.entries(generatedFiles)) writeFileSync(join(root, path), text);
