import { join } from "node:path";
import { rolldown } from "rolldown";

const root = join(import.meta.dirname, "..");

/** Bundles the script of the HTML report (`src/reporters/html/page`) into one text of ASCII characters. */
export async function bundlePageScript(): Promise<string> {
  const bundle = await rolldown({
    input: join(root, "src/reporters/html/page/main.ts"),
    cwd: root,
    platform: "browser",
    tsconfig: join(root, "src/reporters/html/page/tsconfig.json"),
  });
  const { output } = await bundle.generate({ format: "iife", minify: true });
  await bundle.close();
  const code = output.map((part) => (part.type === "chunk" ? part.code : "")).join("");
  // Whatever a reader of the page takes its bytes for; outside of texts the script has none of these.
  return code
    .trim()
    .replaceAll("/* @__PURE__ */ ", "")
    .replace(/[^\n\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The module that holds the bundled script, so that nothing has to be built before it can be imported. */
export async function pageScriptModule(): Promise<string> {
  return [
    "// Written by `npm run docs` from src/reporters/html/page. Change that, not this.",
    "",
    "/** The script of the HTML report. */",
    `export const PAGE_SCRIPT = ${JSON.stringify(await bundlePageScript())};`,
    "",
  ].join("\n");
}
