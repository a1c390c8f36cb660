import { gunzipSync } from "node:zlib";

/** Limits of code scanning: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
const LIMITS = { gzipBytes: 10_000_000, runs: 20, results: 25_000, rules: 25_000, tags: 20, locations: 1000 };

type Json = unknown;

/** One analysis that an accepted upload makes. */
export interface Analysis {
  readonly tool: string;
  readonly category: string;
  readonly results: number;
  readonly rules: number;
  readonly warning: string;
}

export interface CheckedSarif {
  /** Why code scanning would fail the upload; none means accepted. */
  readonly errors: readonly string[];
  readonly analyses: readonly Analysis[];
  /** The document, when it could be read. */
  readonly document?: Json;
}

/** Reads the `sarif` field of an upload: base64 of gzip of SARIF 2.1.0. Undefined when it is not that. */
export function unpack(field: string): { readonly bytes: number; readonly document: Json } | undefined {
  try {
    const packed = Buffer.from(field, "base64");
    return { bytes: packed.length, document: JSON.parse(gunzipSync(packed).toString("utf8")) };
  } catch {
    return undefined;
  }
}

/** Judges a SARIF document as code scanning does: one bad result fails the whole upload. */
export function checkSarif(document: Json, packedBytes = 0): CheckedSarif {
  const errors: string[] = [];
  const runs = list(field(document, "runs"));
  if (packedBytes > LIMITS.gzipBytes) errors.push("rejecting SARIF, as the file is too large");
  if (field(document, "version") !== "2.1.0") errors.push("rejecting SARIF, as its version is not 2.1.0");
  if (runs === undefined) errors.push("rejecting SARIF, as there are no runs");
  if ((runs?.length ?? 0) > LIMITS.runs)
    errors.push(`rejecting SARIF, as there are more runs than ${LIMITS.runs}`);
  const keys = (runs ?? []).map((run) => `${toolOf(run)} ${idOf(run)}`);
  if (new Set(keys).size < keys.length) {
    errors.push("A delivery cannot contain multiple runs with the same category");
  }
  for (const run of runs ?? []) errors.push(...checkRun(run));
  return { errors: [...new Set(errors)], analyses: (runs ?? []).map(toAnalysis), document };
}

function checkRun(run: Json): readonly string[] {
  const results = list(field(run, "results"));
  const rules = list(field(field(field(run, "tool"), "driver"), "rules")) ?? [];
  const errors: string[] = [];
  if (toolOf(run) === "") errors.push("rejecting SARIF, as a run has no tool name");
  if (results === undefined) errors.push("rejecting SARIF, as a run has no results");
  if ((results?.length ?? 0) > LIMITS.results) {
    errors.push(
      `rejecting SARIF, as there are more results per run than allowed (${results?.length} > ${LIMITS.results})`,
    );
  }
  if (rules.length > LIMITS.rules)
    errors.push("rejecting SARIF, as there are more rules per run than allowed");
  for (const rule of rules) errors.push(...checkRule(rule));
  const ids = new Set(rules.map((rule) => field(rule, "id")));
  if (ids.size < rules.length) errors.push("could not convert rules: duplicate rule id");
  for (const result of results ?? []) errors.push(...checkResult(result, { ids, rules: rules.length }));
  return errors;
}

function checkRule(rule: Json): readonly string[] {
  const errors: string[] = [];
  const id = field(rule, "id");
  if (typeof id !== "string" || id === "") errors.push("could not convert rules: a rule has no id");
  const properties = field(rule, "properties");
  const severity = field(properties, "security-severity");
  if (
    severity !== undefined &&
    !(typeof severity === "string" && /^\d+(\.\d+)?$/.test(severity) && Number(severity) <= 10)
  ) {
    errors.push("could not convert rules: invalid security severity value, is not a number");
  }
  if ((list(field(properties, "tags"))?.length ?? 0) > LIMITS.tags) {
    errors.push("could not convert rules: more tags per rule than allowed");
  }
  const name = field(rule, "name");
  if (typeof name === "string" && name.length > 255) errors.push("could not convert rules: name is too long");
  for (const key of ["shortDescription", "fullDescription"]) {
    const text = field(field(rule, key), "text");
    if (typeof text === "string" && (text === "" || text.length > 1024)) {
      errors.push(`could not convert rules: ${key} must have 1 to 1024 characters`);
    }
  }
  return errors;
}

function checkResult(
  result: Json,
  known: { readonly ids: ReadonlySet<Json>; readonly rules: number },
): readonly string[] {
  const errors: string[] = [];
  const text = field(field(result, "message"), "text");
  if (typeof text !== "string" || text === "") errors.push("could not convert results: expected a message");
  const ruleId = field(result, "ruleId");
  const ruleIndex = field(result, "ruleIndex");
  if (ruleId !== undefined && !known.ids.has(ruleId))
    errors.push("could not convert results: unknown rule id");
  if (typeof ruleIndex === "number" && (ruleIndex < 0 || ruleIndex >= known.rules)) {
    errors.push("could not convert results: rule index out of range");
  }
  const locations = list(field(result, "locations")) ?? [];
  if (locations.length === 0) errors.push("locationFromSarifResult: expected at least one location");
  if (locations.length > LIMITS.locations) errors.push("locationFromSarifResult: too many locations");
  for (const location of locations) errors.push(...checkLocation(location));
  return errors;
}

function checkLocation(location: Json): readonly string[] {
  const physical = field(location, "physicalLocation");
  if (physical === undefined) return ["locationFromSarifResult: expected a physical location"];
  const uri = field(field(physical, "artifactLocation"), "uri");
  if (typeof uri !== "string" || uri === "") return ["locationFromSarifResult: expected artifact location"];
  const errors: string[] = [];
  if (
    !/^[A-Za-z0-9\-._~!$&'()*+,;=:@/%]+$/.test(uri) ||
    /%(?![0-9A-Fa-f]{2})/.test(uri) ||
    uri.startsWith("/")
  ) {
    errors.push("an invalid URI was provided as a SARIF location");
  }
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri))
    errors.push("SARIF URI scheme did not match the checkout URI scheme");
  const region = field(physical, "region");
  for (const key of ["startLine", "endLine", "startColumn", "endColumn"]) {
    const value = field(region, key);
    if (value !== undefined && !(Number.isInteger(value) && Number(value) >= 1)) {
      errors.push(`locationFromSarifResult: ${key} must be a number from 1`);
    }
  }
  return errors;
}

function toAnalysis(run: Json): Analysis {
  const results = list(field(run, "results"))?.length ?? 0;
  return {
    tool: toolOf(run),
    category: idOf(run).includes("/") ? idOf(run).slice(0, idOf(run).lastIndexOf("/") + 1) : "",
    results: Math.min(results, 5000),
    rules: list(field(field(field(run, "tool"), "driver"), "rules"))?.length ?? 0,
    warning: results > 5000 ? `${results - 5000} results were ignored` : "",
  };
}

function toolOf(run: Json): string {
  const name = field(field(field(run, "tool"), "driver"), "name");
  return typeof name === "string" ? name : "";
}

function idOf(run: Json): string {
  const id = field(field(run, "automationDetails"), "id");
  return typeof id === "string" ? id : "";
}

function field(value: Json, key: string): Json {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, Json>>)[key]; // an object that has this key
}

function list(value: Json): readonly Json[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
