import { createHash } from "node:crypto";
import { adviceText, type FixPlan } from "../../fixes/advice.ts";
import { GITLAB_TRAITS } from "../../forges/gitlab/gitlab.ts";
import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Severity } from "../../model/severity.ts";
import { clip, markdownText, visible, visibleLines } from "../../text/escape.ts";
import { isRepositoryPath, webAddress } from "../../text/link.ts";
import { present } from "../../text/present.ts";
import { findingTitle } from "../finding-words.ts";
import { toDialect } from "../markdown/dialect.ts";

/**
 * The version of GitLab's report format: every GitLab from 15.0 on takes it, and none takes one that it does not ship
 * (https://docs.gitlab.com/development/integrations/secure/#report).
 */
const FORMAT = "15.0.7";

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  unknown: "Unknown",
};

/** Of an unknown severity the worst that it could be short of a blocker: it blocks like one here. */
const QUALITY: Readonly<Record<Severity, string>> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
  unknown: "critical",
};

const LONGEST = { name: 255, description: 20_000, solution: 7_000, identifier: 250 } as const;

/** What a report file says of the scan itself. */
export interface GitLabScan {
  readonly version: string;
  /** When the run ended, in milliseconds since 1970. */
  readonly at: number;
  readonly fixes: FixPlan;
}

/** Findings that a file can hold: those that count, at a place in the repository. */
export function placedFindings(report: Report): readonly Finding[] {
  return report.findings.filter(
    ({ suppressedBy, path }) => suppressedBy === undefined && path !== undefined && isRepositoryPath(path),
  );
}

/** Whether the SAST report holds a finding; GitLab has other formats for dependencies. */
export function isOfSast({ type }: Finding): boolean {
  return type === "sast" || type === "secrets" || type === "iac";
}

/** Whether the dependency report holds a finding: it needs a package and its version. */
export function isOfDependencies({ type, package: pkg }: Finding): boolean {
  return type === "sca" && pkg?.version !== undefined;
}

/** `gl-sast-report.json`, one finding a part. */
export function* sastReport(report: Report, scan: GitLabScan): Generator<string> {
  const findings = placedFindings(report).filter(isOfSast);
  yield* securityReport(report, "sast", scan, findings, ({ path, line, endLine }) => ({
    file: path,
    ...present({ start_line: line, end_line: endLine }),
  }));
}

/** `gl-dependency-scanning-report.json`, one finding a part. */
export function* dependencyReport(report: Report, scan: GitLabScan): Generator<string> {
  const findings = placedFindings(report).filter(isOfDependencies);
  yield* securityReport(report, "dependency_scanning", scan, findings, ({ path, package: pkg }) => ({
    file: path,
    dependency: {
      package: { name: clip(visible(pkg?.name ?? ""), LONGEST.name) },
      version: clip(visible(pkg?.version ?? ""), LONGEST.name),
      ...present({ direct: pkg?.transitive === undefined ? undefined : !pkg.transitive }),
    },
  }));
}

function* securityReport(
  report: Report,
  type: "sast" | "dependency_scanning",
  scan: GitLabScan,
  findings: readonly Finding[],
  locationOf: (finding: Finding) => object,
): Generator<string> {
  yield `{"version":"${FORMAT}","scan":${JSON.stringify(scanOf(report, type, scan))},"vulnerabilities":[`;
  let between = "\n";
  for (const finding of findings) {
    yield `${between}${JSON.stringify({ ...vulnerabilityOf(finding, scan.fixes), location: locationOf(finding) })}`;
    between = ",\n";
  }
  yield `\n]${type === "dependency_scanning" ? ',"dependency_files":[]' : ""}}\n`;
}

/** A scan that lacks a source failed: GitLab then closes nothing that was not looked for. */
function scanOf(report: Report, type: string, { version, at }: GitLabScan): object {
  const tool = { id: "scan-gate", name: "Scan Gate", version, vendor: { name: "Scan Gate" } };
  const time = new Date(at).toISOString().slice(0, 19);
  const isWhole = report.sources.every(({ status }) => status !== "incomplete");
  return {
    analyzer: tool,
    scanner: tool,
    type,
    start_time: time,
    end_time: time,
    status: isWhole ? "success" : "failure",
  };
}

function vulnerabilityOf(finding: Finding, fixes: FixPlan): object {
  const solution = adviceText(fixes.adviceOn(finding));
  const links = finding.seenBy.flatMap(({ link }) => webAddress(link)?.uri ?? []);
  return {
    id: uuidOf(finding.fingerprint),
    name: clip(visible(findingTitle(finding)), LONGEST.name),
    severity: SEVERITIES[finding.severity],
    identifiers: identifiersOf(finding),
    ...present({
      description:
        finding.description === undefined ? undefined : harmless(finding.description, LONGEST.description),
      solution: solution === undefined ? undefined : harmless(solution, LONGEST.solution),
      links: links.length === 0 ? undefined : [...new Set(links)].map((url) => ({ url })),
    }),
  };
}

/** GitLab reads these texts as Markdown. */
function harmless(text: string, max: number): string {
  const lines = visibleLines(clip(text, max)).split("\n").map(markdownText);
  return clip(toDialect(lines.join("\n\n"), GITLAB_TRAITS.dialect), max);
}

/** The first identifies the finding: a public number, else the rule of the tool. One at least. */
function identifiersOf({ identifiers, cwe, seenBy, tool, rule, fingerprint }: Finding): readonly object[] {
  const named = identifiers.flatMap((id): readonly object[] => {
    const type = /^(CVE|GHSA)-/i.exec(id)?.[1]?.toLowerCase();
    return type === undefined ? [] : [identifier(type, id, id)];
  });
  const rules = seenBy.map((each) => identifier(`${typeName(each.tool)}_rule`, each.rule ?? each.id));
  const weaknesses = cwe.flatMap((id) => {
    const number = /^CWE-(\d+)$/.exec(id)?.[1];
    return number === undefined ? [] : [identifier("cwe", id, number)];
  });
  const all = [...named, ...rules, ...weaknesses];
  return all.length > 0 ? all : [identifier(`${typeName(tool)}_rule`, rule ?? fingerprint)];
}

function identifier(type: string, name: string, value = name): object {
  const plain = (text: string) => clip(visible(text), LONGEST.identifier) || "unnamed";
  return { type, name: plain(name), value: plain(value) };
}

function typeName(tool: string): string {
  return tool.toLowerCase().replace(/[^a-z0-9]+/g, "_") || "tool";
}

/** A version 8 UUID (RFC 9562) that is the same for the same fingerprint. */
function uuidOf(fingerprint: string): string {
  const hex = createHash("sha256").update(fingerprint).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** `gl-code-quality-report.json`, one finding a part. GitLab folds equal fingerprints, so each place has its own. */
export function* codeQualityReport(report: Report): Generator<string> {
  yield "[";
  let between = "\n";
  const known = new Set<string>();
  for (const finding of placedFindings(report)) {
    const { path, line = 1, severity, rule, type } = finding;
    const fingerprint = uuidOf(JSON.stringify([finding.fingerprint, path, line]));
    if (known.has(fingerprint)) continue;
    known.add(fingerprint);
    const entry = {
      description: clip(visible(findingTitle(finding)), LONGEST.name) || type,
      check_name: clip(visible(rule ?? ""), LONGEST.identifier) || type,
      fingerprint,
      severity: QUALITY[severity],
      location: { path, lines: { begin: Math.max(1, line) } },
    };
    yield `${between}${JSON.stringify(entry)}`;
    between = ",\n";
  }
  yield "\n]\n";
}
