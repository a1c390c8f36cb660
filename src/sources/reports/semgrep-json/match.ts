import type { FlowStep, Observation, Package } from "../../../model/finding.ts";
import { compareSeverity, type Severity, secretSeverity, severityFromWord } from "../../../model/severity.ts";
import { present } from "../../../text/present.ts";
import { advisoriesIn, cwesIn } from "../../identifiers.ts";
import {
  confidenceFromWord,
  IGNORED_IN_CODE,
  SEMGREP_SEVERITIES,
  validationFromWord,
} from "../../semgrep-words.ts";
import { semgrepEdit } from "../code-edit.ts";
import {
  countOf,
  type Fields,
  fieldAt,
  fieldsOf,
  linkOf,
  linksOf,
  listOf,
  objectsOf,
  textOf,
  textsOf,
} from "../fields.ts";
import { pathInRepository } from "../paths.ts";
import {
  disclosed,
  identityFrom,
  type ReportedFinding,
  type ReportOrigin,
  titleFrom,
} from "../report-part.ts";

/** One match of `results` as a finding. */
export function semgrepMatch(match: Fields, origin: ReportOrigin): ReportedFinding {
  const extra = fieldsOf(match.extra) ?? {};
  const metadata = fieldsOf(extra.metadata) ?? {};
  const rule = textOf(match.check_id) ?? "";
  const message = textOf(extra.message) ?? "";
  const place = placeOf(match, extra, origin);
  const identity = identityOf({ extra, rule, path: place.path ?? "", message });
  const type = typeOf(rule, { extra, metadata });
  const supply = type === "sca" ? supplyOf(fieldsOf(extra.sca_info) ?? {}, metadata) : {};
  const links = [metadata["semgrep.url"], metadata.shortlink, metadata.source];
  const observation: Observation = {
    source: "reports",
    tool: "semgrep",
    id: identity,
    identity,
    type,
    ...place,
    severity:
      type === "secrets"
        ? secretSeverity(extra.severity, SEMGREP_SEVERITIES)
        : severityOf(extra, type === "sca" ? metadata : {}),
    title: textOf(titleFrom(message)) ?? rule,
    rule,
    cwe: cwesIn(textsOf(metadata.cwe)),
    identifiers:
      type === "sca"
        ? advisoriesIn([metadata.cve, metadata.ghsa, metadata[ADVISORY_ID]].flatMap(textsOf))
        : [],
    ...supply,
    ...present({
      nativeSeverity: textOf(extra.severity),
      description: textOf(message),
      fix: textOf(extra.fix),
      fixable: textOf(extra.fix) === undefined ? undefined : true,
      edit: type === "sca" ? undefined : semgrepEdit(match, textOf(extra.fix)),
      confidence: confidenceFromWord(textOf(metadata.confidence)),
      validated: type === "secrets" ? validationFromWord(textOf(extra.validation_state)) : undefined,
      link: links.map(linkOf).find((link) => link !== undefined),
      references: linksOf(listOf(metadata.references)),
      flow: type === "sca" ? usageOf(match, place.path, origin) : traceOf(extra.dataflow_trace, origin),
      ignored: extra.is_ignored === true ? IGNORED_IN_CODE : undefined,
    }),
  };
  return { observation, age: "unknown" };
}

const ADVISORY_ID = "sca-vuln-database-identifier";

/** Severities of an advisory, as Semgrep's supply-chain rules carry them. */
const ADVISORY_SEVERITIES: Readonly<Record<string, Severity>> = { moderate: "medium" };

/** The rule's severity, or the advisory's where that is worse: a lock file match has no code to be mild about. */
function severityOf(extra: Fields, metadata: Fields): Severity {
  const own = severityFromWord(extra.severity, SEMGREP_SEVERITIES);
  const advisory = severityFromWord(metadata["sca-severity"], ADVISORY_SEVERITIES);
  return advisory !== "unknown" && compareSeverity(advisory, own) < 0 ? advisory : own;
}

/** Where a person looks: the code, or for a dependency the lock file that names it. */
function placeOf(match: Fields, extra: Fields, origin: ReportOrigin) {
  const found = fieldAt(extra.sca_info, "dependency_match", "found_dependency");
  const lockfile =
    textOf(fieldAt(found, "lockfile_path")) ??
    textOf(fieldAt(extra.sca_info, "dependency_match", "lockfile")) ??
    textOf(fieldAt(found, "manifest_path"));
  const path = pathInRepository(lockfile ?? textOf(match.path) ?? "", origin);
  if (lockfile !== undefined && lockfile !== match.path) {
    return present({ path, line: lineOf(fieldAt(found, "line_number")) });
  }
  const line = lineOf(fieldAt(match.start, "line"));
  const end = lineOf(fieldAt(match.end, "line"));
  return present({
    path,
    line,
    endLine: line !== undefined && end !== undefined && end > line ? end : undefined,
  });
}

