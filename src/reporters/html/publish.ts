import type { Files } from "../../ports.ts";
import { inSlices, type Pace } from "../../slices.ts";
import type { Reporter } from "../reporter.ts";
import { cutNote } from "./parts.ts";
import { htmlInSteps } from "./render.ts";
import type { PageOptions } from "./rows.ts";

/**
 * Writes the HTML report; its path is the output `report-html`.
 *
 * @param options.path absolute
 */
export function htmlReporter(
  options: PageOptions & {
    readonly files: Pick<Files, "writeParts">;
    readonly path: string;
    readonly pace: Pace;
  },
): Reporter {
  const { files, path, pace, ...page } = options;
  return {
    id: "html",
    async publish(report) {
      const parts = await inSlices(htmlInSteps(report, { ...page, now: pace.clock.now() }), pace);
      await files.writeParts(path, parts);
      const cut = cutNote(report);
      return {
        outputs: { "report-html": path },
        ...(cut === undefined ? {} : { warnings: [cut] }),
        done: `report written to ${path}`,
      };
    },
  };
}
