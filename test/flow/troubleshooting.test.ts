import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { busyWorld } from "../../sandbox/scenarios/common.ts";
import type { Scenario } from "../../sandbox/scenarios/scenario.ts";
import { BASE_COMMIT } from "../../sandbox/shop/names.ts";
import type { World } from "../../sandbox/world.ts";
import { toReason } from "../../src/errors.ts";
import { REASON_CODES } from "../../src/model/verdict.ts";
import { cancelledError } from "../../src/platform/runner/signals.ts";
import { readRows, scenarioOf } from "../support/evidence-rows.ts";
import { PROJECT, reasonsOf, situation, stageFor } from "../support/run-scenario.ts";

/** Rows of docs/evidence.md whose reasons docs/troubleshooting.md quotes. */
const ROWS = [
  ...["E16", "E23", "E31", "E37", "E42", "E52", "S7", "S9", "S11", "S24", "S28", "S31", "S35", "S36", "S37"],
  ...[
    "S38",
    "S39",
    "S40",
    "S42",
    "S51",
    "S66",
    "N10",
    "N16",
    "N21",
    "N23",
    "N31",
    "N36",
    "N41",
    "N42",
    "N50",
  ],
  ...["N15", "N59", "B1", "B2", "B3", "B19"],
];

const policy =
  (text: string) =>
  (world: World): World => ({
    ...world,
    github: { ...world.github, files: [{ commit: BASE_COMMIT, path: ".github/scan-gate.yml", text }] },
  });

/** A situation with report files and without tokens. */
const reports = (given: string, tree: Scenario["tree"]): Scenario =>
  situation(undefined, { credentials: false, inputs: { reports: given, timeout: "15s" }, tree });

/** Those that wait until their time is up come last, when everything is loaded, and have a second more for the rest. */
const WAITING = { timeout: "4s" };
const rows = readRows().filter(({ id }) => ROWS.includes(id));
const [waiting, quick] = [true, false].map((waits) =>
  rows
    .filter(({ inputs }) => "timeout" in inputs === waits)
    .map((row): readonly [string, Scenario] => {
      const scenario = scenarioOf(row);
      return [row.id, waits ? { ...scenario, inputs: { ...scenario.inputs, ...WAITING } } : scenario];
    }),
);

const RUNS: readonly (readonly [string, Scenario])[] = [
  ...(quick ?? []),
  [
    "a budget that is exceeded",
    situation(undefined, {
      world: (now) => policy("version: 1\nfail-on: none\nbudgets: { medium: 1 }\n")(busyWorld(now)),
    }),
  ],
  ["an input that is not known", situation(undefined, { inputs: { "fail-on": "hihg" } })],
  ["a policy with a mistake", situation(policy("version: 1\nfail-on: hgih\n"))],
  ["a path out of the workspace", reports("../semgrep.json", {})],
  ["another tool's JSON", reports("out/bom.json", { "out/bom.json": '{"bomFormat":"CycloneDX"}' })],
  ...(waiting ?? []),
];

/** Without what differs from run to run; a distance is left out where no time is left to ask for it. */
function plain(message: string): string {
  return message
    .replaceAll(/\s+/g, " ")
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, "https://api.snyk.io")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "DATE")
    .replaceAll(/(?:, \d+ commits? apart)? after \d+ s\b/g, " after N s")
    .replaceAll(/\b[0-9a-f]{40}\b/g, (id) => id.slice(0, 7))
    .trim();
}

/** The quotes of the page by the code under which they stand. */
function quotes(): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync(join(PROJECT, "docs", "troubleshooting.md"), "utf8");
  const part = page.split("\n## Reason codes\n")[1]?.split("\n## ")[0] ?? "";
  const sections = part.split(/^### `/m).slice(1);
  return new Map(
    sections.map((section) => {
      const quoted = section.matchAll(/(?:^> .*\n)+/gm);
      const code = section.slice(0, section.indexOf("`"));
      return [code, [...quoted].map(([text]) => plain(text.replaceAll(/^> /gm, "")))];
    }),
  );
}

const QUOTED = quotes();
const isQuoted = ({ code, message }: { readonly code: string; readonly message: string }) =>
  QUOTED.get(code)?.includes(plain(message));

const printed = new Set<string>();

describe("docs/troubleshooting.md", () => {
  it("quotes a message of every reason", () => {
    expect(REASON_CODES.filter((code) => (QUOTED.get(code) ?? []).length === 0)).toEqual([]);
  });

  describe.concurrent("has the words of a run", () => {
    it.for(RUNS)("%s", async ([, scenario], context) => {
      const stage = await stageFor(context, scenario);
      const reasons = reasonsOf(await stage.run());
      expect(reasons.length).toBeGreaterThan(0);
      for (const { code, message } of reasons) printed.add(`${code}: ${plain(message)}`);
      expect(reasons.filter((reason) => !isQuoted(reason))).toEqual([]);
    });

    it.each([
      ["a signal", toReason(cancelledError("SIGTERM"), "gate")],
      ["a fault of its own", toReason(new TypeError("x is not a function"), "gate")],
    ])("%s", (_, reason) => {
      printed.add(`${reason.code}: ${plain(reason.message)}`);
      expect(isQuoted(reason)).toBe(true);
    });
  });

  it("quotes nothing that no run prints", () => {
    const all = [...QUOTED].flatMap(([code, texts]) => texts.map((text) => `${code}: ${text}`));
    expect(all.filter((quote) => !printed.has(quote))).toEqual([]);
  });
});
