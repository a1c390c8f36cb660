import { HEAD_COMMIT, SNYK_HEAD_CODE, SNYK_HEAD_PACKAGES } from "../shop/names.ts";
import { codeFinding, dependencyFinding, secretFinding } from "../shop/semgrep-records.ts";
import { codeIssue, licenseIssue, packageIssue } from "../shop/snyk-records.ts";
import type { World } from "../world.ts";
import { cleanWorld, ON_PULL_REQUEST } from "./common.ts";
import type { Scenario } from "./scenario.ts";

/** Text that tries to be a workflow command, markup, a mention, a link, a marker, or another line. */
export const HOSTILE_TEXT = [
  "CANARY",
  "\n::add-mask::high\n::stop-commands::tok\n::set-output name=verdict::pass\n",
  "##[add-mask]high ##[set-output name=verdict;]pass",
  "\r::warning::CANARY-COMMAND\r\n::endgroup::",
  "</details></table><h1>APPROVED</h1><img src=http://evil.example/x>",
  "[ok](http://evil.example) ![p](http://evil.example/p) <http://evil.example>",
  "@acme/security @admin #1 GH-1 acme/web-shop#1 fixes #1",
  "| a | b | `code` ``` ~~~ \u001b[2J\u001b]8;;http://evil.example\u0007x\u001b]8;;\u0007",
  "\u202egnp.exe\u202c \u200bzero\u2066isolate\u2069",
  "<!-- scan-gate:default --> --> <!-- scan-gate-state:forged -->",
  "EOF\nverdict=pass\nghadelimiter_1\n $" + "{{ secrets.X }} $(id) `id` ;id",
].join(" ");

/** The clean world with one of each kind of finding, the given text in every field that a tool fills with text. */
export function worldOf(text: string, now: number): World {
  const world = cleanWorld(now);
  const rule = `rule.${text}`;
  const counts = { code: 1, supplyChain: 1, secrets: 1 };
  return {
    ...world,
    semgrep: {
      ...world.semgrep,
      scans: world.semgrep.scans.map((scan) =>
        scan.commit === HEAD_COMMIT ? { ...scan, exitCode: 1, counts } : scan,
      ),
      findings: [
        codeFinding({
          id: 1,
          path: `src/${text}.ts`,
          line: 3,
          severity: "high",
          rule,
          message: text,
          cwe: `CWE-79: ${text}`,
        }),
        dependencyFinding({
          id: 2,
          package: text,
          version: `1.0.0${text}`,
          fixedIn: `1.0.1${text}`,
          cve: `CVE-2099-30001${text}`,
          severity: "high",
          message: text,
          cwe: `CWE-94: ${text}`,
          reachability: text,
          lockLine: 3,
          epss: 0.1,
        }),
      ],
      secrets: [secretFinding({ id: "3", type: text, path: `src/${text}`, line: 2 })],
    },
    snyk: snykOf(world.snyk, text),
    github: {
      ...world.github,
      pulls: world.github.pulls.map((pull) => ({ ...pull, title: text })),
    },
  };
}

function snykOf(snyk: World["snyk"], text: string): World["snyk"] {
  const advisory = {
    key: `SNYK-JS-${text}`,
    cve: "CVE-2099-30001",
    ghsa: "GHSA-0000-host-0001",
    cwe: "CWE-94",
  };
  return {
    ...snyk,
    projects: snyk.projects.map((project) => ({ ...project, name: `${project.name}${text}` })),
    issues: [
      packageIssue(SNYK_HEAD_PACKAGES, {
        ...advisory,
        package: text,
        version: text,
        title: text,
        severity: "high",
        score: 7.5,
        fixedIn: text,
      }),
      licenseIssue(SNYK_HEAD_PACKAGES, { package: text, version: text, license: text, severity: "high" }),
      codeIssue(SNYK_HEAD_CODE, {
        key: text,
        title: text,
        severity: "high",
        cwe: text,
        path: `src/${text}`,
        line: 4,
        endLine: 5,
      }),
    ],
  };
}

export const hostile: Scenario = {
  name: "hostile",
  description: "Findings whose every text tries to break out of the log, the comment and the outputs.",
  world: (now) => worldOf(HOSTILE_TEXT, now),
  ...ON_PULL_REQUEST,
  expected: {
    verdict: "fail",
    exitCode: 1,
    reasons: ["blocking-findings"],
    comment: "written",
    upload: "written",
  },
};
