import { type PathParts, type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, jsonOf, type RecordedRequest } from "../service/stand-in.ts";
import { type Answer, fieldsOf } from "../service/wire.ts";
import { bitbucketPage, bitbucketRefusalFor } from "./answers.ts";
import type { BitbucketAnnotation, BitbucketReport, BitbucketWorld } from "./world.ts";

const RESULTS = ["PASSED", "FAILED", "PENDING"] as const;
const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];
const TYPES = ["VULNERABILITY", "CODE_SMELL", "BUG"];
const MOST = { data: 10, atOnce: 100, annotations: 1000, summary: 450, details: 2000 } as const;

/** The reports of Code Insights, as they are now. */
export class BitbucketReports {
  readonly #world: BitbucketWorld;
  #all: readonly BitbucketReport[];

  constructor(world: BitbucketWorld) {
    this.#world = world;
    this.#all = world.reports;
  }

  get all(): readonly BitbucketReport[] {
    return this.#all;
  }

  routes(base: string): readonly Route[] {
    const on = routesBelow(`${base}/commit/:commit/reports/:report`, (request, part) => {
      const isKnown = this.#world.commits.some(({ sha }) => sha === part("commit"));
      const refusal = bitbucketRefusalFor(this.#world, request, "repository");
      return refusal ?? (isKnown ? undefined : refused(404, "commit not found"));
    });
    const placeOf = (part: PathParts) => ({ commit: part("commit"), id: part("report") });
    return [
      on("PUT", "", (request, part) => this.#put(request, placeOf(part))),
      on("DELETE", "", (_, part) => {
        this.#all = this.#all.filter((report) => !isAt(report, placeOf(part)));
        return { status: 204 };
      }),
      on("GET", "/annotations", (request, part) => {
        const found = this.#all.find((report) => isAt(report, placeOf(part)));
        return found ? bitbucketPage(request, found.annotations) : refused(404, "report not found");
      }),
      on("POST", "/annotations", (request, part) => this.#add(request, placeOf(part))),
    ];
  }

  #put(request: RecordedRequest, place: { commit: string; id: string }): Answer {
    const { title, details, data, result, link } = bodyFields(request);
    const known = RESULTS.find((each) => each === result);
    if (typeof title !== "string" || title === "") return refused(400, "title must not be empty");
    if (known === undefined) return refused(400, "result is not valid");
    if (!Array.isArray(data) || data.length > MOST.data) return refused(400, "data has more than 10 entries");
    if (link !== undefined && (typeof link !== "string" || !URL.canParse(link)))
      return refused(400, "link is not a URL");
    const before = this.#all.find((report) => isAt(report, place));
    const report: BitbucketReport = {
      ...place,
      title,
      details: String(details ?? ""),
      result: known,
      data,
      ...(link === undefined ? {} : { link }),
      annotations: before?.annotations ?? [],
      results: [...(before?.results ?? []), known],
    };
    this.#all = [...this.#all.filter((each) => !isAt(each, place)), report];
    return { status: 200, body: { type: "report", external_id: place.id, title, result: known } };
  }

  /** Annotations that come with an id that is there take its place; no others are removed. */
  #add(request: RecordedRequest, place: { commit: string; id: string }): Answer {
    const found = this.#all.find((report) => isAt(report, place));
    if (found === undefined) return refused(404, "report not found");
    const given = jsonOf(request);
    if (!Array.isArray(given) || given.length === 0) return refused(400, "a list of annotations is expected");
    if (given.length > MOST.atOnce)
      return refused(400, "Bulk upload supports a maximum of /100 annotations.");
    const coming = given.map(fieldsOf);
    const wrong = coming.map(wrongAnnotation).find((message) => message !== undefined);
    if (wrong !== undefined) return refused(400, wrong);
    const ids = coming.map(({ external_id: id }) => id);
    if (new Set(ids).size < ids.length) return refused(400, "external_id must be unique");
    const kept = found.annotations.filter(({ external_id: id }) => !ids.includes(id));
    // What was checked above.
    const annotations = [...kept, ...(coming as unknown as readonly BitbucketAnnotation[])];
    if (annotations.length > MOST.annotations) return refused(400, "a report has at most 1000 annotations");
    this.#all = this.#all.map((report) => (report === found ? { ...found, annotations } : report));
    return { status: 200, body: coming };
  }
}

function isAt(report: BitbucketReport, { commit, id }: { commit: string; id: string }): boolean {
  return report.commit === commit && report.id === id;
}

/** Reports have an error document of their own. */
function refused(status: number, message: string): Answer {
  return { status, body: { key: "report.error", message, arguments: {} } };
}

function wrongAnnotation(given: Readonly<Record<string, unknown>>): string | undefined {
  const { external_id: id, annotation_type: type, summary, details = "", severity, path, line } = given;
  if (typeof id !== "string" || id === "") return "external_id must not be empty";
  if (!TYPES.some((known) => known === type)) return "annotation_type is not valid";
  if (!SEVERITIES.some((known) => known === severity)) return "severity is not valid";
  if (typeof summary !== "string" || summary === "" || summary.length > MOST.summary)
    return "summary must have 1 to 450 characters";
  if (typeof details !== "string" || details.length > MOST.details) return "details are too long";
  if (path !== undefined && (typeof path !== "string" || path.startsWith("/"))) return "path is not relative";
  return line === undefined || (Number.isInteger(line) && Number(line) > 0 && path !== undefined)
    ? undefined
    : "line is not valid";
}
