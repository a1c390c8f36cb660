import type { Wire } from "../service/wire.ts";
import type { SnykIssue } from "../snyk/world.ts";
import { HEAD_COMMIT } from "./names.ts";
import { digest } from "./semgrep-records.ts";

const CREATED = "2026-11-18T16:41:03.118Z";

/** A stable UUID for a text. */
export function uuidOf(text: string): string {
  const hex = digest(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What a vulnerable package's issue says of itself. */
export interface PackageIssue {
  readonly key: string;
  readonly package: string;
  readonly version: string;
  readonly title: string;
  readonly severity: string;
  readonly score: number;
  readonly cve: string;
  readonly ghsa: string;
  readonly cwe: string;
  readonly fixedIn?: string;
  readonly exploit?: string;
  readonly ignored?: boolean;
}

export function packageIssue(project: string, issue: PackageIssue): SnykIssue {
  const fixable = issue.fixedIn !== undefined;
  const attributes = {
    ...common(issue),
    type: "package_vulnerability",
    problems: [
      { id: issue.key, source: "SNYK", type: "vulnerability", updated_at: CREATED },
      {
        id: issue.cve,
        source: "NVD",
        type: "vulnerability",
        updated_at: CREATED,
        url: `https://nvd.nist.gov/vuln/detail/${issue.cve}`,
      },
      { id: issue.ghsa, source: "GHSA", type: "vulnerability", updated_at: CREATED },
    ],
    classes: [{ id: issue.cwe, source: "CWE", type: "weakness" }],
    severities: [{ level: issue.severity, score: issue.score, source: "Snyk", version: "3.1", vector: null }],
    exploit_details: {
      sources: ["Snyk"],
      maturity_levels: [{ format: "CVSSv3", level: issue.exploit ?? "Not Defined" }],
    },
    coordinates: [
      {
        is_fixable_snyk: fixable,
        is_fixable_upstream: false,
        is_fixable_manually: false,
        is_patchable: false,
        is_pinnable: false,
        is_upgradeable: fixable,
        reachability: "no-info",
        state: "open",
        representations: [{ dependency: { package_name: issue.package, package_version: issue.version } }],
        ...(issue.fixedIn === undefined ? {} : { remedies: [remedy(issue.fixedIn)] }),
      },
    ],
  };
  return { id: uuidOf(`${project} ${issue.key}`), project, attributes };
}

/** A license that the organization's policy does not allow. */
export function licenseIssue(
  project: string,
  issue: {
    readonly package: string;
    readonly version: string;
    readonly license: string;
    readonly severity: string;
  },
): SnykIssue {
  const key = `snyk:lic:npm:${issue.package}:${issue.license}`;
  const attributes = {
    ...common({ key, title: `${issue.license} license`, severity: issue.severity }),
    type: "license",
    problems: [{ id: key, source: "SNYK", type: "rule", updated_at: CREATED }],
    coordinates: [
      {
        is_upgradeable: false,
        reachability: "not-applicable",
        state: "open",
        representations: [{ dependency: { package_name: issue.package, package_version: issue.version } }],
      },
    ],
  };
  return { id: uuidOf(`${project} ${key}`), project, attributes };
}

/** What a Snyk Code issue says of itself. */
export interface CodeIssue {
  readonly key: string;
  readonly title: string;
  readonly severity: string;
  readonly cwe: string;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly commit?: string;
}

export function codeIssue(project: string, issue: CodeIssue): SnykIssue {
  const attributes = {
    ...common(issue),
    key_asset: issue.key,
    type: "code",
    description: issue.title,
    problems: [{ id: issue.key, source: "SNYK", type: "vulnerability", updated_at: CREATED }],
    classes: [{ id: issue.cwe, source: "CWE", type: "weakness" }],
    coordinates: [
      {
        is_fixable_snyk: false,
        is_fixable_upstream: false,
        is_fixable_manually: false,
        representations: [
          {
            sourceLocation: {
              commit_id: issue.commit ?? HEAD_COMMIT,
              file: issue.path,
              region: { start: { line: issue.line, column: 5 }, end: { line: issue.endLine, column: 30 } },
            },
          },
        ],
      },
    ],
  };
  return { id: uuidOf(`${project} ${issue.key}`), project, attributes };
}

function common(issue: {
  readonly key: string;
  readonly title: string;
  readonly severity: string;
  readonly ignored?: boolean;
}): Wire {
  return {
    key: issue.key,
    title: issue.title,
    effective_severity_level: issue.severity,
    status: "open",
    ignored: issue.ignored ?? false,
    created_at: CREATED,
    updated_at: CREATED,
    risk: { factors: [], score: { model: "v1", value: 649 } },
  };
}

function remedy(fixedIn: string): Wire {
  return {
    type: "indeterminate",
    meta: {
      schema_version: "package_vulnerability/v0",
      data: { fixed_in: [fixedIn], semver_vulnerable: [`<${fixedIn}`] },
    },
  };
}