/** Semgrep's match id, which its platform knows too; without a login it is withheld, and code or message stand in. */
function identityOf(facts: { extra: Fields; rule: string; path: string; message: string }): string {
  const { extra, rule, path, message } = facts;
  const fingerprint = disclosed(extra.fingerprint);
  if (fingerprint !== undefined) return fingerprint;
  const found = fieldAt(extra.sca_info, "dependency_match", "found_dependency");
  const dependency = textsOf([fieldAt(found, "package"), fieldAt(found, "version")]);
  return identityFrom("semgrep", rule, path, ...dependency, disclosed(extra.lines) ?? message);
}

function typeOf(
  rule: string,
  { extra, metadata }: { readonly extra: Fields; readonly metadata: Fields },
): Observation["type"] {
  if (fieldsOf(extra.sca_info) !== undefined || rule.startsWith("ssc-")) return "sca";
  const validated = textOf(extra.validation_state) ?? "NO_VALIDATOR";
  const secret =
    validated !== "NO_VALIDATOR" ||
    fieldsOf(extra.historical_info) !== undefined ||
    textOf(metadata.secret_type) !== undefined ||
    textsOf(metadata.technology).includes("secrets");
  return secret ? "secrets" : "sast";
}

/** The code that reaches a dependency, when the match lies in code and not in the lock file. */
function usageOf(
  match: Fields,
  lockfile: string | undefined,
  origin: ReportOrigin,
): readonly FlowStep[] | undefined {
  const path = pathInRepository(textOf(match.path) ?? "", origin);
  const line = lineOf(fieldAt(match.start, "line"));
  return path === undefined || line === undefined || path === lockfile ? undefined : [{ path, line }];
}

/** What a supply-chain match says beyond its place. */
function supplyOf(
  info: Fields,
  metadata: Fields,
): { package?: Package; fixable?: boolean; reachability?: string } {
  const found = fieldsOf(fieldAt(info, "dependency_match", "found_dependency")) ?? {};
  const name = textOf(found.package);
  const versions = metadata["sca-fix-versions"];
  const fixedIn = objectsOf(versions).flatMap((entry) => textsOf(Object.values(entry)));
  const transitivity = textOf(found.transitivity)?.toLowerCase();
  const known = transitivity === "direct" || transitivity === "transitive";
  const dependency = {
    version: textOf(found.version),
    ecosystem: textOf(found.ecosystem),
    fixedIn: fixedIn.length > 0 ? [...new Set(fixedIn)] : undefined,
    transitive: known ? transitivity === "transitive" : undefined,
  };
  return present({
    package: name === undefined ? undefined : { name, ...present(dependency) },
    fixable: Array.isArray(versions) ? fixedIn.length > 0 : undefined,
    reachability: reachabilityOf(info),
  });
}

/** Semgrep's own three words for exposure: only a rule that looks at code can tell that code is not reached. */
function reachabilityOf(info: Fields): string | undefined {
  const kind = textOf(listOf(info.kind)[0]) ?? textOf(info.kind) ?? "";
  if (/unreachable$/i.test(kind)) return "unreachable";
  if (/reachable$/i.test(kind) || info.reachable === true) return "reachable";
  if (info.reachable !== false) return undefined;
  return info.reachability_rule === true ? "unreachable" : "undetermined";
}

/** A line from 1; undefined where there is none. */
function lineOf(value: unknown): number | undefined {
  const line = countOf(value);
  return line === undefined ? undefined : Math.max(1, line);
}

/** Steps of a trace that are kept, and calls within calls that are followed. */
const TRACE_STEPS = 40;

/** The way from source to sink; a call is told by its place, and by what it leads to. */
function traceOf(trace: unknown, origin: ReportOrigin): readonly FlowStep[] | undefined {
  const between = objectsOf(fieldAt(trace, "intermediate_vars")).map((step) => [step.location, step.content]);
  const steps = [
    ...callsOf(fieldAt(trace, "taint_source")),
    ...between,
    ...callsOf(fieldAt(trace, "taint_sink")),
  ]
    .slice(0, TRACE_STEPS)
    .flatMap(([location, content]): readonly FlowStep[] => {
      const path = pathInRepository(textOf(fieldAt(location, "path")) ?? "", origin);
      const line = lineOf(fieldAt(location, "start", "line"));
      return path === undefined || line === undefined
        ? []
        : [present({ path, line, text: disclosed(content) })];
    });
  return steps.length === 0 ? undefined : steps;
}

/** `["CliLoc", [location, text]]`, or `["CliCall", [[location, text], variables, inner]]` as deep as calls go. */
function callsOf(call: unknown): readonly (readonly unknown[])[] {
  const steps: (readonly unknown[])[] = [];
  let next = call;
  while (steps.length < TRACE_STEPS) {
    const [kind, content] = listOf(next);
    if (kind !== "CliCall") return kind === "CliLoc" ? [...steps, listOf(content)] : steps;
    steps.push(listOf(listOf(content)[0]));
    next = listOf(content)[2];
  }
  return steps;
}
