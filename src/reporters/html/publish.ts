import type { Files } from "../../ports.ts";
import type { Reporter } from "../reporter.ts";
import { renderHtml } from "./render.ts";

/**
 * Writes the HTML report; its path is the output `report-html`.
 *
 * @param options.path absolute
 */
export function htmlReporter({ files, path }: { readonly files: Files; readonly path: string }): Reporter {
  return {
    id: "html",
    async publish(report) {
      await files.write(path, renderHtml(report));
      return { outputs: { "report-html": path }, done: `report written to ${path}` };
    },
  };
}
