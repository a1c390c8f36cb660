/**
 * What single parts may take at most: the comment, the SARIF file, the correlation, and a hostile policy file.
 *
 *   node bench/limits.ts
 */
import { correlate } from "../src/gate/ages.ts";
import { renderComment } from "../src/reporters/comment/render.ts";
import { fitSarif } from "../src/reporters/sarif/fit.ts";
import { parsePolicyFile } from "../src/settings/policy/file.ts";
import { show, timed } from "./measure.ts";
import { codeObservation, outcomeOf, packageObservation } from "./observations.ts";
import { reportOf } from "./report.ts";

/** A file that is read to its end takes this long at most, and one that was made to do harm no longer. */
const MOST_FOR_A_POLICY_MS = 3000;

const many = <T>(length: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length }, (_, index) => make(index));

function sarif(): void {
  const report = reportOf([
    outcomeOf(
      "semgrep",
      many(25_000, (index) => codeObservation(index)),
    ),
  ]);
  const { ms, result } = timed(() => fitSarif(report));
  const peak = process.resourceUsage().maxRSS / 1024;
  show({
    name: `SARIF of ${result.document.runs[0]?.results.length} results`,
    value: ms,
    unit: "ms CPU",
    limit: 1000,
  });
  show({ name: "SARIF of 25,000 results: peak memory of the process", value: peak, unit: "MB", limit: 300 });
}

function comment(): void {
  const report = reportOf([
    outcomeOf(
      "semgrep",
      many(5000, (index) => codeObservation(index)),
    ),
  ]);
  const figures = many(5, () => timed(() => renderComment(report, { key: "default" })).ms);
  show({
    name: "comment for 5,000 findings, the first time",
    value: figures[0] ?? Number.NaN,
    unit: "ms CPU",
    limit: 100,
  });
}

/** Of the 30 s that 200,000 findings may take. No real run has all its findings from two tools, as this one has. */
const MOST_TO_CORRELATE_MS = 4000;

function correlation(): void {
  const observations = many(100_000, (index) =>
    index % 4 === 0 ? packageObservation(index, "semgrep") : codeObservation(index),
  );
  const others = many(100_000, (index) =>
    index % 4 === 0 ? packageObservation(index, "snyk") : codeObservation(index, "snyk"),
  );
  const aged = [...observations, ...others].map((observation) => ({ observation, status: "new" as const }));
  const { ms, result } = timed(() => correlate(aged));
  const name = `correlation of ${aged.length} findings into ${result.length}`;
  show({ name, value: ms, unit: "ms CPU", limit: MOST_TO_CORRELATE_MS });
}

function policies(): void {
  const hostile = {
    "10 MB of YAML": `version: 1\n${"# padding\n".repeat(1_000_000)}`,
    "an alias bomb": `version: 1\n${many(30, (at) => `a${at}: &a${at} [${many(9, () => (at === 0 ? "x" : `*a${at - 1}`)).join(", ")}]`).join("\n")}`,
    "deep nesting": `version: 1\nrules: ${"[".repeat(100_000)}`,
    "many entries": `version: 1\nsuppress:\n${many(5000, (at) => `  - { id: CVE-2099-${at}, package: lodash, paths: ["a-${at}/**"], reason: build time only, owner: platform, expires: 2027-01-31 }\n`).join("")}`,
    "brackets within the limits": `version: 1\nrules: ${"[x], ".repeat(70_000)}`,
    "many problems": `version: 1\n${many(5000, (at) => `key-${at}: 1\n`).join("")}`,
  };
  for (const [name, text] of Object.entries(hostile)) {
    const { ms } = timed(() => parsePolicyFile(text, ".github/scan-gate.yml"));
    show({ name: `policy file with ${name}`, value: ms, unit: "ms CPU", limit: MOST_FOR_A_POLICY_MS });
  }
}

comment();
sarif();
correlation();
policies();
