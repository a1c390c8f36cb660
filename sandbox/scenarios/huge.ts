import type { SemgrepFinding } from "../semgrep/world.ts";
import { HEAD_COMMIT, SNYK_HEAD_PACKAGES } from "../shop/names.ts";
import { codeFinding } from "../shop/semgrep-records.ts";
import { packageIssue } from "../shop/snyk-records.ts";
import type { SnykIssue } from "../snyk/world.ts";
import type { World } from "../world.ts";
import { cleanWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

const FINDINGS = 3000;
const ISSUES = 500;
const SEVERITIES = ["low", "medium", "high", "critical"];

/** One of every hundred code findings is high or worse, and one of every fifty issues. */
function severityAt(index: number, every: number): string {
  const rank = index % every === 0 ? 2 + (Math.floor(index / every) % 2) : index % 2;
  return SEVERITIES[rank] ?? "low";
}

function findingAt(index: number): SemgrepFinding {
  return codeFinding({
    id: 80_000_000 + index,
    path: `src/generated/module-${index % 150}.ts`,
    line: 10 + Math.floor(index / 150) * 7,
    severity: severityAt(index, 100),
    rule: `typescript.web.security.rule-${index % 40}`,
    message: `Value number ${index} goes where text from outside must not go without a check.`,
    cwe: "CWE-20: Improper Input Validation",
  });
}

function issueAt(index: number): SnykIssue {
  return packageIssue(SNYK_HEAD_PACKAGES, {
    key: `SNYK-JS-PACKAGE${index}-${7_000_000 + index}`,
    package: `package-${index}`,
    version: "1.0.0",
    title: "Denial of Service (DoS)",
    severity: severityAt(index, 50),
    score: 5.9,
    cve: `CVE-2099-${20_000 + index}`,
    ghsa: `GHSA-0000-huge-${String(index).padStart(4, "0")}`,
    cwe: "CWE-400",
    fixedIn: "1.0.1",
  });
}

function hugeWorld(now: number): World {
  const world = cleanWorld(now);
  const counts = { code: FINDINGS, supplyChain: 0, secrets: 0 };
  return {
    ...world,
    semgrep: {
      ...world.semgrep,
      scans: world.semgrep.scans.map((scan) =>
        scan.commit === HEAD_COMMIT ? { ...scan, exitCode: 1, counts } : scan,
      ),
      findings: Array.from({ length: FINDINGS }, (_, index) => findingAt(index)),
    },
    snyk: { ...world.snyk, issues: Array.from({ length: ISSUES }, (_, index) => issueAt(index)) },
  };
}

export const huge: Scenario = {
  name: "huge",
  description: `${FINDINGS} findings and ${ISSUES} issues: everything must still fit and name what blocks.`,
  world: hugeWorld,
  ...ON_PULL_REQUEST,
  expected: {
    verdict: "fail",
    exitCode: 1,
    reasons: ["blocking-findings"],
    outputs: { total: "3500", new: "3500", blocking: "40" },
    comment: "written",
    upload: "written",
  },
};
