import { type PathParts, type Route, routesBelow } from "../service/routes.ts";
import { bodyFields, queryList, type RecordedRequest } from "../service/stand-in.ts";
import { type Answer, fieldsOf } from "../service/wire.ts";
import {
  dataCenterInvalid,
  dataCenterNotThere,
  dataCenterPage,
  dataCenterRefusal,
  dataCenterRefusalFor,
  isWebAddress,
  textField,
} from "./answers.ts";
import type { DataCenterAnnotation, DataCenterReport, DataCenterWorld } from "./world.ts";

/** The reports of Code Insights, as they are now. */
export class DataCenterInsights {
  readonly #world: DataCenterWorld;
  #all: readonly DataCenterReport[];

  constructor(world: DataCenterWorld) {
    this.#world = world;
    this.#all = world.reports;
  }

  get all(): readonly DataCenterReport[] {
    return this.#all;
  }

  routes(base: string): readonly Route[] {
    const on = routesBelow(`${base}/commits/:commit/reports`, (request) =>
      dataCenterRefusalFor(this.#world, request, "read"),
    );
    const placeOf = (part: PathParts) => ({ commit: part("commit"), key: part("key") });
    return [
      on("GET", "", (request, part) => {
        const own = this.#all.filter(({ commit }) => commit === part("commit"));
        return dataCenterPage(this.#world, request, own.map(reportWire));
      }),
      on("PUT", "/:key", (request, part) => this.#put(request, placeOf(part))),
      on("DELETE", "/:key/annotations", (request, part) => this.#clear(request, placeOf(part))),
      on("POST", "/:key/annotations", (request, part) => this.#add(request, placeOf(part))),
    ];
  }

  #find({ commit, key }: { readonly commit: string; readonly key: string }): DataCenterReport | undefined {
    return this.#all.find((report) => report.commit === commit && report.key === key);
  }

  #store(report: DataCenterReport): void {
    this.#all = [
      ...this.#all.filter((one) => one.commit !== report.commit || one.key !== report.key),
      report,
    ];
  }

  #put(request: RecordedRequest, { commit, key }: { commit: string; key: string }): Answer {
    const body = bodyFields(request);
    if (!this.#world.commits.some(({ sha }) => sha === commit)) {
      return dataCenterNotThere(`Commit ${commit}`, "commit.NoSuchCommitException");
    }
    const [title = "", details = "", result, link] = ["title", "details", "result", "link"].map((name) =>
      textField(body, name),
    );
    if (title === "" || title.length > 450) return dataCenterInvalid("title", "The title is not valid.");
    if (details.length > 2000) return dataCenterInvalid("details", "The details are too long.");
    const { data } = body;
    if (!Array.isArray(data) || data.length > 6) return dataCenterInvalid("data", "The data is not valid.");
    if (result !== undefined && result !== "PASS" && result !== "FAIL") {
      return dataCenterInvalid("result", "The result must match FAIL|PASS.");
    }
    if (link !== undefined && !isWebAddress(link)) return dataCenterInvalid("link", "The link is no URL.");
    const known = this.#find({ commit, key });
    const { username: author } = this.#world;
    if (known !== undefined && known.author !== author) {
      return dataCenterRefusal(401, "Only its author may replace the report.", "AuthorisationException");
    }
    const report: DataCenterReport = {
      ...{ commit, key, author, title, details, data },
      ...(result === undefined ? {} : { result }),
      ...(link === undefined ? {} : { link }),
      annotations: known?.annotations ?? [],
    };
    this.#store(report);
    return { status: 200, body: reportWire(report) };
  }

  #clear(request: RecordedRequest, place: { commit: string; key: string }): Answer {
    const found = this.#find(place);
    if (found === undefined) return noReport(place.key);
    const ids = queryList(request, "externalId");
    const annotations = found.annotations.filter(
      ({ externalId = "" }) => ids.length > 0 && !ids.includes(externalId),
    );
    this.#store({ ...found, annotations });
    return { status: 204 };
  }

  /** All of them or none. Nothing is compared with what is there. */
  #add(request: RecordedRequest, place: { commit: string; key: string }): Answer {
    const found = this.#find(place);
    if (found === undefined) return noReport(place.key);
    const { annotations } = bodyFields(request);
    const read = Array.isArray(annotations) ? annotations.map(annotationOf) : [];
    const given = read.flatMap((annotation) => annotation ?? []);
    if (read.length === 0 || given.length < read.length) {
      return dataCenterInvalid("annotations", "An annotation is not valid.");
    }
    const all = [...found.annotations, ...given];
    if (all.length > this.#world.mostAnnotations) {
      return dataCenterRefusal(
        400,
        `A report cannot have more than ${this.#world.mostAnnotations} annotations.`,
      );
    }
    this.#store({ ...found, annotations: all });
    return { status: 204 };
  }
}

const SEVERITIES = ["LOW", "MEDIUM", "HIGH"] as const;
const TYPES: readonly unknown[] = [undefined, "VULNERABILITY", "CODE_SMELL", "BUG"];

/** Undefined for one that is not taken. */
function annotationOf(value: unknown): DataCenterAnnotation | undefined {
  const fields = fieldsOf(value);
  const [message = "", path, link, externalId] = ["message", "path", "link", "externalId"].map((name) =>
    textField(fields, name),
  );
  const severity = SEVERITIES.find((known) => known === fields.severity);
  const { line, type } = fields;
  const isFine =
    message.trim() !== "" &&
    message.length <= 2000 &&
    TYPES.includes(type) &&
    (link === undefined || isWebAddress(link)) &&
    (externalId ?? "").length <= 450 &&
    (line === undefined || (typeof line === "number" && Number.isInteger(line) && line >= 0));
  if (severity === undefined || !isFine) return undefined;
  return {
    message,
    severity,
    ...(path === undefined ? {} : { path }),
    ...(typeof line === "number" ? { line } : {}),
    ...(link === undefined ? {} : { link }),
    ...(typeof type === "string" ? { type } : {}),
    ...(externalId === undefined ? {} : { externalId }),
  };
}

function noReport(key: string): Answer {
  return dataCenterNotThere(`The report ${key}`, "codeinsights.report.NoSuchInsightReportException");
}

function reportWire({ annotations: _, commit: __, author: ___, ...report }: DataCenterReport) {
  return { ...report, createdDate: 1_790_000_000_000 };
}
