import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page, Request } from "playwright-core";
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
  /**
   * Opens a finished document and watches what it does; a large one from a file. The last one is gone then, with all
   * that listened; a policy of contents still holds beside the new one's.
   */
  open(html: string, look?: PageLook): Promise<Watched>;
  /** What axe-core objects to in the open document, wide by day and narrow by night. */
  axeViolations(scope?: AxeScope): Promise<readonly AxeViolation[]>;
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
  const show = showing(page);
  let rights = "";
  return {
    async open(html, look = {}) {
      const { withoutScripts = false, withClipboard = false } = look;
      const wanted = `${withoutScripts} ${withClipboard}`;
      // A window that stays knows axe-core already, and all that drives it; making one takes longer than a document.
      if (wanted !== rights || page.url() !== BLANK) await page.goto(BLANK);
      if (wanted !== rights) {
        await devtools.send("Emulation.setScriptExecutionDisabled", { value: withoutScripts });
        await context.clearPermissions();
        if (withClipboard) await context.grantPermissions(["clipboard-read", "clipboard-write"]);
        rights = wanted;
      }
      await show(look);
      const watched = { page, requests: [], complaints: [] };
      current.watched = watched;
      if (html.length < LARGE) await page.setContent(html);
      else await openFile(page, html);
      return watched;
    },
    axeViolations: (scope = {}) => axeViolations(page, scope, show),
    close: () => browser.close(),
  };
}

const BLANK = "about:blank";
const DESK = 1280;
export const PHONE = 400;
const HEIGHT = 900;

/** Changes what differs in how a page is shown, since each change is a new drawing of all. */
function showing(page: Page): (look: PageLook) => Promise<void> {
  let shown = "";
  return async ({ width = DESK, colorScheme = "light" }) => {
    const size = page.viewportSize();
    if (size?.width !== width || size.height !== HEIGHT)
      await page.setViewportSize({ width, height: HEIGHT });
    if (shown !== colorScheme) await page.emulateMedia({ colorScheme });
    shown = colorScheme;
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

async function axeViolations(
  page: Page,
  scope: AxeScope,
  show: (look: PageLook) => Promise<void>,
): Promise<readonly AxeViolation[]> {
  const found: AxeViolation[] = [];
  // The debugger's word is no script of the page, so that the page's own policy can stay.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(`${AXE}; undefined`);
  for (const look of LOOKS) {
    const { width, colorScheme } = look;
    await show(look);
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
