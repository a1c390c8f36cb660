import type { CodeInsights, InsightsAnnotation, InsightsReport } from "../../insights-ports.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { orNothing } from "../forge/answers.ts";
import { BITBUCKET_NEEDS, type BitbucketRequests } from "./requests.ts";

/** The most annotations of one request, and of one page of a list. */
const PER_REQUEST = 100;
/** A report has no more than 1,000 annotations. */
const MOST_PAGES = 10;

const WRITE = { need: BITBUCKET_NEEDS.insights } as const;

/**
 * Reports of Code Insights (https://developer.atlassian.com/cloud/bitbucket/rest/api-group-reports/). The report is
 * `PENDING` while its annotations are written. Bitbucket updates annotations by their ids; it removes none by itself,
 * so that a report which has some that are gone is made anew.
 */
export function bitbucketInsights(requests: BitbucketRequests): CodeInsights {
  return {
    async put(commit, report) {
      const path = `/commit/${commit}/reports/${addressPart(report.key)}`;
      const put = (result: string) =>
        requests.done({ ...WRITE, method: "PUT", path, body: reportBody(report, result) });
      const kept = new Set(report.annotations.map(({ id }) => id));
      const known = await knownIds(requests, `${path}/annotations`);
      if (known.some((id) => !kept.has(id))) await requests.done({ ...WRITE, method: "DELETE", path });
      await put("PENDING");
      const { annotations } = report;
      for (let at = 0; at < annotations.length; at += PER_REQUEST) {
        const body = annotations.slice(at, at + PER_REQUEST).map(annotationBody);
        // Annotations are updated by their ids, so that sending them twice does no harm.
        await requests.done({ ...WRITE, method: "POST", path: `${path}/annotations`, body, reads: true });
      }
      await put(report.isPassed ? "PASSED" : "FAILED");
    },
  };
}

/** Ids of the annotations that a report has; none where there is no report. One without an id is none of ours. */
async function knownIds(requests: BitbucketRequests, path: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    // By the number of the page: a link to the next one may lead past the proxy.
    const query = [
      ["pagelen", PER_REQUEST],
      ["page", page],
    ] as const;
    const schema = ({ BITBUCKET_ANNOTATIONS }: typeof import("./schemas.ts")) => BITBUCKET_ANNOTATIONS;
    const found = await orNothing(() => requests.one({ ...WRITE, method: "GET", path, query, schema }));
    ids.push(...(found?.values ?? []).map(({ external_id: id }) => id ?? ""));
    if ((found?.values.length ?? 0) < PER_REQUEST) break;
  }
  return ids;
}

function reportBody({ title, details, figures, link }: InsightsReport, result: string): object {
  return {
    title,
    details,
    report_type: "SECURITY",
    reporter: "Scan Gate",
    result,
    data: figures.map((figure) => ({ type: "NUMBER", ...figure })),
    ...present({ link }),
  };
}

function annotationBody(annotation: InsightsAnnotation): object {
  const { id, type, severity, message, details, path, line, link, isBlocking } = annotation;
  return {
    external_id: id,
    annotation_type: type,
    severity,
    summary: message,
    ...present({ details, path, line, link, result: isBlocking ? "FAILED" : undefined }),
  };
}
