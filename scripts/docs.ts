/** Writes all that is generated: tables of the documents, the schemas for editors, and the HTML report's script. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cliBlocks } from "./cli-tables.ts";
import { generatedBlocks, generatedFiles, withBlocks } from "./generated.ts";
import { pageScriptModule } from "./page-script.ts";
import { roomPicture } from "./room-picture.ts";

const root = join(import.meta.dirname, "..");
const documents = {
  "docs/inputs.md": generatedBlocks,
  "docs/cli.md": cliBlocks,
  "CONTRIBUTING.md": { rooms: roomPicture(root) },
};
for (const [path, blocks] of Object.entries(documents)) {
  const document = join(root, path);
  writeFileSync(document, withBlocks(readFileSync(document, "utf8"), blocks));
}
for (const [path, text] of Object.entries(generatedFiles)) writeFileSync(join(root, path), text);
writeFileSync(join(root, "src/reporters/html/page-script.ts"), await pageScriptModule());
