import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page, Request } from "playwright-core";
import { openChromium } from "../support/chromium.ts";

/** A page that is watched. Nothing that it asks for is answered: a report needs no network. */
export interface Watched {
  readonly page: Page;
  /** Every address that the page asked for, the document itself aside. */
  readonly requests: readonly string[];
  /** What it had to complain of, dialogs included. */
  readonly complaints: readonly string[];
}

/** A browser whose pages are used again: each new one costs a process. */
export interface Pages {
  /** Opens a finished document and watches what it does; a large one from a file. It is gone when the next one is opened the same way. */
  open(html: string, options?: BrowserContextOptions): Promise<Watched>;
  close(): Promise<void>;
}

/** Starts a browser. @throws when there is none */
export async function openPages(): Promise<Pages> {
  const browser = await openChromium();
  const pages = new Map<string, Promise<PageInUse>>();
  return {
    async open(html, options = {}) {
      const key = JSON.stringify(options);
      const known = pages.get(key) ?? newPage(browser, options);
      pages.set(key, known);
      const inUse = await known;
      const { page } = inUse;
      // A new document, so that nothing of the last one holds, its policy included.
      await page.goto("about:blank");
      await page.setViewportSize(options.viewport ?? WINDOW);
      const watched = { page, requests: [], complaints: [] };
      inUse.watched = watched;
      if (html.length < LARGE) await page.setContent(html);
      else await openFile(page, html);
      return watched;
    },
    close: () => browser.close(),
  };
}

/** What is larger goes through a file: handing it to the browser as an argument takes longer than all the rest. */
const LARGE = 1_000_000;

async function openFile(page: Page, html: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "scan-gate-page-"));
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, html);
    await page.goto(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const WINDOW = { width: 1280, height: 900 };

interface PageInUse {
  readonly page: Page;
  /** What the document that is open now does. */
  watched: { readonly requests: string[]; readonly complaints: string[] };
}

async function newPage(browser: Browser, options: BrowserContextOptions): Promise<PageInUse> {
  const context = await browser.newContext({ viewport: WINDOW, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const inUse: PageInUse = { page, watched: { requests: [], complaints: [] } };
  await page.route("**/*", (route) => (isDocument(route.request()) ? route.continue() : route.abort()));
  page.on("request", (request) => {
    if (!isDocument(request)) inUse.watched.requests.push(request.url());
  });
  page.on("console", (message) => {
    const isComplaint = message.type() === "error" || message.type() === "warning";
    if (isComplaint) inUse.watched.complaints.push(message.text());
  });
  page.on("pageerror", (error) => inUse.watched.complaints.push(error.message));
  page.on("dialog", (dialog) => {
    inUse.watched.complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return inUse;
}

/** Whether it asks for the document that a test opens from a file. */
function isDocument(request: Request): boolean {
  return (
    request.isNavigationRequest() &&
    request.url().startsWith("file:") &&
    request.frame().parentFrame() === null
  );
}
