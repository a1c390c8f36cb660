import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FINDING_TYPES } from "../../model/finding.ts";
import { identityKey } from "../../model/identity.ts";
import { finishSteps } from "../../model/steps.ts";
import { combine } from "./combine.ts";
import { parseReport } from "./parse.ts";

const read = (...given: Parameters<typeof parseReport>) => finishSteps(parseReport(...given));

const FIXTURES = fileURLToPath(new URL("../../../../shared/fixtures/", import.meta.url));
const present = existsSync(FIXTURES);

/** What each sample of the two tools holds: findings, of which ignored, and problems; or why it is refused. */
const EXPECTED: Readonly<
  Record<string, readonly [tool: string, found: number, ignored: number, problems: number] | string>
> = {
  "semgrep/cli/ci_json.extracted.json": ["semgrep", 8, 0, 0],
  "semgrep/cli/ci_sarif_with_dataflow_traces.extracted.sarif": ["semgrep", 13, 5, 0],
  "semgrep/cli/docs_sample_code_json_single_result.json":
    "it is a single Semgrep result, not the whole output",
  "semgrep/cli/docs_sample_sca_json.json": ["semgrep", 1, 0, 0],
  "semgrep/cli/json_errors_invalid_nosem.json": ["semgrep", 3, 0, 0],
  "semgrep/cli/json_errors_missing_target.json": ["semgrep", 0, 0, 1],
  "semgrep/cli/json_nosemgrep.json": ["semgrep", 1, 0, 0],
  "semgrep/cli/json_sast_dataflow_trace.json": ["semgrep", 1, 0, 0],
  "semgrep/cli/sarif_nosemgrep_suppressions.sarif": ["semgrep", 2, 1, 0],
  "semgrep/cli/sarif_sca_reachable.extracted.sarif": ["semgrep", 1, 0, 0],
  "snyk/cli/code-empty.sarif.json": ["snyk", 0, 0, 0],
  "snyk/cli/code-sarif-consistent-ignores.json": ["snyk", 2, 1, 0],
  "snyk/cli/code.sarif.json": ["snyk", 7, 0, 0],
  "snyk/cli/container-epss.json": ["snyk", 13, 0, 0],
  "snyk/cli/container.sarif.json": ["snyk", 1, 0, 0],
  "snyk/cli/iac-multi-file.json": ["snyk", 30, 0, 0],
  "snyk/cli/iac.sarif.json": ["snyk", 4, 0, 0],
  "snyk/cli/oss-all-projects-many.json": ["snyk", 4, 0, 0],
  "snyk/cli/oss-all-projects-none.json": ["snyk", 0, 0, 0],
  "snyk/cli/oss-legacy-cli.sarif.json": ["snyk", 9, 0, 0],
  "snyk/cli/oss-license-legal-instructions.json": ["snyk", 1, 0, 0],
  "snyk/cli/oss-no-vulns-minimal.json": ["snyk", 0, 0, 0],
  "snyk/cli/oss-reachability.json": ["snyk", 3, 0, 0],
  "snyk/cli/oss-risk-scores.json": ["snyk", 5, 0, 0],
  "snyk/cli/oss-single-no-vulns.json": ["snyk", 0, 0, 0],
  "snyk/cli/oss-single-null-cvss.json": ["snyk", 1, 0, 0],
  "snyk/cli/oss-single-one-vuln.json": ["snyk", 1, 0, 0],
  "snyk/cli/secrets-testresult.json": ["snyk", 3, 1, 0],
};

const samples = present
  ? ["semgrep/cli", "snyk/cli"].flatMap((folder) =>
      readdirSync(FIXTURES + folder)
        .sort()
        .map((name) => `${folder}/${name}`),
    )
  : [];

describe.skipIf(!present)("what the two command lines really write", () => {
  it("is all known here", () => {
    expect(samples).toEqual(Object.keys(EXPECTED));
  });

  it.each(samples)("%s is read whole, or refused with the reason", (sample) => {
    const parsed = read(readFileSync(FIXTURES + sample, "utf8"), { path: sample });
    const expected = EXPECTED[sample];
    if ("refused" in parsed) {
      expect(parsed.refused).toBe(expected);
      return;
    }
    const [part] = parsed.parts;
    const [results = []] = combine([part?.results ?? []]);
    const observations = results.map(({ observation }) => observation);
    const ignored = observations.filter((one) => one.ignored !== undefined).length;
    expect(parsed.parts).toHaveLength(1);
    expect([part?.tool, observations.length, ignored, part?.problems.length]).toEqual(expected);
    expect(new Set(observations.map(identityKey)).size).toBe(observations.length);
    for (const observation of observations) {
      expect(FINDING_TYPES).toContain(observation.type);
      expect(observation.severity).not.toBe("unknown");
      expect(observation.title).toMatch(/\S/);
      expect(observation.identity).not.toBe("");
    }
  });
});
