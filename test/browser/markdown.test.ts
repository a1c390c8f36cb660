import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentsOfSituation } from "../../scripts/preview/documents.ts";
import { commentBox, pageOf, summaryBox } from "../../scripts/preview/page.ts";
import { SEVERITIES } from "../../src/model/severity.ts";
import { HAS_CHROMIUM } from "../support/chromium.ts";
import { SITUATIONS } from "../support/situations.ts";
import { type AxeViolation, axeViolations, openPages, type Pages } from "./pages.ts";

const ALL = SITUATIONS.map(documentsOfSituation);
const DOCUMENTS = {
  comment: ALL.map(({ name, comment = "" }) => ({ name, markdown: comment, box: commentBox })),
  summary: ALL.map(({ name, summary = "" }) => ({ name, markdown: summary, box: summaryBox })),
} as const;
type Kind = keyof typeof DOCUMENTS;
const KINDS: readonly Kind[] = ["comment", "summary"];

/** More rows of what the others have; axe-core would take a minute for them. */
const LONG = ["report-huge", "report-over-budget"];

/**
 * GitHub's own style makes tables and code blocks boxes that scroll, and no Markdown can give them the focus; that no
 * comment needs to scroll is measured here. The color of linked code in a table is GitHub's, too.
 */
const UP_TO_GITHUB = { withoutRules: ["scrollable-region-focusable"], without: ["a > code"] };

/**
 * What is seen of a document. `stickingOut`: parts that stick out of its box; tables and code may scroll within it.
 * `cutOff`: tables that are seen at once, and code, of which something is hidden.
 */
interface Seen {
  readonly width: number;
  readonly stickingOut: readonly string[];
  readonly cutOff: readonly string[];
  readonly open: number;
  readonly titles: number;
  readonly headless: number;
}

const LOOK = `[...document.querySelectorAll("article")].map((box) => {
  const right = box.getBoundingClientRect().right;
  const texts = (all) => all.map((each) => each.outerHTML.slice(0, 200));
  const visible = [...box.querySelectorAll(":scope > table, :scope > pre, details[open] table")];
  return {
    width: innerWidth,
    stickingOut: texts([...box.children].filter((each) => each.getBoundingClientRect().right > right + 1)),
    cutOff: texts(visible.filter((each) => each.scrollWidth > each.clientWidth)),
    open: box.querySelectorAll("details[open]").length,
    titles: box.querySelectorAll("h1, h2").length,
    headless: [...box.querySelectorAll("table")].filter((each) => each.querySelector("thead th") === null).length,
  };
})`;

interface Look {
  readonly seen: readonly (readonly Seen[])[];
  readonly violations: readonly AxeViolation[];
  readonly widths: readonly (readonly [window: number, page: number])[];
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

const looks = new Map<Kind, Look>();
let pages: Pages | undefined;

/** All documents of a kind on one page, looked at in every way at once. */
async function look(kind: Kind): Promise<Look> {
  pages ??= await openPages();
  const boxes = DOCUMENTS[kind].map(({ markdown, box }, at) => box(markdown, `${kind}-${at}`));
  const body = `<main style="padding: 0"><h1>Documents</h1>${boxes.join("\n")}</main>`;
  const { page, requests, complaints } = await pages.open(pageOf(kind, body));
  const seen: Seen[][] = DOCUMENTS[kind].map(() => []);
  const widths: (readonly [number, number])[] = [];
  for (const width of [1280, 832, 400]) {
    await page.setViewportSize({ width, height: 400 });
    const each: readonly Seen[] = await page.evaluate(LOOK);
    for (const [at, one] of each.entries()) seen[at]?.push(one);
    widths.push([width, await page.evaluate("document.documentElement.scrollWidth")]);
  }
  const long = DOCUMENTS[kind].flatMap(({ name }, at) => (LONG.includes(name) ? [`#${kind}-${at}`] : []));
  const scope = { ...UP_TO_GITHUB, without: [...UP_TO_GITHUB.without, ...long] };
  return { seen, widths, violations: await axeViolations(page, scope), requests, complaints };
}

describe.runIf(HAS_CHROMIUM).each(KINDS)("the %s in a browser, as GitHub shows it", (kind) => {
  beforeAll(async () => {
    looks.set(kind, await look(kind));
  }, 180_000);
  afterAll(async () => {
    if (kind !== KINDS.at(-1)) return;
    await pages?.close();
  });
  const cases = DOCUMENTS[kind].map((document, at) => ({ ...document, at }));

  it.each(cases)("stays in its box, cuts nothing off, and folds what it folds: $name", ({ at, markdown }) => {
    const seen = looks.get(kind)?.seen[at] ?? [];
    expect(seen.map(({ width }) => width)).toEqual([1280, 832, 400]);
    const open = markdown.match(/<details open>/g)?.length ?? 0;
    for (const one of seen) expect(one).toMatchObject({ stickingOut: [], open, titles: 1, headless: 0 });
    // A summary is read at a desk.
    for (const one of seen) if (kind === "comment") expect(one.cutOff).toEqual([]);
  });

  it.each(
    cases.filter(({ name }) => !LONG.includes(name)),
  )("has nothing that axe-core objects to, by day and by night, wide and narrow: $name", ({ at }) => {
    const all = looks.get(kind)?.violations ?? [];
    expect(all.filter(({ articles }) => articles.includes(`${kind}-${at}`))).toEqual([]);
  });

  it.each(cases)("tells each severity by its word beside the color: $name", ({ markdown }) => {
    const words = [...markdown.matchAll(/(?:🔴|🟠|🟡|🔵|⚪)(.{6}\w+)/gu)].map(([, word = ""]) => word);
    expect(words.filter((word) => !SEVERITIES.some((each) => word === `&nbsp;${each}`))).toEqual([]);
  });

  it("is on a page that is no wider than its window, asks for nothing and complains of nothing", () => {
    const seen = looks.get(kind);
    expect(seen?.widths.filter(([window, page]) => page > window)).toEqual([]);
    expect([seen?.requests, seen?.complaints]).toEqual([[], []]);
    expect(seen?.violations.filter(({ articles }) => articles.includes(""))).toEqual([]);
  });
});
