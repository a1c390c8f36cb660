import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page that is watched. Nothing that it asks for is answered: a report needs no network. */
export interface Watched {
  readonly page: Page;
  /** Every address that the page asked for, the document itself aside. */
  readonly requests: readonly string[];
  /** What it had to complain of, dialogs included. */
  readonly complaints: readonly string[];
}

/** Opens a finished document and watches what it does. */
export async function openPage(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  await page.route("**/*", (route) => route.abort());
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.setContent(html);
  return { page, requests, complaints };
}
