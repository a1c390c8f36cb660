import type { Report } from "../../model/report.ts";
import type { Files } from "../../ports.ts";
import { renderReportJson } from "../../report-json/write.ts";
import { fitSarifInSteps } from "../../reporters/sarif/fit.ts";
import { workspaceHashes } from "../../reporters/sarif/workspace-hashes.ts";
import { renderSummary } from "../../reporters/summary/render.ts";
import { inSlices, type Pace } from "../../slices.ts";
import { visibleJson } from "../../text/escape-printed.ts";
import { renderText, type TextOptions } from "./text-report.ts";

export const FORMATS = ["text", "json", "sarif", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

export interface OutputOptions extends TextOptions {
  readonly workspace: Files;
  readonly pace: Pace;
}

/** The report as stdout gets it. Whatever the format, no control character of a tool's is in it as such. */
export async function renderOutput(format: Format, report: Report, options: OutputOptions): Promise<string> {
  switch (format) {
    case "text":
      return renderText(report, options);
    case "json":
      return visibleJson(renderReportJson(report));
    case "sarif": {
      const { lineHashes } = await workspaceHashes(report, options.workspace, options.pace);
      const { parts } = await inSlices(fitSarifInSteps(report, { lineHashes }), options.pace);
      return visibleJson(parts.join(""));
    }
    case "markdown":
      return renderSummary(report);
  }
}
