import { join } from "node:path";
import { openChromium } from "../../test/support/chromium.ts";
import type { Documents } from "./documents.ts";
import { commentBox, pageOf } from "./page.ts";
import { type Shot, takePicture } from "./screenshots.ts";
import { threadBox } from "./thread.ts";

/** Sharp enough for fine screens, and each picture under 200 kB. */
const LOOK = { deviceScaleFactor: 1.25, colorScheme: "light" } as const;

/** What the README shows. */
export interface ReadmeRuns {
  readonly failed: Documents;
  readonly passed: Documents;
}

/** The README's pictures: a comment that blocks, the same on a phone, one of a pass, a review thread, and the HTML report. */
export async function takeReadmePictures({ failed, passed }: ReadmeRuns, folder: string): Promise<void> {
  if (failed.comment === undefined || passed.comment === undefined || failed.html === undefined)
    throw new Error("The run left no comment or no report");
  const comment = pageOf("comment", commentBox(failed.comment));
  const pictures: readonly (readonly [name: string, page: string, width: number, height: number])[] = [
    ["comment-blocked", comment, 832, 1000],
    ["comment-phone", comment, 400, 800],
    ["comment-passed", pageOf("comment", commentBox(passed.comment)), 832, 500],
    ["review-thread", pageOf("thread", threadBox()), 892, 700],
    ["report-html", failed.html, 1200, 950],
  ];
  const browser = await openChromium();
  try {
    for (const [name, page, width, height] of pictures) {
      const shot: Shot = {
        options: { ...LOOK, viewport: { width, height: 100 } },
        path: join(folder, `${name}.png`),
        height,
      };
      await takePicture(browser, page, shot);
    }
  } finally {
    await browser.close();
  }
}
