import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import type { Documents } from "./documents.ts";
import { commentBox, pageOf, summaryBox } from "./page.ts";

const WIDE = { width: 1280, height: 900 };
const PULL_REQUEST = { width: 832, height: 900 };
const SUMMARY = { width: 1044, height: 900 };
const PHONE = { width: 400, height: 800 };

/** Taller pages are cut: nobody looks further, and a browser draws no picture of any height. */
const TALLEST = 6000;

export interface Shot {
  readonly options: BrowserContextOptions;
  readonly path: string;
  /** Pixels from the top; the whole page up to {@link TALLEST} unless given. */
  readonly height?: number;
}

/** Pictures of everything that people see of a run, into the folder of its files. */
export async function takeScreenshots(browser: Browser, folder: string, shown: Documents): Promise<void> {
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
    });
  }
  if (summary !== undefined) {
    await shoot(pageOf("summary", summaryBox(summary)), {
      "summary-light": { viewport: SUMMARY, colorScheme: "light" },
      "summary-dark": { viewport: SUMMARY, colorScheme: "dark" },
    });
  }
  if (html !== undefined) {
    await shoot(html, {
      "report-light": { viewport: WIDE, colorScheme: "light" },
      "report-dark": { viewport: WIDE, colorScheme: "dark" },
      "report-narrow": { viewport: PHONE, colorScheme: "light" },
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
    const height = Math.min(shot.height ?? whole, whole, TALLEST);
    await page.screenshot({ path: shot.path, fullPage: true, clip: { x: 0, y: 0, width, height } });
  } finally {
    await context.close();
  }
}

/** The address of a file for the line that tells where the preview is. */
export function addressOf(path: string): string {
  return pathToFileURL(path).href;
}
