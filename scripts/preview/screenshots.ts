import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import type { DrawnCharts } from "./charts.ts";
import type { Documents } from "./documents.ts";
import { commentBox, pageOf, summaryBox } from "./page.ts";

/** Pages are at least as tall as the window: it starts low, so that a short one is not followed by nothing. */
const height = 100;
const WIDE = { width: 1280, height };
const PULL_REQUEST = { width: 832, height };
const SUMMARY = { width: 1044, height };
const PHONE = { width: 400, height };

/** Taller pages are cut: nobody looks further, and a browser needs minutes for a picture of any height. */
const TALLEST = 4000;

export interface Shot {
  readonly options: BrowserContextOptions;
  readonly path: string;
  /** Pixels from the top; the whole page up to {@link TALLEST} unless given. */
  readonly height?: number;
}

/** Pictures of everything that people see of a run, into the folder of its files. */
export async function takeScreenshots(
  browser: Browser,
  folder: string,
  { shown, charts }: { readonly shown: Documents; readonly charts: DrawnCharts },
): Promise<void> {
  const { comment, summary, html } = shown;
  const shoot = (page: string, shots: Readonly<Record<string, BrowserContextOptions>>): Promise<void> =>
    Object.entries(shots).reduce(async (before, [name, options]) => {
      await before;
      await takePicture(browser, page, { options, path: join(folder, `${name}.png`) });
    }, Promise.resolve());
  if (comment !== undefined) {
    await shoot(pageOf("comment", commentBox(comment)), {
      "comment-light": { viewport: PULL_REQUEST, colorScheme: "light" },
      "comment-dark": { viewport: PULL_REQUEST, colorScheme: "dark" },
      "comment-narrow": { viewport: PHONE, colorScheme: "light" },
      "comment-narrow-dark": { viewport: PHONE, colorScheme: "dark" },
    });
  }
  if (summary !== undefined) {
    await shoot(pageOf("summary", summaryBox(summary, "summary", charts)), {
      "summary-light": { viewport: SUMMARY, colorScheme: "light" },
      "summary-dark": { viewport: SUMMARY, colorScheme: "dark" },
      "summary-narrow": { viewport: PHONE, colorScheme: "light" },
      "summary-narrow-dark": { viewport: PHONE, colorScheme: "dark" },
    });
  }
  if (html !== undefined) {
    await shoot(html, {
      "report-light": { viewport: WIDE, colorScheme: "light" },
      "report-dark": { viewport: WIDE, colorScheme: "dark" },
      "report-narrow": { viewport: PHONE, colorScheme: "light" },
      "report-narrow-dark": { viewport: PHONE, colorScheme: "dark" },
    });
  }
}

/** One picture of a page, from its top. */
export async function takePicture(browser: Browser, html: string, shot: Shot): Promise<void> {
  const context = await browser.newContext(shot.options);
  try {
    const page = await context.newPage();
    await page.setContent(html);
    const { width = 0 } = shot.options.viewport ?? {};
    const whole = Number(await page.evaluate("document.documentElement.scrollHeight"));
    await page.setViewportSize({ width, height: Math.min(shot.height ?? whole, whole, TALLEST) });
    await page.screenshot({ path: shot.path });
  } finally {
    await context.close();
  }
}

/** The address of a file for the line that tells where the preview is. */
export function addressOf(path: string): string {
  return pathToFileURL(path).href;
}
