import type { CodeInsights, InsightsAnnotation, InsightsReport } from "../../insights-ports.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import {
  DATA_CENTER_NEEDS,
  type DataCenterConnection,
  type DataCenterRequests,
  dataCenterPath,
} from "./requests.ts";

/** Bitbucket takes all of a report's at once; a proxy before it may not take so long a body. */
const PER_REQUEST = 100;

const WRITE = { need: DATA_CENTER_NEEDS.insights } as const;

/**
 * Reports of Code Insights (https://developer.atlassian.com/server/bitbucket/rest/v903/api-group-builds-and-deployments/).
 * Bitbucket compares no annotations with those that are there, so that the earlier ones are deleted first. Meanwhile,
 * and when something fails in between, the report stands as failed.
 */
export function dataCenterInsights(
  requests: DataCenterRequests,
  repository: Pick<DataCenterConnection, "project" | "slug">,
): CodeInsights {
  const write = { ...WRITE, below: `/insights/latest${dataCenterPath(repository)}` };
  return {
    async put(commit, report) {
      const path = `/commits/${commit}/reports/${addressPart(report.key)}`;
      const annotations = `${path}/annotations`;
      const put = (isPassed: boolean) =>
        requests.done({ ...write, method: "PUT", path, body: reportBody(report, isPassed) });
      await put(false);
      await requests.done({ ...write, method: "DELETE", path: annotations });
      for (let start = 0; start < report.annotations.length; start += PER_REQUEST) {
        const some = report.annotations.slice(start, start + PER_REQUEST).map(annotationBody);
        await requests.done({ ...write, method: "POST", path: annotations, body: { annotations: some } });
      }
      if (report.isPassed) await put(true);
    },
  };
}

function reportBody({ title, details, figures, link }: InsightsReport, isPassed: boolean): object {
  return {
    title,
    details,
    result: isPassed ? "PASS" : "FAIL",
    reporter: "Scan Gate",
    data: figures.map(({ title: name, value }) => ({ title: name, type: "NUMBER", value })),
    ...present({ link }),
  };
}

function annotationBody({ id, path, line, severity, type, message, link }: InsightsAnnotation): object {
  return { externalId: id, severity, type, message, ...present({ path, line, link }) };
}
