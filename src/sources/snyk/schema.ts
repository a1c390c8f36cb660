import "../../no-eval.ts";
import { z } from "zod";

/**
 * Shapes of Snyk's answers, read tolerantly: an unknown field or word is normal and a strange detail costs only
 * itself, but a list that is missing, or an entry without an id, is no answer to rely on.
 */
const text = z
  .string()
  .optional()
  .catch(undefined)
  .transform((value) => (value === "" ? undefined : value));
const flag = z.boolean().optional().catch(undefined);
const number = z.number().optional().catch(undefined);

/** A list of details: entries of another shape are left out, an absent list is empty. */
function details<T>(entry: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z
    .array(z.unknown())
    .optional()
    .catch(undefined)
    .transform((entries) =>
      (entries ?? []).flatMap((value) => {
        const read = entry.safeParse(value);
        return read.success ? [read.data] : [];
      }),
    );
}

/** An object that may be absent, or of another shape. */
function part<T>(shape: z.ZodType<T>): z.ZodType<T | undefined> {
  return shape.optional().catch(undefined);
}

/** `links.next`: a string, an object with `href`, null or absent. Anything else could hide a page. */
const link = z.union([z.string(), z.object({ href: z.string() }).transform(({ href }) => href)]).nullish();

/** One page of a list. */
export interface Page<T> {
  readonly data: readonly T[];
  /** The next page's address as given; absent on the last page. */
  readonly next?: string;
}

/** A page whose entries have the given shape. */
export function pageOf<T>(entry: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .object({ data: z.array(entry), links: z.object({ next: link }).nullish() })
    .transform(({ data, links }) => (links?.next ? { data, next: links.next } : { data }));
}

export const selfSchema = z.object({
  data: z.object({ attributes: z.object({ default_org_context: text }) }),
});

const organizationSchema = z.object({ id: z.string(), attributes: z.object({ slug: text }) });
export type WireOrganization = z.infer<typeof organizationSchema>;

const targetSchema = z.object({
  id: z.string(),
  attributes: z.object({ display_name: text, url: text }),
});
export type WireTarget = z.infer<typeof targetSchema>;

const reference = part(z.object({ data: part(z.object({ id: text })) }));

export const snykProjectSchema = z.object({
  id: z.string(),
  attributes: z.object({
    name: text,
    type: text,
    origin: text,
    target_file: text,
    target_reference: text,
    status: text,
  }),
  meta: part(
    z.object({
      cli_monitored_at: text,
      latest_issue_counts: part(z.object({ updated_at: text })),
    }),
  ),
  relationships: part(z.object({ target: reference })),
});
export type WireSnykProject = z.infer<typeof snykProjectSchema>;

const position = part(z.object({ line: number }));

const representationSchema = z.object({
  dependency: part(z.object({ package_name: z.string(), package_version: text })),
  sourceLocation: part(
    z.object({
      file: z.string(),
      commit_id: text,
      region: part(z.object({ start: position, end: position })),
    }),
  ),
  resourcePath: text,
  cloud_resource: z.unknown().optional(),
});

const coordinateSchema = z.object({
  is_fixable_snyk: flag,
  is_fixable_upstream: flag,
  is_fixable_manually: flag,
  is_patchable: flag,
  is_pinnable: flag,
  is_upgradeable: flag,
  reachability: text,
  remedies: details(
    z.object({
      description: text,
      meta: part(z.object({ data: part(z.object({ fixed_in: details(z.string()) })) })),
    }),
  ),
  representations: details(representationSchema),
});
export type WireCoordinate = z.infer<typeof coordinateSchema>;

export const issueSchema = z.object({
  id: z.string(),
  attributes: z.object({
    key: text,
    key_asset: text,
    title: text,
    type: text,
    description: text,
    // Kept as it comes: a severity of another shape is an unknown severity, not an unreadable answer.
    effective_severity_level: z.unknown().optional(),
    created_at: text,
    status: text,
    ignored: flag,
    problems: details(z.object({ id: z.string(), url: text })),
    classes: details(z.object({ id: z.string() })),
    severities: details(z.object({ source: text, score: number })),
    exploit_details: part(
      z.object({ maturity_levels: details(z.object({ level: text })), sources: details(z.string()) }),
    ),
    risk: part(z.object({ score: part(z.object({ value: number })) })),
    coordinates: details(coordinateSchema),
  }),
  relationships: part(z.object({ scan_item: reference })),
});
export type WireIssue = z.infer<typeof issueSchema>;

const ignoreSchema = z.object({
  reason: text,
  reasonType: text,
  expires: text,
  ignoredBy: part(z.object({ name: text })),
});

/** Version 1's ignores: by issue key, one entry for each path in the dependency tree. */
export const ignoresSchema = z.record(z.string(), details(z.record(z.string(), ignoreSchema)));
export type WireIgnores = z.infer<typeof ignoresSchema>;

export const organizationPage = pageOf(organizationSchema);
export const targetPage = pageOf(targetSchema);
export const projectPage = pageOf(snykProjectSchema);
export const issuePage = pageOf(issueSchema);
