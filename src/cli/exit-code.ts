import type { Report } from "../model/report.ts";
import { isTolerated } from "../reporters/conclude.ts";
import type { Settings } from "../settings/settings.ts";

/** What a shell learns of a run: 0 pass, 1 fail, 2 incomplete, 3 wrong usage. */
export const EXIT = { pass: 0, fail: 1, incomplete: 2, usage: 3 } as const;

/** The exit code of a verdict; `on-incomplete: warn` lets an incomplete one end as a success, as in a workflow. */
export function exitCodeOf(report: Report, settings: Settings | undefined, isCancelled: boolean): number {
  const tolerated = report.verdict === "incomplete" && isTolerated(report, settings, isCancelled);
  return tolerated ? EXIT.pass : EXIT[report.verdict];
}
