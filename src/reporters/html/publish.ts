import type { Files } from "../../ports.ts";
import type { Reporter } from "../reporter.ts";
import { cutNote } from "./parts.ts";
import { renderHtml } from "./render.ts";
import type { PageOptions } from "./rows.ts";

/**
 * Writes the HTML report; its path is the output `report-html`.
 *
 * @param options.path absolute
 */
export function htmlReporter(
  options: PageOptions & { readonly files: Pick<Files, "write">; readonly path: string },
): Reporter {
  const { files, path, ...page } = options;
  return {
    id: "html",
    async publish(report) {
      await files.write(path, renderHtml(report, page));
      const cut = cutNote(report);
      return {
        outputs: { "report-html": path },
        ...(cut === undefined ? {} : { warnings: [cut] }),
        done: `report written to ${path}`,
      };
    },
  };
}
