import type { FlowStep } from "../../../model/finding.ts";
import { present } from "../../../text/present.ts";
import { countOf, type Fields, fieldAt, fieldsOf, objectsOf, ownField, textOf } from "../fields.ts";
import { isAbsolute, pathInRepository, pathOfUri, type ReportFolder } from "../paths.ts";
import { disclosed, type ReportOrigin } from "../report-part.ts";

/** Where a SARIF location points. */
export interface SarifPosition {
  readonly path?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly snippet?: string;
}

/** Reads locations of one run. */
export interface SarifPlaceReader {
  placeOf(location: unknown): SarifPosition;
}

/** Steps of a data flow that are kept; the way is for the reader's eye. */
const FLOW_STEPS = 40;
/** A base may stand on another base; more than this is a circle. */
const BASE_DEPTH = 8;

/** Knows a run's artifacts and base folders (SARIF 2.1.0 §3.4.4, §3.14.14). */
export function sarifPlaceReader(run: Fields, origin: ReportOrigin): SarifPlaceReader {
  const bases = fieldsOf(run.originalUriBaseIds);
  const artifacts = Array.isArray(run.artifacts) ? run.artifacts : [];
  return {
    placeOf(location) {
      const physical = fieldAt(location, "physicalLocation");
      const stated = fieldsOf(fieldAt(physical, "artifactLocation"));
      const index = stated?.index;
      const artifact =
        textOf(stated?.uri) === undefined && typeof index === "number"
          ? fieldsOf(fieldAt(artifacts[index], "location"))
          : stated;
      const uri = textOf(artifact?.uri);
      const path = uri === undefined ? undefined : pathInRepository(pathOfUri(uri), origin, base(artifact));
      return present({ path, ...lines(fieldAt(physical, "region")), snippet: snippetOf(physical) });
    },
  };

  /** The folder that a relative URI counts from. A base on the web is the root of the repository. */
  function base(artifact: Fields | undefined): ReportFolder {
    let inner = "";
    let id = textOf(artifact?.uriBaseId);
    for (let depth = 0; id !== undefined && depth < BASE_DEPTH; depth += 1) {
      const entry = fieldsOf(ownField(bases, id));
      const path = pathOfUri(textOf(entry?.uri) ?? "");
      if (isAbsolute(path)) return { root: path, inner };
      if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return { inner };
      inner = `${path}/${inner}`;
      id = textOf(entry?.uriBaseId);
    }
    return { inner };
  }
}

/** The steps of a result's first code flow that lie in files. */
export function flowOf(result: Fields, reader: SarifPlaceReader): readonly FlowStep[] | undefined {
  const thread = objectsOf(objectsOf(result.codeFlows)[0]?.threadFlows)[0];
  const steps = objectsOf(thread?.locations)
    .slice(0, FLOW_STEPS)
    .flatMap((step): readonly FlowStep[] => {
      const { path, line, endLine, snippet } = reader.placeOf(step.location);
      const text = textOf(fieldAt(step.location, "message", "text")) ?? snippet;
      return path === undefined || line === undefined ? [] : [present({ path, line, endLine, text })];
    });
  return steps.length === 0 ? undefined : steps;
}

/** Lines count from 1; Semgrep writes 0 for findings in a lock file. */
function lines(region: unknown): { line?: number | undefined; endLine?: number | undefined } {
  const start = countOf(fieldAt(region, "startLine"));
  if (start === undefined) return {};
  const line = Math.max(1, start);
  const end = countOf(fieldAt(region, "endLine"));
  return { line, endLine: end !== undefined && end > line ? end : undefined };
}

function snippetOf(physical: unknown): string | undefined {
  return disclosed(fieldAt(physical, "region", "snippet", "text"));
}
