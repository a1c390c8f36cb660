/**
 * How long a browser needs to open the HTML report of 25,000 findings, and to filter it.
 *
 *   node bench/html.ts
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { renderHtml } from "../src/reporters/html/render.ts";
import { aReport } from "../test/support/a-report.ts";
import { openChromium } from "../test/support/chromium.ts";
import { manyFindings } from "../test/support/situations.ts";
import { median, show, timed } from "./measure.ts";

const FINDINGS = 25_000;
const RUNS = 5;
const MOST_TO_OPEN_MS = 2000;
const MOST_TO_FILTER_MS = 100;

/**
 * Milliseconds from an input to the finished layout of what it leaves, all in the page. Each text differs from the
 * one before, so that nothing is answered from what is known already.
 */
const FILTER = `(() => {
  const search = document.querySelector("input[type=search]");
  const texts = ["h", "ha", "handler", "module-1 high", "lodash", "nothing has this", ""];
  return texts.map((text) => {
    const started = performance.now();
    search.value = text;
    search.dispatchEvent(new Event("input"));
    document.body.getBoundingClientRect();
    return performance.now() - started;
  });
})()`;

/** The same for a press on a box. */
const CHOOSE = `(() => [...document.querySelectorAll("input[type=checkbox]")].map((box) => {
  const started = performance.now();
  box.click();
  document.body.getBoundingClientRect();
  return performance.now() - started;
}))()`;

async function opened(page: Page, address: string): Promise<number> {
  const started = performance.now();
  await page.goto(address);
  await page.locator("#list tbody tr").first().waitFor();
  return performance.now() - started;
}

const folder = mkdtempSync(join(tmpdir(), "scan-gate-bench-"));
const browser = await openChromium();
try {
  const { ms, result: html } = timed(() => renderHtml(aReport({ findings: manyFindings(FINDINGS) })));
  const file = join(folder, "report.html");
  writeFileSync(file, html);
  show({ name: "report.html of 25,000 findings: to render", value: ms, unit: "ms" });
  show({ name: "report.html of 25,000 findings: size", value: html.length / 1e6, unit: "MB" });
  const opens: number[] = [];
  const filters: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const page = await browser.newPage();
    opens.push(await opened(page, pathToFileURL(file).href));
    const texts: readonly number[] = await page.evaluate(FILTER);
    const boxes: readonly number[] = await page.evaluate(CHOOSE);
    filters.push(Math.max(...texts, ...boxes));
    await page.close();
  }
  show({
    name: "report.html in a browser: to open",
    value: median(opens),
    unit: "ms",
    limit: MOST_TO_OPEN_MS,
  });
  show({
    name: "report.html in a browser: the slowest filter",
    value: median(filters),
    unit: "ms",
    limit: MOST_TO_FILTER_MS,
  });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
