import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentsOfSituation } from "../../scripts/preview/documents.ts";
import { commentBox, pageOf, summaryBox } from "../../scripts/preview/page.ts";
import { HAS_CHROMIUM } from "../support/chromium.ts";
import { SITUATIONS } from "../support/situations.ts";
import { openPages, type Pages } from "./pages.ts";

/** Of each text, those parts that stick out of the box that they stand in. Tables and code may scroll within it. */
const STICKING_OUT = `(() => {
  const box = document.querySelector(".markdown-body");
  const right = box.getBoundingClientRect().right;
  return [...box.children].filter((each) => each.getBoundingClientRect().right > right + 1).map((each) => each.outerHTML.slice(0, 200));
})()`;

/** Of a comment, each table that is seen at once and each code block of which something is cut off. A summary is read at a desk. */
const CUT_OFF = `[...document.querySelectorAll(".markdown-body > table, .markdown-body > pre, details[open] table")]
  .filter((each) => each.scrollWidth > each.clientWidth)
  .map((each) => each.textContent.slice(0, 200))`;

let pages: Pages;
beforeAll(async () => {
  if (HAS_CHROMIUM) pages = await openPages();
});
afterAll(async () => {
  if (HAS_CHROMIUM) await pages.close();
});

const documents = SITUATIONS.map(documentsOfSituation).flatMap(({ name, comment = "", summary = "" }) => [
  { name: `${name}: comment`, body: commentBox(comment), cutOff: CUT_OFF },
  { name: `${name}: summary`, body: summaryBox(summary), cutOff: "[]" },
]);

describe.runIf(HAS_CHROMIUM)("Markdown in a browser, as GitHub shows it", () => {
  it.each(
    documents,
  )("$name stays in its box, cuts nothing off on a phone, folds what it folds, and loads nothing", async ({
    body,
    cutOff,
  }) => {
    const { page, requests, complaints } = await pages.open(pageOf("golden", body));
    for (const width of [832, 400]) {
      await page.setViewportSize({ width, height: 400 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await page.evaluate(STICKING_OUT)).toEqual([]);
      expect(await page.evaluate(cutOff)).toEqual([]);
      expect(await page.locator("details[open]").count()).toBe(body.match(/<details open>/g)?.length ?? 0);
      expect(await page.locator("h1, h2").count()).toBe(1);
      expect(requests).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });
});
