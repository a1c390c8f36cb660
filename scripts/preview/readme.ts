import { join } from "node:path";
import { openChromium } from "../../test/support/chromium.ts";
import type { Documents } from "./documents.ts";
import { commentBox, pageOf } from "./page.ts";
import { takePicture } from "./screenshots.ts";

/** Sharp enough for fine screens, and small enough for a README. */
const LOOK = { deviceScaleFactor: 1.5, colorScheme: "light" } as const;

/** The pictures that the README shows: a comment that blocks, and the page of the same run. */
export async function takeReadmePictures(shown: Documents, folder: string): Promise<void> {
  const { comment, html } = shown;
  if (comment === undefined || html === undefined) throw new Error("The run left no comment or no report");
  const browser = await openChromium();
  try {
    await takePicture(browser, pageOf("comment", commentBox(comment)), {
      options: { ...LOOK, viewport: { width: 832, height: 100 } },
      path: join(folder, "comment-blocked.png"),
    });
    await takePicture(browser, html, {
      options: { ...LOOK, viewport: { width: 1200, height: 100 } },
      path: join(folder, "report-html.png"),
      height: 1100,
    });
  } finally {
    await browser.close();
  }
}
