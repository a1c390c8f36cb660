import { join } from "node:path";
import { ScanGateError } from "../../errors.ts";
import { planFixesInSteps } from "../../fixes/advice.ts";
import type { ForgeTraits } from "../../forges/forge.ts";
import type { CodeInsights } from "../../insights-ports.ts";
import type { Report } from "../../model/report.ts";
import type { Files } from "../../ports.ts";
import { inSlices, type Pace } from "../../slices.ts";
import { counted } from "../../text/count.ts";
import { present } from "../../text/present.ts";
import type { Published, Reporter } from "../reporter.ts";
import { type InsightsOptions, insightsInSteps } from "./code-insights.ts";
import {
  codeQualityReport,
  dependencyReport,
  type GitLabScan,
  isOfDependencies,
  isOfSast,
  placedFindings,
  sastReport,
} from "./gitlab-reports.ts";

export interface NativeReporterOptions {
  readonly traits: Pick<ForgeTraits, "kind" | "name" | "nativeFindings" | "codeInsights" | "words">;
  /** Absent where the forge has no such reports, or cannot be asked. */
  readonly insights?: CodeInsights;
  readonly files: Pick<Files, "writeParts">;
  readonly pace: Pace;
  /** The judged commit. */
  readonly commit: string;
  /** The `comment-key`. */
  readonly key: string;
  /** The run's page. */
  readonly link?: string;
  readonly linkHosts: readonly string[];
  /** Absolute. */
  readonly reportDir: string;
  /** Where SARIF is written. Absolute. */
  readonly sarifFile: string;
}

/** Tells findings in the forge's own way: files that its CI takes, or what it is sent. */
export function nativeReporter(options: NativeReporterOptions): Reporter {
  const { traits } = options;
  return {
    id: "native findings",
    async publish(report) {
      if (traits.nativeFindings === "gitlab-reports") return await writeGitLabReports(report, options);
      if (traits.nativeFindings === "sarif-artifact") {
        return { done: `SARIF for the artifact CodeAnalysisLogs is ${options.sarifFile}`, warnings: [] };
      }
      if (traits.codeInsights !== undefined) {
        if (options.insights === undefined) throw nobodyToAsk(traits);
        const { insights } = options;
        return await putInsights(report, { ...options, insights, traits: traits.codeInsights });
      }
      return {
        done: "none were told",
        warnings: [`${traits.name} has no native findings beside SARIF: use --sarif upload or --sarif file.`],
      };
    },
  };
}

interface PuttingInsights extends InsightsOptions, Pick<NativeReporterOptions, "commit" | "pace"> {
  readonly insights: CodeInsights;
}

/** https://support.atlassian.com/bitbucket-cloud/docs/code-insights/ */
async function putInsights(report: Report, options: PuttingInsights): Promise<Published> {
  const { insights, commit, pace, traits, key, link, linkHosts } = options;
  const rendering = insightsInSteps(report, { traits, key, ...present({ link, linkHosts }) });
  const { report: rendered, leftOut } = await inSlices(rendering, pace);
  await insights.put(commit, rendered);
  const told = counted(rendered.annotations.length, "annotation");
  return {
    done: `report ${rendered.key} with ${told} is on ${commit.slice(0, 7)}`,
    warnings:
      leftOut === 0
        ? []
        : [
            `${counted(leftOut, "finding has", "findings have")} no annotation, because a report takes ${traits.annotations.toLocaleString("en-US")}. The worst have one; all are in the other reports.`,
          ],
  };
}

function nobodyToAsk({ kind, name, words }: NativeReporterOptions["traits"]): ScanGateError {
  return new ScanGateError({
    code: "no-credentials",
    source: kind,
    message: `${name} was not sent the report of Code Insights, because there is no token`,
    hint: words.tokenHint,
  });
}

/** https://docs.gitlab.com/ci/yaml/artifacts_reports/ */
async function writeGitLabReports(
  report: Report,
  { files, pace, reportDir }: NativeReporterOptions,
): Promise<Published> {
  const scan: GitLabScan = {
    version: report.version,
    at: pace.clock.now(),
    fixes: await inSlices(planFixesInSteps(report.findings), pace),
  };
  const parts = {
    "gl-sast-report.json": () => sastReport(report, scan),
    "gl-dependency-scanning-report.json": () => dependencyReport(report, scan),
    "gl-code-quality-report.json": () => codeQualityReport(report),
  };
  const failures: unknown[] = [];
  for (const [name, render] of Object.entries(parts)) {
    // Each is tried, so that none of an earlier run stays in its place.
    await files.writeParts(join(reportDir, name), render()).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
  return { done: `written to ${reportDir}: ${Object.keys(parts).join(", ")}`, warnings: leftOut(report) };
}

/** What the formats have no place for. It stays in the other reports. */
function leftOut(report: Report): readonly string[] {
  const open = report.findings.filter(({ suppressedBy }) => suppressedBy === undefined);
  const placed = placedFindings(report);
  const security = placed.filter((finding) => isOfSast(finding) || isOfDependencies(finding));
  const unplaced = open.length - placed.length;
  const other = placed.length - security.length;
  return [
    ...(unplaced === 0
      ? []
      : [
          `${counted(unplaced, "finding has", "findings have")} no file in the repository, and GitLab's report files name none of them.`,
        ]),
    ...(other === 0
      ? []
      : [
          `${counted(other, "finding is", "findings are")} in the code quality report only: GitLab's security reports have no place for licenses, containers and packages without a version.`,
        ]),
  ];
}
