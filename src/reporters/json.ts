import type { Report } from "../model/report.ts";
import type { Files } from "../ports.ts";
import { reportJsonParts } from "../report-json/write.ts";
import type { Published, Reporter } from "./reporter.ts";

/**
 * Writes `report.json`; its path is the output `report-json`.
 * @param options.path absolute
 */
export function jsonReporter(options: {
  readonly files: Pick<Files, "writeParts">;
  readonly path: string;
}): Reporter {
  const { files, path } = options;
  return {
    id: "json",
    async publish(report: Report): Promise<Published> {
      await files.writeParts(path, reportJsonParts(report));
      return { outputs: { "report-json": path }, done: `report written to ${path}` };
    },
  };
}
