import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { REASON_CODES } from "../../src/model/verdict.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const PAGES = execFileSync("git", ["ls-files", "*.md", ":!dist", ":!test"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((path) => path !== "" && existsSync(join(ROOT, path)));

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), "utf8").replace(/^```[\s\S]*?^```$/gm, "");
}

/** The anchors that GitHub makes of a page's headings; the same heading twice gets `-1`. */
function anchorsOf(path: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of textOf(path).matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    let unique = anchor;
    for (let n = 1; anchors.has(unique); n++) unique = `${anchor}-${n}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The relative links of a page that lead to no file, or to no heading of one. */
function brokenLinks(path: string): string[] {
  const links = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).has(anchor);
  });
}

describe("the documents", () => {
  it("are found", () => {
    expect(PAGES).toContain("README.md");
    expect(PAGES.length).toBeGreaterThan(10);
  });

  it.each(PAGES)("%s links only to files and headings that exist", (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  it("explain each reason code once, in the order of the list", () => {
    const part = textOf("docs/troubleshooting.md").split("\n## Reason codes\n")[1]?.split("\n## ")[0] ?? "";
    const codes = [...part.matchAll(/^### `(.+)`$/gm)].map(([, code]) => code);
    expect(codes).toEqual([...REASON_CODES]);
  });
});
