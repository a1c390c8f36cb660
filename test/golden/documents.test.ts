import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { documentsOfSituation } from "../../scripts/preview/documents.ts";
import { SITUATIONS } from "../support/situations.ts";

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

/** Lines of a text too long to be read that its golden file keeps at either end. */
const KEPT = 100;

/** A text that somebody can review; of one that nobody reads to its end, the ends, and a hash of what is between. */
function reviewable(text: string): string {
  const lines = text.split("\n");
  const between = lines.slice(KEPT, -KEPT).join("\n");
  if (between.length < 50_000) return text;
  const hash = createHash("sha256").update(between).digest("hex");
  const left = `… ${lines.length - 2 * KEPT} lines, sha256 ${hash} …`;
  return [...lines.slice(0, KEPT), left, ...lines.slice(-KEPT)].join("\n");
}

/** The page without its style and script, which change for reasons of their own, a finding on a line. */
function contentOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/, "<style>…</style>")
    .replace(/<script>[\s\S]*?<\/script>/, "<script>…</script>")
    .replaceAll(/sha256-[\w+/=]+/g, "sha256-…")
    .replaceAll('{"severity"', '\n{"severity"');
}

describe.each(SITUATIONS)("the documents of the situation $name", (situation) => {
  const { files } = documentsOfSituation(situation);

  it.each(Object.entries(files))("have the %s that was reviewed", (file, text) => {
    const content = file.endsWith(".html") ? contentOf(text) : text;
    expectGolden(join(situation.name, file), reviewable(content));
  });
});
