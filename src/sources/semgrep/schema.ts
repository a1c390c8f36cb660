import "../../no-eval.ts";
import { z } from "zod";

/**
 * What Semgrep's web API sends (https://semgrep.dev/api/v1/docs/). Only what a result depends on is demanded: the
 * list itself and the ids. Anything else may be absent, null or of a kind that is new, and then counts as not given;
 * ids are numbers at some endpoints and strings at others.
 */
const id = z.union([z.string().check(z.minLength(1)), z.number()]).transform(String);

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
/** A number, or a number in a string, as int64 values travel. */
const quantity = z
  .union([
    z.number(),
    z
      .string()
      .check(z.regex(/^-?\d+(\.\d+)?$/))
      .transform(Number),
  ])
  .optional()
  .catch(undefined);
const looseId = id.optional().catch(undefined);
const texts = z
  .array(z.unknown())
  .catch([])
  .transform((values) => values.filter((value) => typeof value === "string"));

function part<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).optional().catch(undefined);
}

export const deploymentsSchema = z.object({
  deployments: z.array(z.object({ id, slug: z.string(), name: text })),
});

const project = z.object({ id, name: z.string(), url: text });

export const semgrepProjectSchema = z.object({ project });
export const semgrepProjectsSchema = z.object({ projects: z.array(project) });
export type WireSemgrepProject = z.infer<typeof project>;

/** An object with its names in snake_case: of this one answer a description in camelCase was seen as well. */
function inSnakeCase<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const renamed = Object.entries(value).map(([key, given]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      given,
    ]);
    return { ...Object.fromEntries(renamed), ...value };
  }, schema);
}

const scanFields = z.object({
  id,
  repository_id: looseId,
  branch: text,
  commit: text,
  is_full_scan: z
    .union([z.boolean(), z.number().transform(Boolean)])
    .optional()
    .catch(undefined),
  started_at: text,
  completed_at: text,
  status: text,
  exit_code: quantity,
  enabled_products: texts,
  findings_counts: inSnakeCase(
    part({ code: quantity, supply_chain: quantity, secrets: quantity, total: quantity }),
  ),
});

const scans = z.object({ scans: z.array(inSnakeCase(scanFields)), cursor: text });
export type WireScan = z.infer<typeof scanFields>;
export type WireScanPage = z.infer<typeof scans>;

/**
 * One page of scans. This endpoint leaves an empty list out, so an answer that holds nothing else, but perhaps a
 * cursor, is one without scans. It proves nothing and so passes nothing, unlike a list of findings that is left out.
 * @throws when there is something else and no list.
 */
export const scansSchema = {
  parse(value: unknown): WireScanPage {
    return scans.parse(isEmptyPage(value) ? { ...value, scans: [] } : value);
  },
};

function isEmptyPage(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.keys(value).every((key) => key === "cursor");
}

export const scanDetailsSchema = z.object({
  id: looseId,
  repository_id: looseId,
  completed_at: z.string().nullish().catch(undefined),
  /** In no description of this answer. */
  status: text,
  exit_code: quantity,
  enabled_products: texts,
  /** `pull_request_id` is a number or a string, and empty where there is none. */
  meta: part({ commit: text, branch: text, ci_job_url: text, pull_request_id: looseId }),
});
export type WireScanDetails = z.infer<typeof scanDetailsSchema>;

const ticket = part({ id: looseId, external_slug: text, url: text });

/** Recorded answers name a place in another way than the description does; both are read. */
const place = part({
  file_path: text,
  path: text,
  line: quantity,
  column: quantity,
  start_line: quantity,
  end_line: quantity,
});

const finding = z.object({
  id,
  ref: text,
  match_based_id: text,
  external_ticket: ticket,
  triage_state: text,
  state: text,
  /** As sent, so that a word of another kind is told and not lost. */
  status: z.unknown().optional(),
  severity: z.unknown().optional(),
  confidence: text,
  created_at: text,
  rule_name: text,
  rule_message: text,
  rule: part({
    name: text,
    message: text,
    confidence: text,
    vulnerability_classes: texts,
    cwe_names: texts,
  }),
  location: place,
  triage_comment: text,
  triage_reason: text,
  assistant: part({
    autofix: part({ fix_code: text }),
    autotriage: part({ verdict: text }),
    guidance: part({ summary: text, instructions: text }),
  }),
  vulnerability_identifier: text,
  reachability: text,
  found_dependency: part({
    package: text,
    version: text,
    ecosystem: text,
    transitivity: text,
    lockfile_line_url: text,
  }),
  fix_recommendations: z
    .array(part({ package: text, version: text }))
    .optional()
    .catch(undefined),
  epss_score: part({ score: quantity }),
  is_malicious: flag,
  usage: part({ location: place }),
});
export type WireFinding = z.infer<typeof finding>;

const findings = z.array(finding);
const WRAPPERS = ["sastFindings", "scaFindings", "aiSastFindings"];

/**
 * One page of findings: `{findings: […]}`, or the same inside one of the wrappers that the rendered reference shows.
 * @throws when there is no such array: an answer without a list is never an empty list.
 */
export const findingsSchema = {
  parse(value: unknown): readonly WireFinding[] {
    return findings.parse(listOf(value));
  },
};

function listOf(value: unknown): unknown {
  const direct = member(value, "findings");
  if (direct !== undefined) return direct;
  for (const wrapper of WRAPPERS) {
    const wrapped = member(member(value, wrapper), "findings");
    if (wrapped !== undefined) return wrapped;
  }
  return undefined;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

const secret = z.object({
  id,
  type: text,
  findingPath: text,
  ref: text,
  severity: z.unknown().optional(),
  status: z.unknown().optional(),
  validationState: text,
  confidence: text,
  autotriage: part({ verdict: text }),
  ruleHashId: text,
  createdAt: text,
  externalTicket: part({ id: looseId, externalSlug: text, url: text }),
  /** Set when the secret is in the history only, and no longer in the files. */
  historicalInfo: part({ gitCommit: text }),
});
export type WireSecret = z.infer<typeof secret>;

const secrets = z.object({ findings: z.array(secret), cursor: text });
export type WireSecretPage = z.infer<typeof secrets> & {
  /** The answer holds no list, and nothing else but perhaps a cursor. */
  readonly leftOut?: true;
};

/**
 * One page of secrets. This endpoint may leave an empty list out, as `scans/search` does; whether the list can be
 * empty is for the reader to know.
 * @throws when there is something else and no list.
 */
export const secretsSchema = {
  parse(value: unknown): WireSecretPage {
    return isEmptyPage(value)
      ? { ...secrets.parse({ ...value, findings: [] }), leftOut: true }
      : secrets.parse(value);
  },
};
