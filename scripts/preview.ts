/**
 * Writes what people see of every scenario and every situation into `preview/`, with pictures where there is a
 * browser, and `preview/index.html` that shows comments and summaries as GitHub does.
 *
 *   npm run preview                 everything
 *   npm run preview -- NAME …       some of it
 *   npm run preview -- --readme     the README's pictures, into docs/images
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCENARIOS } from "../sandbox/scenarios/all.ts";
import { HAS_CHROMIUM, NO_CHROMIUM, openChromium } from "../test/support/chromium.ts";
import { SITUATIONS } from "../test/support/situations.ts";
import { type DrawnCharts, drawCharts } from "./preview/charts.ts";
import { type Documents, documentsOfScenario, documentsOfSituation } from "./preview/documents.ts";
import { indexPage } from "./preview/page.ts";
import { takeReadmePictures } from "./preview/readme.ts";
import { addressOf, takeScreenshots } from "./preview/screenshots.ts";

const project = join(import.meta.dirname, "..");
const where = { project, bundle: join(project, process.env.SCAN_GATE_ENTRY ?? join("dist", "index.js")) };

/** What can be shown, by name; it is made when it is asked for. */
const makers: ReadonlyMap<string, () => Documents | Promise<Documents>> = new Map<
  string,
  () => Documents | Promise<Documents>
>([
  ...SCENARIOS.map((each) => [each.name, () => documentsOfScenario(each, where)] as const),
  ...SITUATIONS.map((each) => [`report-${each.name}`, () => documentsOfSituation(each)] as const),
]);

async function preview(names: readonly string[]): Promise<void> {
  const folder = join(project, "preview");
  const shown: Documents[] = [];
  for (const name of names) {
    const made = await makers.get(name)?.();
    if (made === undefined)
      throw new Error(`There is no "${name}"; known are ${[...makers.keys()].join(", ")}`);
    tell(name);
    const own = join(folder, name);
    rmSync(own, { recursive: true, force: true });
    mkdirSync(own, { recursive: true });
    for (const [file, text] of Object.entries(made.files)) writeFileSync(join(own, file), text);
    shown.push(made);
  }
  const charts = HAS_CHROMIUM ? await takePictures(folder, shown) : new Map();
  if (!HAS_CHROMIUM) tell(`No pictures and no charts: ${NO_CHROMIUM}`);
  writeFileSync(join(folder, "index.html"), indexPage(shown, charts));
  tell(addressOf(join(folder, "index.html")));
}

/** Draws the charts of all summaries, and takes pictures of everything. */
async function takePictures(folder: string, all: readonly Documents[]): Promise<DrawnCharts> {
  const browser = await openChromium();
  try {
    const summaries = all.flatMap(({ summary }) => summary ?? []);
    const charts = await drawCharts(await browser.newPage(), summaries);
    for (const shown of all) {
      tell(`pictures of ${shown.name}`);
      await takeScreenshots(browser, join(folder, shown.name), { shown, charts });
    }
    return charts;
  } finally {
    await browser.close();
  }
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

const args = process.argv.slice(2);
if (args.includes("--readme")) {
  const failed = await makers.get("report-blocked")?.();
  const passed = await makers.get("report-clean")?.();
  if (failed === undefined || passed === undefined) throw new Error("The README's situations are gone");
  await takeReadmePictures({ failed, passed }, join(project, "docs", "images"));
} else await preview(args.length > 0 ? args : [...makers.keys()]);
