import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../src/reporters/html/render.ts";
import { aDependency, aFinding, aReport } from "../support/a-report.ts";
import { HAS_CHROMIUM, NO_CHROMIUM } from "../support/chromium.ts";
import { observed } from "../support/observed.ts";
import { hostileReport, manyFindings, SITUATIONS } from "../support/situations.ts";
import { openPages, type Pages, PHONE } from "./pages.ts";

if (!HAS_CHROMIUM) process.stderr.write(`The browser tests are skipped. ${NO_CHROMIUM}\n`);

const BLOCKED = SITUATIONS.find(({ name }) => name === "blocked")?.report ?? aReport();
const SCRIPTS = `<script>document.title = "owned"; fetch("https://evil.example/f")</script><img src="https://evil.example/i" onerror="document.title = 'owned'"><iframe src="https://evil.example/f"></iframe><style>@import "https://evil.example/c"</style></script><svg onload="document.title = 'owned'">javascript:alert(1)`;

let pages: Pages;

beforeAll(async () => {
  if (HAS_CHROMIUM) pages = await openPages();
});
afterAll(async () => {
  if (HAS_CHROMIUM) await pages.close();
});

const open: Pages["open"] = (html, look) => pages.open(html, look);

/** The titles of the findings that are shown. */
const titles = (page: Page): Promise<readonly string[]> =>
  page.locator("#list button.title").allTextContents();
const column = (page: Page, nth: number): Promise<readonly string[]> =>
  page.locator(`#list tbody td:nth-child(${nth})`).allTextContents();
const status = (page: Page): Promise<string | null> => page.locator("#shown").textContent();

