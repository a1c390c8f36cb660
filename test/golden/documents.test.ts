import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderComment } from "../../src/reporters/comment/render.ts";
import { stateOf } from "../../src/reporters/comment/state.ts";
import { renderHtml } from "../../src/reporters/html/render.ts";
import { renderSummary } from "../../src/reporters/summary.ts";
import { SITUATIONS, type Situation } from "../support/situations.ts";

/** Compares with the committed file; `UPDATE_GOLDEN=1` writes it, for the diff to be reviewed by eye. */
function expectGolden(path: string, text: string): void {
  const file = join(import.meta.dirname, path);
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `${path} is missing; run with UPDATE_GOLDEN=1`).toBe(true);
  expect(text).toBe(readFileSync(file, "utf8"));
}

function commentOf({ report, before }: Situation): string {
  return renderComment(report, {
    key: "default",
    ...(before === undefined ? {} : { previous: stateOf(before) }),
  });
}

/** The page without its style and script, which change for reasons of their own, a finding on a line. */
function contentOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/, "<style>…</style>")
    .replace(/<script>[\s\S]*?<\/script>/, "<script>…</script>")
    .replaceAll(/sha256-[\w+/=]+/g, "sha256-…")
    .replaceAll('{"fingerprint"', '\n{"fingerprint"');
}

describe.each(SITUATIONS)("the documents of the situation $name", (situation) => {
  it("have the comment that was reviewed", () => {
    expectGolden(`comment/${situation.name}.md`, commentOf(situation));
  });

  it("have the summary that was reviewed", () => {
    expectGolden(`summary/${situation.name}.md`, renderSummary(situation.report, { maxBytes: 100_000 }));
  });
});

const PAGES = SITUATIONS.filter(({ name }) => ["blocked", "incomplete", "hostile"].includes(name));

describe.each(PAGES)("the page of the situation $name", ({ name, report }) => {
  it("has the content that was reviewed", () => {
    expectGolden(`html/${name}.html`, contentOf(renderHtml(report)));
  });
});
