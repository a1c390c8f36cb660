import { join } from "node:path";
import type { Ports } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";
import type { PublishedReports } from "./reporter.ts";

/** The files in `report-dir` that state the verdict, by the step output that names each. */
const VERDICT_FILES = { "report-json": "report.json", "report-html": "report.html" } as const;
type VerdictFile = keyof typeof VERDICT_FILES;
const OUTPUTS: readonly string[] = Object.keys(VERDICT_FILES);

/** Where a file that states the verdict goes. */
export function verdictFile({ reportDir }: Pick<Settings, "reportDir">, output: VerdictFile): string {
  return join(reportDir, VERDICT_FILES[output]);
}

/** Takes back the files that state a verdict, so that none is left that the outputs of a cancelled run do not have. */
export async function withdrawReports(
  ports: Pick<Ports, "files">,
  settings: Settings | undefined,
): Promise<void> {
  if (settings === undefined) return;
  const paths = [verdictFile(settings, "report-json"), verdictFile(settings, "report-html")];
  await Promise.allSettled(paths.map((path) => ports.files.remove(path)));
}

/** What was published, but for the files that were taken back. */
export function withoutReports({ outputs }: PublishedReports): PublishedReports {
  return { outputs: Object.fromEntries(Object.entries(outputs).filter(([name]) => !OUTPUTS.includes(name))) };
}

/** The outputs that name files that were taken back, emptied: what was written to the runner's file stays there. */
export function emptiedReports({ outputs }: PublishedReports): Readonly<Record<string, string>> {
  return Object.fromEntries(OUTPUTS.filter((name) => name in outputs).map((name) => [name, ""]));
}
