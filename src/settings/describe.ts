import { requiredSources, type Settings, sourcesOn } from "./settings.ts";

/** The settings as lines for the log; without tokens. */
export function describeSettings(settings: Settings): readonly string[] {
  const on = sourcesOn(settings);
  const required = requiredSources(settings);
  const lines = [
    `sources: ${on.join(", ") || "none is on"}; required: ${required.join(", ") || "none"}`,
    `fail-on: ${settings.failOn} (unless a policy file says otherwise); gate: ${settings.gate}; on-incomplete: ${settings.onIncomplete}`,
    `timeout: ${settings.timeoutMs / 1_000} s; first pause: ${settings.pollIntervalMs / 1_000} s`,
    `comment: ${settings.comment} (key ${settings.commentKey}); sarif: ${settings.sarif}; annotations: ${settings.annotations}; tickets: ${settings.tickets}`,
  ];
  if (settings.semgrep !== undefined) {
    const { url, deployment, projects } = settings.semgrep;
    lines.push(
      `semgrep: ${url}${named(" deployment", deployment)}${named(" projects", projects.join(", "))}`,
    );
  }
  if (settings.snyk !== undefined) {
    const { url, orgs, projects, evidence } = settings.snyk;
    lines.push(
      `snyk: ${url}${named(" organisations", orgs.join(", "))}${named(" projects", projects.join(", "))} evidence ${evidence}`,
    );
  }
  if (settings.reports.length > 0) lines.push(`reports: ${settings.reports.join(", ")}`);
  if (settings.dryRun) lines.push("dry run: nothing is written to GitHub, Semgrep or Snyk");
  return lines;
}

function named(name: string, value: string | undefined): string {
  return value === undefined || value === "" ? "" : `${name} ${value}`;
}
