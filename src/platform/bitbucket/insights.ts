import { isMissing } from "../../errors.ts";
import type { CodeInsights, InsightsAnnotation, InsightsReport } from "../../insights-ports.ts";
import type { ServiceRequest } from "../../ports.ts";
import { addressPart } from "../../text/escape.ts";
import { present } from "../../text/present.ts";
import { createForgeConnect, type ForgeHttp } from "../http/http.ts";
import {
  BITBUCKET_NEEDS,
  BITBUCKET_WORDS,
  type BitbucketConnection,
  type BitbucketRequests,
  baseOf,
  schemaOf,
  told,
} from "./requests.ts";

/** The most annotations of one request, and of one page of a list. */
const PER_REQUEST = 100;
/** A report has no more than 1,000 annotations. */
const MOST_PAGES = 10;

/** Sends what is said of reports, with a token or through the proxy. */
interface InsightsSender {
  annotations(
    path: string,
    page: number,
  ): Promise<readonly { readonly external_id?: string | null | undefined }[]>;
  send(method: "PUT" | "POST" | "DELETE", path: string, body?: unknown): Promise<void>;
}

/**
 * Reports of Code Insights (https://developer.atlassian.com/cloud/bitbucket/rest/api-group-reports/). The report is
 * `PENDING` while its annotations are written. Bitbucket updates annotations by their ids; it removes none by itself,
 * so that a report which has some that are gone is made anew.
 */
export function bitbucketInsights(sender: InsightsSender): CodeInsights {
  return {
    async put(commit, report) {
      const path = `/commit/${commit}/reports/${addressPart(report.key)}`;
      const kept = new Set(report.annotations.map(({ id }) => id));
      const known = await knownIds(sender, `${path}/annotations`);
      if (known.some((id) => !kept.has(id))) await sender.send("DELETE", path);
      await sender.send("PUT", path, bodyOf(report, "PENDING"));
      const { annotations } = report;
      for (let at = 0; at < annotations.length; at += PER_REQUEST) {
        const batch = annotations.slice(at, at + PER_REQUEST).map(annotationBody);
        await sender.send("POST", `${path}/annotations`, batch);
      }
      await sender.send("PUT", path, bodyOf(report, report.isPassed ? "PASSED" : "FAILED"));
    },
  };
}

/** Ids of the annotations that a report has; none where there is no report. One without an id is none of ours. */
async function knownIds(sender: InsightsSender, path: string): Promise<readonly string[]> {
  const ids: string[] = [];
  try {
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const values = await sender.annotations(path, page);
      ids.push(...values.map(({ external_id: id }) => id ?? ""));
      if (values.length < PER_REQUEST) break;
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return ids;
}

function bodyOf({ title, details, figures, link }: InsightsReport, result: string): object {
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

/** By the run's token. */
export function bitbucketTokenSender(requests: BitbucketRequests): InsightsSender {
  const need = BITBUCKET_NEEDS.insights;
  return {
    async annotations(path, page) {
      const query = pageQuery(page);
      const schema = ({ BITBUCKET_ANNOTATIONS }: typeof import("./schemas.ts")) => BITBUCKET_ANNOTATIONS;
      return (await requests.one({ method: "GET", path, query, need, schema })).values;
    },
    send: (method, path, body) =>
      requests.done({ method, path, need, reads: isRepeatable(method), ...present({ body }) }),
  };
}

/** How requests through the proxy of Pipelines are counted and sent. */
export interface BitbucketProxySender extends InsightsSender {
  readonly requests: number;
}

/**
 * Through the proxy of Pipelines, which adds a credential to plain requests for the API, and takes reports and
 * annotations only (https://support.atlassian.com/bitbucket-cloud/docs/code-insights/). No token goes to it.
 */
export function bitbucketProxySender(
  connection: Omit<BitbucketConnection, "token" | "url">,
  { url, proxy }: { readonly url: string; readonly proxy: string },
): BitbucketProxySender {
  const client: ForgeHttp = createForgeConnect(connection)({
    words: { ...BITBUCKET_WORDS, hints: { ...BITBUCKET_WORDS.hints, unreachable: NO_PROXY } },
    baseUrl: `${url.replace(/^https:/, "http:")}/2.0`,
    deadline: connection.deadline,
    proxy,
  });
  const base = baseOf(`${connection.workspace}/${connection.slug}`);
  const { insights: need } = BITBUCKET_NEEDS;
  const sent = (
    request: Pick<ServiceRequest, "method" | "path" | "query" | "body" | "reads">,
  ): ServiceRequest => ({
    ...request,
    path: `${base}${request.path}`,
  });
  return {
    get requests() {
      return client.requests;
    },
    annotations: (path, page) =>
      told(need, async () => {
        const schema = schemaOf(({ BITBUCKET_ANNOTATIONS }) => BITBUCKET_ANNOTATIONS);
        return (await client.json(sent({ method: "GET", path, query: pageQuery(page) }), schema)).values;
      }),
    send: (method, path, body) =>
      told(need, async () => {
        await client.done(sent({ method, path, reads: isRepeatable(method), ...present({ body }) }));
      }),
  };
}

const NO_PROXY =
  "The proxy of Pipelines is there in steps and pipes of Bitbucket Pipelines only; elsewhere set BITBUCKET_TOKEN";

/** Annotations are updated by their ids, so that sending them twice does no harm. */
function isRepeatable(method: ServiceRequest["method"]): boolean {
  return method === "POST";
}

/** By the number of the page: a link to the next one may lead past the proxy. */
function pageQuery(page: number) {
  return [
    ["pagelen", PER_REQUEST],
    ["page", page],
  ] as const;
}
