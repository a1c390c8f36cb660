import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { aFinding, aReport } from "../../../test/support/a-report.ts";
import type { Report } from "../../model/report.ts";
import { renderReportJson } from "../../report-json/write.ts";
import type { Shell } from "../shell.ts";
import { joinCommand } from "./command.ts";

const folder = mkdtempSync(join(tmpdir(), "scan-gate-join-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function save(name: string, repository: string, over: Partial<Report>): string {
  const report = aReport(over);
  const context = { ...report.context, repository };
  writeFileSync(join(folder, name), renderReportJson({ ...report, context }));
  return name;
}

const LOST = { code: "timeout", source: "snyk", message: "too late" } as const;
const PASSED = save("passed.json", "acme/passed", {});
const FAILED = save("failed.json", "acme/failed", {
  verdict: "fail",
  findings: [aFinding({ blocking: true })],
});
const LOST_ONE = save("lost.json", "acme/lost", { verdict: "incomplete", reasons: [LOST] });
writeFileSync(join(folder, "other.json"), '{"hello":"world"}');

async function joined(...args: string[]) {
  let stdout = "";
  let stderr = "";
  const shell = {
    env: {},
    folder,
    stdout: {
      write: (text: string) => {
        stdout += text;
      },
      isTerminal: false,
    },
    stderr: {
      write: (text: string) => {
        stderr += text;
      },
      isTerminal: false,
    },
    version: "1.2.3",
    readText(path: string) {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    },
  } as unknown as Shell; // a join needs no more of it
  const code = await joinCommand(args, shell);
  return { code, stdout, stderr };
}

describe("the exit code of a join", () => {
  it.each([
    [0, [PASSED]],
    [1, [PASSED, FAILED, LOST_ONE]],
    [2, [LOST_ONE, PASSED]],
  ])("is %i for %j", async (code, files) => {
    expect(await joined(...files)).toMatchObject({ code, stderr: "" });
  });

  it.each([
    [["other.json", PASSED], "other.json is not a report of Scan Gate"],
    [["gone.json", PASSED], "there is no report at gone.json"],
    [[], "join needs at least one report.json"],
    [[PASSED, "--format", "htm"], "did you mean html?"],
    [[PASSED, "--since", "gone.json"], "there is no earlier join at gone.json"],
    [[PASSED, "--since", PASSED], "passed.json"],
    [[PASSED, "--wrong"], "--wrong"],
  ])("is 3 for %j, with nothing on stdout", async (args, problem) => {
    const { code, stdout, stderr } = await joined(...args);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain(problem);
  });

  it("tells every file that is no report", async () => {
    const { stderr } = await joined("gone.json", "other.json", PASSED);
    expect(stderr).toMatch(/gone\.json[\s\S]*other\.json/);
  });
});

describe("the formats of a join", () => {
  const all = [PASSED, FAILED, LOST_ONE];

  it("have all repositories, worst first, and the totals", async () => {
    for (const format of ["text", "markdown", "html", "JSON"]) {
      const { code, stdout } = await joined(...all, "--format", format);
      expect(code).toBe(1);
      const places = ["acme/failed", "acme/lost", "acme/passed"].map((name) => stdout.indexOf(name));
      expect([format, places.includes(-1), places.toSorted((a, b) => a - b)]).toEqual([
        format,
        false,
        places,
      ]);
      if (format !== "JSON") expect(stdout).toContain("3 reports: 1 failed, 1 incomplete, 1 passed");
    }
  });

  it("are text without one", async () => {
    const { stdout } = await joined(PASSED);
    expect(stdout).toBe((await joined(PASSED, "--format", "text")).stdout);
    expect(stdout.split("\n")[0]).toMatch(/^verdict +blocking +critical .* open {2}repository$/);
  });

  it("have in JSON what --since of the next join compares with", async () => {
    const earlier = (await joined(FAILED, LOST_ONE, "--format", "json")).stdout;
    expect(JSON.parse(earlier)).toMatchObject({ schema: "scan-gate/join@1", verdict: "fail" });
    writeFileSync(join(folder, "earlier.json"), earlier);
    const { stdout } = await joined(PASSED, FAILED, "--since", "earlier.json");
    expect(stdout).toMatch(/acme\/failed.*: no change/);
    expect(stdout).toMatch(/acme\/passed.*: first report/);
    expect(stdout).toMatch(/gone: acme\/lost.*was incomplete/);
    const again = (await joined(PASSED, "--since", "earlier.json", "--format", "json")).stdout;
    expect(JSON.parse(again)).toMatchObject({ since: { totals: { reports: 2 } } });
  });
});
