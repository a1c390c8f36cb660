import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrawnCharts, drawCharts } from "../../scripts/preview/charts.ts";
import { commentOfSituation } from "../../scripts/preview/documents.ts";
import { commentBox, pageOf, summaryBox } from "../../scripts/preview/page.ts";
import { SEVERITIES } from "../../src/model/severity.ts";
import { renderSummary } from "../../src/reporters/summary/render.ts";
import { aDependency, aFinding, aReport, SEMGREP_EVIDENCE, SNYK_EVIDENCE } from "../support/a-report.ts";
import { HAS_CHROMIUM } from "../support/chromium.ts";
import { A_RUN, SITUATIONS, type Situation } from "../support/situations.ts";
import { type AxeViolation, openPages, type Pages } from "./pages.ts";

/** Words as long as tools and repositories have them, in every list of a document. */
const LONG = {
  title: "Deserialization of Untrusted Data (InsecureDeserializationConfiguration)",
  path: "services/authentication/src/main/resources/requirements-development.txt",
  line: 1_234,
  rule: "java.lang.security.audit.object-deserialization.object-deserialization",
  package: { name: "com.fasterxml.jackson.core:jackson-databind", version: "2.9.10.8-redhat-00001" },
} as const;
const LONG_WORDS: Situation = {
  name: "long-words",
  report: aReport({
    findings: [
      aDependency(LONG),
      aFinding({ path: "src/middleware/session.ts", line: 1234, title: "Unencrypted connection" }),
      ...Array.from({ length: 21 }, (_, at) =>
        aDependency({ ...LONG, fingerprint: `o${at}`, severity: "medium", blocking: false }),
      ),
      aFinding({
        ...LONG,
        fingerprint: "s",
        blocking: false,
        suppressedBy: {
          by: "policy",
          reason: LONG.title,
          owner: "@acme-corporation/platform-infrastructure",
        },
      }),
    ],
    fixed: [aDependency({ ...LONG, fingerprint: "f", status: "existing" })],
    sources: [
      SEMGREP_EVIDENCE,
      {
        ...SNYK_EVIDENCE,
        evidence: "pr-check",
        counts: { critical: 1_234, high: 5_678, medium: 9_012, low: 3_456, unknown: 0 },
        checks: [{ context: "security/snyk (acme-corporation-international)", state: "success" }],
      },
    ],
  }),
};

/** A summary of a megabyte has hundreds of rows like those in this part of it, and its end is the same. */
const PART = { run: A_RUN, maxBytes: 150_000 };

const ALL = [...SITUATIONS, LONG_WORDS];
const DOCUMENTS = {
  comment: ALL.map((situation) => ({
    name: `report-${situation.name}`,
    markdown: commentOfSituation(situation),
    box: commentBox,
  })),
  summary: ALL.map(({ name, report }) => ({
    name: `report-${name}`,
    markdown: renderSummary(report, PART),
    box: summaryBox,
  })),
} as const;
type Kind = keyof typeof DOCUMENTS;
const KINDS: readonly Kind[] = ["comment", "summary"];

/** Rows of a table that axe-core looks at: it would take minutes for hundreds, which one function makes all alike. */
const ROWS_FOR_AXE = 12;

/**
 * GitHub's own style makes tables and code blocks boxes that scroll, and no Markdown can give them the focus; that no
 * comment needs to scroll is measured here. The color of linked code in a table is GitHub's, too.
 */
const UP_TO_GITHUB = { withoutRules: ["scrollable-region-focusable"], without: ["a > code"] };

/**
 * What is seen of a document. `stickingOut`: parts that stick out of its box; tables and code may scroll within it.
 * `cutOff`: tables of which something is hidden, in opened folds too, and code that is seen at once.
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
  const open = box.querySelectorAll("details[open]").length;
  const folds = box.querySelectorAll("details:not([open])");
  for (const fold of folds) fold.open = true;
  const parts = [...box.querySelectorAll("table, :scope > pre")];
  const cutOff = texts(parts.filter((each) => each.scrollWidth > each.clientWidth));
  for (const fold of folds) fold.open = false;
  return {
    width: innerWidth,
    stickingOut: texts([...box.children].filter((each) => each.getBoundingClientRect().right > right + 1)),
    cutOff,
    open,
    titles: box.querySelectorAll("h1, h2").length,
    headless: [...box.querySelectorAll("table")].filter((each) => each.querySelector("thead th") === null).length,
  };
})`;

interface Look {
  /** By width, then by document. */
  readonly seen: readonly (readonly Seen[])[];
  readonly violations: readonly AxeViolation[];
  readonly widths: readonly (readonly [window: number, page: number])[];
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
  readonly charts: readonly (readonly DrawnLook[])[];
}

/** What is seen of a drawn chart: its labels, its bars from top to bottom, and labels that are cut off or covered. */
interface DrawnLook {
  readonly labels: readonly string[];
  readonly bars: number;
  readonly hidden: readonly string[];
}

