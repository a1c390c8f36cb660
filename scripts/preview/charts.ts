import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** One file without dependencies, of the major version that GitHub draws with. */
const MERMAID = readFileSync(
  createRequire(import.meta.url).resolve("@mermaid-js/tiny/dist/mermaid.tiny.js"),
  "utf8",
);

/** Finds mermaid blocks in Markdown. */
const BLOCK = /^```mermaid\n([\s\S]*?)\n```$/gm;

/** A chart as SVG in both of GitHub's themes. */
interface DrawnChart {
  readonly light: string;
  readonly dark: string;
}

/** Charts by their mermaid source. */
export type DrawnCharts = ReadonlyMap<string, DrawnChart>;

/**
 * Draws every mermaid block of some Markdown as GitHub does: with mermaid's theme for each color scheme.
 *
 * @param page is used for it and holds nothing afterwards that the caller opened before
 * @throws when mermaid refuses a block, where GitHub would show "Unable to render rich display"
 */
export async function drawCharts(page: Page, markdowns: readonly string[]): Promise<DrawnCharts> {
  const sources = new Set(
    markdowns.flatMap((text) => [...text.matchAll(BLOCK)].map(([, source = ""]) => source)),
  );
  if (sources.size === 0) return new Map();
  await page.setContent("<!doctype html><title>charts</title>");
  await page.addScriptTag({ content: MERMAID });
  const drawn: readonly (readonly [string, DrawnChart])[] = await page.evaluate(
    `(${DRAW})(${JSON.stringify([...sources])})`,
  );
  return new Map(drawn);
}

/** Runs in the page. Mermaid measures texts there, and names the SVG's parts by its id. */
const DRAW = `async (sources) => {
  const drawn = sources.map((source) => [source, {}]);
  for (const [scheme, theme] of [["light", "default"], ["dark", "dark"]]) {
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme });
    for (const [at, [source, chart]] of drawn.entries()) {
      chart[scheme] = (await mermaid.render("chart-" + scheme + "-" + at, source)).svg;
    }
  }
  return drawn;
}`;

/** HTML of Markdown with its mermaid blocks drawn; one that nobody drew stays code. The page shows one of each two. */
export function withCharts(html: string, charts: DrawnCharts): string {
  return [...charts].reduce(
    (text, [source, { light, dark }]) =>
      text.replaceAll(
        `<pre><code class="language-mermaid">${encoded(source)}\n</code></pre>`,
        `<div class="chart light">${light}</div><div class="chart dark">${dark}</div>`,
      ),
    html,
  );
}

/** As micromark writes code. */
function encoded(code: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return code.replaceAll(/[&<>"]/g, (char) => entities[char] ?? char);
}
