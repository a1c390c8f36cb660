import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CDPSession, Page, Request } from "playwright-core";
import { openChromium, PATIENCE_MS } from "../support/chromium.ts";

/** A page that is watched. Nothing that it asks for is answered: a report needs no network. */
export interface Watched {
  readonly page: Page;
  /** Every address that the page asked for, the document itself aside. */
  readonly requests: readonly string[];
  /** What it had to complain of, dialogs included. */
  readonly complaints: readonly string[];
}

/** How a document is looked at; by day, at a desk, with scripts and without the clipboard unless told otherwise. */
export interface PageLook {
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
  readonly withoutScripts?: boolean;
  readonly withClipboard?: boolean;
}

/** A browser with one page, which is used again and again: each new one costs a process. */
export interface Pages {
  /** Opens a finished document and watches what it does; a large one from a file. It is gone when the next one is opened. */
  open(html: string, look?: PageLook): Promise<Watched>;
  close(): Promise<void>;
}

/** Starts a browser. @throws when there is none */
export async function openPages(): Promise<Pages> {
  const browser = await openChromium();
  const context = await browser.newContext({ viewport: { width: DESK, height: HEIGHT } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const devtools = await context.newCDPSession(page);
  const current = { watched: { requests: [], complaints: [] } };
  await watch(page, current);
  return {
    async open(html, look = {}) {
      // A new document, so that nothing of the last one holds, its policy included.
      await page.goto("about:blank");
      await changeLook(page, devtools, look);
      const watched = { page, requests: [], complaints: [] };
      current.watched = watched;
      if (html.length < LARGE) await page.setContent(html);
      else await openFile(page, html);
      return watched;
    },
    close: () => browser.close(),
  };
}

const DESK = 1280;
export const PHONE = 400;
const HEIGHT = 900;

/** Looks at the document that is open in another way. */
async function changeLook(page: Page, devtools: CDPSession, look: PageLook): Promise<void> {
  const { width = DESK, colorScheme = "light", withoutScripts = false, withClipboard = false } = look;
  await page.setViewportSize({ width, height: HEIGHT });
  await page.emulateMedia({ colorScheme });
  await devtools.send("Emulation.setScriptExecutionDisabled", { value: withoutScripts });
  if (withClipboard) await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  else await page.context().clearPermissions();
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

/** Hears what the document that is open does. */
async function watch(
  page: Page,
  current: { readonly watched: { readonly requests: string[]; readonly complaints: string[] } },
): Promise<void> {
  await page.route("**/*", (route) => (isDocument(route.request()) ? route.continue() : route.abort()));
  page.on("request", (request) => {
    if (!isDocument(request)) current.watched.requests.push(request.url());
  });
  page.on("console", (message) => {
    const isComplaint = message.type() === "error" || message.type() === "warning";
    if (isComplaint) current.watched.complaints.push(message.text());
  });
  page.on("pageerror", (error) => current.watched.complaints.push(error.message));
  page.on("dialog", (dialog) => {
    current.watched.complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/** Whether it asks for the document that a test opens from a file. */
function isDocument(request: Request): boolean {
  return (
    request.isNavigationRequest() &&
    request.url().startsWith("file:") &&
    request.frame().parentFrame() === null
  );
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Something that axe-core objects to. */
export interface AxeViolation {
  readonly rule: string;
  /** The elements at fault, as HTML. */
  readonly html: readonly string[];
  /** The `id` of the article that each of them stands in. */
  readonly articles: readonly string[];
}

/** Rules whose answer depends on the width or the color scheme; none asks for both at once. */
const LOOK_RULES = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"];

/** Both widths and both color schemes; all rules are asked once. */
const LOOKS = [
  { width: DESK, colorScheme: "light" },
  { width: PHONE, colorScheme: "dark", only: LOOK_RULES },
] as const;

export interface AxeScope {
  /** Rules that are not asked. */
  readonly withoutRules?: readonly string[];
  /** Selectors of elements that are not looked at. */
  readonly without?: readonly string[];
}

/** What axe-core objects to in the open document, wide by day and narrow by night. */
export async function axeViolations(page: Page, scope: AxeScope = {}): Promise<readonly AxeViolation[]> {
  const found: AxeViolation[] = [];
  // The debugger's word is no script of the page, so that the page's own policy can stay.
  await page.evaluate(`${AXE}; undefined`);
  for (const look of LOOKS) {
    const { width, colorScheme } = look;
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme });
    const violations: readonly AxeViolation[] = await page.evaluate(
      axeRun(scope, "only" in look ? look.only : undefined),
    );
    found.push(
      ...violations.map((one) => ({ ...one, rule: `${one.rule}, ${width} pixels, ${colorScheme}` })),
    );
  }
  return found;
}

function axeRun({ withoutRules = [], without = [] }: AxeScope, only: readonly string[] | undefined): string {
  const rules = Object.fromEntries(withoutRules.map((rule) => [rule, { enabled: false }]));
  // A rule that is named there is asked, whatever else is said of it.
  const runOnly = only?.filter((rule) => !withoutRules.includes(rule));
  const options = { rules, resultTypes: ["violations"], ...(runOnly === undefined ? {} : { runOnly }) };
  const exclude = without.map((selector) => [selector]);
  return `axe.run(${JSON.stringify({ exclude })}, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.map(({ id, nodes }) => ({
      rule: id,
      html: nodes.slice(0, 5).map(({ html }) => html),
      articles: nodes.map(({ target }) => document.querySelector(target[0])?.closest("article")?.id ?? ""),
    })))`;
}