const LOOK_AT_CHARTS = `[...document.querySelectorAll("article")].map((box) =>
  [...box.querySelectorAll(".chart.light > svg")].map((svg) => {
    const room = svg.getBoundingClientRect();
    const labels = [...svg.querySelectorAll("text")].map((each) => ({ text: each.textContent, at: each.getBoundingClientRect() }));
    const isInside = ({ left, right, top, bottom }) =>
      left >= room.left - 1 && right <= room.right + 1 && top >= room.top - 1 && bottom <= room.bottom + 1;
    const isCovered = ({ at }, next) => next !== undefined && at.bottom > next.at.top + 1;
    return {
      labels: labels.map(({ text }) => text),
      bars: [...svg.querySelectorAll(".plot rect")].filter((bar) => bar.getBoundingClientRect().width > 0.5).length,
      hidden: labels.filter((each, at) => !isInside(each.at) || isCovered(each, labels[at + 1])).map(({ text }) => text),
    };
  }),
)`;

const IDS = KINDS.flatMap((kind) =>
  DOCUMENTS[kind].map((document, at) => ({ ...document, id: `${kind}-${at}` })),
);

/** All documents on one page, looked at in every way at once. */
async function look(pages: Pages): Promise<Look> {
  const drawn = await chartsOf(
    pages,
    IDS.map(({ markdown }) => markdown),
  );
  const boxes = IDS.map(({ markdown, box, id }) => box(markdown, id, drawn));
  const body = `<main style="padding: 0"><h1>Documents</h1>${boxes.join("\n")}</main>`;
  const { page, requests, complaints } = await pages.open(pageOf("documents", body));
  const seen: (readonly Seen[])[] = [];
  const widths: (readonly [number, number])[] = [];
  for (const width of [1280, 832, 400]) {
    await page.setViewportSize({ width, height: 400 });
    seen.push(await page.evaluate(LOOK));
    widths.push([width, await page.evaluate("document.documentElement.scrollWidth")]);
  }
  await page.setViewportSize({ width: 1280, height: 400 });
  const charts: readonly (readonly DrawnLook[])[] = await page.evaluate(LOOK_AT_CHARTS);
  await page.evaluate(
    `for (const row of document.querySelectorAll("tbody tr:nth-child(n + ${ROWS_FOR_AXE + 1})")) row.remove()`,
  );
  return { seen, widths, charts, violations: await pages.axeViolations(UP_TO_GITHUB), requests, complaints };
}

/** Drawn in the page that the documents are opened in afterwards. */
async function chartsOf({ open }: Pages, markdowns: readonly string[]): Promise<DrawnCharts> {
  const { page } = await open("");
  return await drawCharts(page, markdowns);
}

let pages: Pages | undefined;
let looked: Look | undefined;

beforeAll(async () => {
  if (!HAS_CHROMIUM) return;
  pages = await openPages();
  looked = await look(pages);
});
afterAll(() => pages?.close());

describe.runIf(HAS_CHROMIUM).each(KINDS)("the %s in a browser, as GitHub shows it", (kind) => {
  const cases = IDS.map((document, at) => ({ ...document, at })).filter(({ id }) => id.startsWith(kind));

  it.each(cases)("stays in its box, cuts nothing off, and folds what it folds: $name", ({ at, markdown }) => {
    const seen = looked?.seen.map((all) => all[at]) ?? [];
    expect(seen.map((one) => one?.width)).toEqual([1280, 832, 400]);
    const open = markdown.match(/<details open>/g)?.length ?? 0;
    for (const one of seen)
      expect(one).toMatchObject({ stickingOut: [], cutOff: [], open, titles: 1, headless: 0 });
  });

  it.each(cases)("has nothing that axe-core objects to, by day and by night, wide and narrow: $name", ({
    id,
  }) => {
    expect(looked?.violations.filter(({ articles }) => articles.includes(id))).toEqual([]);
  });

  it.each(
    cases.filter(({ markdown }) => markdown.includes("```mermaid")),
  )("has a chart that mermaid draws, a bar beside each whole label: $name", ({ at, markdown }) => {
    const labels = JSON.parse(/x-axis (\[.*\])/.exec(markdown)?.[1] ?? "[]");
    expect(looked?.charts[at]).toEqual([{ labels, bars: labels.length, hidden: [] }]);
  });

  it.each(cases)("tells each severity by its word beside the color: $name", ({ markdown }) => {
    const words = [...markdown.matchAll(/(?:🔴|🟠|🟡|🔵|⚪)(.{6}\w+)/gu)].map(([, word = ""]) => word);
    expect(words.filter((word) => !SEVERITIES.some((each) => word === `&nbsp;${each}`))).toEqual([]);
  });
});

it.runIf(HAS_CHROMIUM)(
  "comments and summaries are on a page that is no wider than its window, asks for nothing and complains of nothing",
  () => {
    expect(looked?.widths.filter(([window, page]) => page > window)).toEqual([]);
    expect([looked?.requests, looked?.complaints]).toEqual([[], []]);
    expect(looked?.violations.filter(({ articles }) => articles.includes(""))).toEqual([]);
  },
);