describe.runIf(HAS_CHROMIUM)("the HTML report in a browser", () => {
  it.each(
    SITUATIONS,
  )("asks for nothing, complains of nothing, and has nothing that axe-core objects to, by day and by night, wide and narrow: $name", async ({
    name,
    report,
  }) => {
    const { page, requests, complaints } = await open(renderHtml(report));
    await page.locator("footer").waitFor();
    if (name === "blocked") await page.getByLabel("Group by").selectOption("file");
    // One function makes all of its hundred rows, and axe-core looks at each.
    if (name === "huge") await page.getByLabel("Search").fill("s1198");
    if (report.findings.length > 0) await page.locator("#list button.title").first().click();
    expect(await pages.axeViolations()).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(PHONE);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("tells each severity by its word, whatever its color", async () => {
    const { page } = await open(renderHtml(BLOCKED));
    const told = await page.locator("#list td.severity, #list .severity").allTextContents();
    expect(told).toEqual([...BLOCKED.findings, ...BLOCKED.fixed].map(({ severity }) => severity));
  });

  it.each([
    ["usual", BLOCKED],
    ["absurd", hostileReport("x".repeat(3000))],
  ])("is no wider than its window, with findings that are %s", async (_, report) => {
    const { page } = await open(renderHtml(report));
    await page.locator("#list").waitFor();
    for (const width of [320, 400, 800, 1280, 1900]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
  });

  it("runs and loads nothing that stands in a finding", async () => {
    const { page, requests, complaints } = await open(renderHtml(hostileReport(SCRIPTS)));
    const openers = page.locator("#list button.title");
    for (let at = 0; at < (await openers.count()); at += 1) await openers.nth(at).click();
    expect(await page.locator("script:not([id])").count()).toBe(1);
    expect(await page.locator("img, iframe, main svg:not([aria-hidden])").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
    expect(await page.locator("#list").textContent()).toContain("<script>document.title");
    const links = await page.locator("a").evaluateAll((all) => all.map(String));
    const others = links.filter((link) => !/^about:blank#[0-9a-f]+$/.test(link.replace("#h", "#")));
    expect(others.filter((link) => !/^https:\/\/(?:github\.com|semgrep\.dev)\//.test(link))).toEqual([]);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("says the same without its script", async () => {
    const { page } = await open(renderHtml(BLOCKED), { withoutScripts: true });
    const text = (await page.locator("body").textContent()) ?? "";
    for (const each of [
      "Scan Gate failed: 4 findings to fix before this can merge",
      "AWS access key",
      "diff scan 901",
    ])
      expect(text).toContain(each);
  });
});

describe.runIf(HAS_CHROMIUM)("the list of findings in a browser", () => {
  it("is reached and worked by keyboard alone", async () => {
    const { page } = await open(renderHtml(BLOCKED));
    const search = page.getByLabel("Search");
    for (let tabs = 0; tabs < 20; tabs += 1) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate("document.activeElement.type")) === "search") break;
    }
    await page.keyboard.type("lodash command");
    expect(await titles(page)).toEqual(["Command injection in lodash templates"]);
    await search.fill("");
    // Past the grouping and the button that clears the filters.
    for (let tabs = 0; tabs < 3; tabs += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    expect(await column(page, 1)).toEqual(["critical", "critical"]);
    await page.locator("#list button.title").first().focus();
    await page.keyboard.press("Enter");
    await page.getByText("Copy suppression entry").waitFor();
  });

  it.each([
    ["critical (2)", 1, ["critical", "critical"]],
    ["secrets (1)", 5, ["secrets"]],
    ["existing (1)", 6, ["does not block, existing"]],
    ["suppressed (1)", 6, ["suppressed, new"]],
    ["Snyk (3)", 4, ["Semgrep, Snyk", "Snyk", "Snyk"]],
  ])("shows only what the filter %s lets through", async (label, nth, shown) => {
    const { page } = await open(renderHtml(BLOCKED));
    await page.getByLabel(label, { exact: true }).check();
    expect(await column(page, nth)).toEqual(shown);
    expect(await status(page)).toMatch(new RegExp(`^${shown.length} findings? \\(8 in all\\)$`));
    await page.getByRole("button", { name: "Clear filters" }).click();
    expect(await titles(page)).toHaveLength(BLOCKED.findings.length + BLOCKED.fixed.length);
  });

  it("filters by text and says when nothing is left", async () => {
    const { page } = await open(renderHtml(BLOCKED));
    await page.getByLabel("Search").fill("CVE-2022-24999");
    expect(await titles(page)).toEqual(["Prototype poisoning"]);
    await page.getByLabel("Search").fill("nothing has this");
    expect(await status(page)).toBe("No findings (8 in all)");
    expect(await page.locator("#list").isVisible()).toBe(false);
  });

  it("sorts by a column, the other way at the second press, and keeps the focus", async () => {
    const { page } = await open(renderHtml(BLOCKED));
    const button = page.getByRole("button", { name: "Finding" });
    await button.click();
    const up = await titles(page);
    expect(up).toEqual([...up].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    expect(await page.locator("th[aria-sort]").getAttribute("aria-sort")).toBe("ascending");
    await page.keyboard.press("Enter");
    expect(await titles(page)).toEqual([...up].reverse());
    expect(await page.locator("th[aria-sort]").getAttribute("aria-sort")).toBe("descending");
  });

  it("groups by file and by package", async () => {
    const { page } = await open(renderHtml(BLOCKED));
    const groups = page.locator("tr.group th");
    await page.getByLabel("Group by").selectOption("file");
    expect(await groups.allTextContents()).toContain("package-lock.json (2)");
    await page.getByLabel("Group by").selectOption("package");
    expect(await groups.allTextContents()).toEqual([
      "chart-kit (1)",
      "lodash (1)",
      "qs (1)",
      "No package (5)",
    ]);
  });

  it.each([
    ["the clipboard", true],
    ["a selection where there is no clipboard", false],
  ])("hands out a policy entry through %s", async (_, withClipboard) => {
    const report = observed(aReport({ findings: [aDependency()] }));
    const { page } = await open(renderHtml(report), { withClipboard });
    await page.locator("#list button.title").click();
    await page.getByRole("button", { name: "Copy suppression entry" }).click();
    await page.getByText(/^(?:Copied|Selected)\. /).waitFor();
    const selected = String(await page.evaluate("String(getSelection())"));
    expect(selected).toMatch(
      / {2}- id: "CVE-2021-23337"\n {4}package: "lodash@4\.17\.15"\n {4}paths: \["package-lock\.json"\]\n {4}reason: ".+"\n {4}# owner: .*\n {4}expires: \d{4}-\d\d-\d\d$/,
    );
  });

  it("turns the pages of 25,000 findings", async () => {
    const { page } = await open(renderHtml(aReport({ findings: manyFindings(25_000) })));
    expect(await status(page)).toBe("1 to 100 of 25,000 findings, page 1 of 250");
    await page.getByRole("button", { name: "Next" }).click();
    expect(await status(page)).toBe("101 to 200 of 25,000 findings, page 2 of 250");
    await page.getByLabel("Search").fill("module-69");
    expect(await status(page)).toMatch(/^1 to 100 of \d{3} findings \(25,000 in all\), page 1 of \d$/);
  });

  it("keeps the focus at its first and last page, where a press leads nowhere", async () => {
    const { page } = await open(renderHtml(aReport({ findings: manyFindings(251) })));
    const focused = (): Promise<string> => page.evaluate("document.activeElement.textContent");
    const disabled = (name: string): Promise<string | null> =>
      page.getByRole("button", { name }).getAttribute("aria-disabled");
    await page.getByRole("button", { name: "Next" }).focus();
    for (let press = 0; press < 4; press += 1) await page.keyboard.press("Enter");
    expect(await focused()).toBe("Next");
    expect(await status(page)).toBe("201 to 251 of 251 findings, page 3 of 3");
    expect([await disabled("Previous"), await disabled("Next")]).toEqual(["false", "true"]);
    await page.keyboard.press("Shift+Tab");
    for (let press = 0; press < 4; press += 1) await page.keyboard.press("Enter");
    expect(await focused()).toBe("Previous");
    expect(await status(page)).toBe("1 to 100 of 251 findings, page 1 of 3");
    expect([await disabled("Previous"), await disabled("Next")]).toEqual(["true", "false"]);
  });

  it("has its buttons at hand anywhere in the list, and begins the next page at its top", async () => {
    const { page } = await open(renderHtml(aReport({ findings: manyFindings(251) })));
    await page.locator("#list button.title").nth(90).scrollIntoViewIfNeeded();
    const next = page.getByRole("button", { name: "Next" });
    const placeOf = (selector: string) => page.locator(selector).first().boundingBox();
    expect((await placeOf(".pager"))?.y).toBeGreaterThanOrEqual(0);
    await next.click();
    const bar = await placeOf(".bar");
    const first = await placeOf("#list tbody tr");
    expect(first?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
    expect(first?.y).toBeLessThan(450);
  });

  it("offers no other page where there is one", async () => {
    const { page } = await open(renderHtml(BLOCKED));
    expect(await status(page)).toBe("8 findings");
    expect(await page.getByRole("button", { name: "Next" }).count()).toBe(0);
  });

  it("folds its filters where they would push the list out of sight, and says how many are chosen", async () => {
    const { page } = await open(renderHtml(BLOCKED), { width: 400 });
    const box = page.getByLabel("critical (2)", { exact: true });
    expect(await box.isVisible()).toBe(false);
    await page.getByText("Filters", { exact: true }).click();
    await box.check();
    expect(await page.locator(".facets summary").textContent()).toBe("Filters (1 chosen)");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator(".facets summary").waitFor({ state: "hidden" });
    expect(await box.isVisible()).toBe(true);
  });

  it("names the ticket of a finding, linked where the link leads to a tracker", async () => {
    const url = "https://acme.atlassian.net/browse/SEC-12?a=1&b=2";
    const findings = [
      aFinding({ blocking: false, ticket: { key: "SEC-12", url } }),
      aFinding({ ticket: { key: "SEC-13", url: "https://evil.example/SEC-13" } }),
    ];
    for (const withoutScripts of [false, true]) {
      const { page } = await open(renderHtml(aReport({ findings })), { withoutScripts });
      expect(await page.locator(".ticket").allTextContents()).toEqual(["SEC-13", "SEC-12"]);
      expect(await page.locator(".ticket a").evaluateAll((all) => all.map(String))).toEqual([url]);
    }
  });

  it("opens at the finding that its address names, on whichever page of the list", async () => {
    const findings = manyFindings(251);
    const named = findings[200];
    const { page } = await open(renderHtml(aReport({ findings })));
    await page.evaluate(`location.hash = ${JSON.stringify(named?.fingerprint)}`);
    await page
      .locator("dl.facts")
      .getByText(named?.fingerprint ?? "none")
      .waitFor();
    expect(await status(page)).toContain("page 3 of 3");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-expanded')")).toBe("true");
  });

  it("tells its keys at a question mark, and lets them be switched off", async () => {
    const { page } = await open(renderHtml(BLOCKED));
    const focused = (): Promise<string> => page.evaluate("document.activeElement.textContent");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await focused()).toBe((await titles(page))[1]);
    await page.keyboard.press("k");
    expect(await focused()).toBe((await titles(page))[0]);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.getByLabel("Use these keys").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    expect(await page.evaluate("document.activeElement.type")).not.toBe("search");
  });

  it("is printed with more findings than it shows at once", async () => {
    const { page } = await open(renderHtml(aReport({ findings: manyFindings(251) })));
    const rows = (): Promise<number> => page.locator("#list button.title").count();
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await rows()).toBe(251);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await rows()).toBe(100);
  });

  it("says so when there is nothing to list", async () => {
    const { page } = await open(renderHtml(aReport()));
    expect(await page.locator("header").textContent()).toContain("No open findings");
    expect(await page.getByLabel("Search").count()).toBe(0);
  });

  it("says in the row of what blocks what to do, and in no other", async () => {
    const advised = [aDependency(), aFinding(), aDependency({ blocking: false, fingerprint: "n" })];
    const { page } = await open(renderHtml(aReport({ findings: advised })));
    expect(await page.locator("#list .fix").allTextContents()).toEqual([
      "→ upgrade to 4.17.21",
      expect.stringMatching(/^→ A value from the request reaches/),
    ]);
  });

  it("shows what a finding holds only when it is opened", async () => {
    const { page } = await open(renderHtml(aReport({ findings: [aFinding()] })));
    expect(await page.locator("dl.facts").count()).toBe(0);
    await page.locator("#list button.title").click();
    expect(await page.locator("dl.facts").textContent()).toContain("CWE-89");
    await page.locator("#list button.title").click();
    expect(await page.locator("dl.facts").count()).toBe(0);
  });

  it("gives what a finding holds the width of the list", async () => {
    const { page } = await open(renderHtml(aReport({ findings: [aFinding()] })));
    await page.locator("#list button.title").click();
    const width = (selector: string): Promise<number> =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().width);
    expect(await width(".more td")).toBe(await width("#list"));
  });
});
