import { queryList, queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer, Wire } from "../service/wire.ts";
import { badRequest, checkQuery, cursorAt, offsetOf, ok, wholeNumber } from "./answers.ts";
import type { SemgrepFinding, SemgrepSecret, SemgrepWorld } from "./world.ts";

const SINGLE = [
  "issue_type",
  "since",
  "page",
  "dedup",
  "page_size",
  "status",
  "ref",
  "confidence",
  "autotriage_verdict",
  "is_malicious",
  "click_to_fix_pr_state",
];
const MANY = [
  "repos",
  "repository_ids",
  "triage_reasons",
  "severities",
  "policies",
  "rules",
  "categories",
  "component_tags",
  "exposures",
  "transitivities",
];
const STATUSES = ["open", "fixed", "ignored", "reviewing", "fixing", "provisionally_ignored"];

/** `GET …/findings`: one product, one page. A ref that nobody scanned is no filter, as in the service. */
export function listFindings(
  world: SemgrepWorld,
  findings: readonly SemgrepFinding[],
  known: {
    readonly request: RecordedRequest;
    readonly refs: ReadonlySet<string>;
    /** What the newest scan of its ref left of a finding. */
    readonly bodyNow: (finding: SemgrepFinding) => Wire;
  },
): Answer {
  const { request, refs } = known;
  const wrong = checkQuery(request, { single: SINGLE, many: MANY });
  if (wrong !== undefined) return wrong;
  const product = queryValue(request, "issue_type") ?? "sast";
  if (!["sast", "sca", "ai_sast"].includes(product)) return badRequest(`Invalid issue_type: ${product}`);
  const size = wholeNumber(queryValue(request, "page_size"), { fallback: 100, from: 100, to: 3000 });
  if (size === undefined) return badRequest("page_size must be between 100 and 3000");
  const page = wholeNumber(queryValue(request, "page"), { fallback: 0, from: 0, to: 999_999 });
  if (page === undefined) return badRequest("page must be a number from 0");
  const status = queryValue(request, "status");
  if (status !== undefined && !STATUSES.includes(status)) return badRequest(`Invalid status: ${status}`);

  const ref = queryValue(request, "ref");
  const scanned = ref !== undefined && (refs.has(ref) || findings.some((finding) => finding.ref === ref));
  const repos = queryList(request, "repos").map((name) => name.toLowerCase());
  const ids = queryList(request, "repository_ids");
  const nameOf = (id: number): string =>
    world.projects.find((project) => project.id === id)?.name.toLowerCase() ?? "";
  const matching = findings.filter(
    (finding) =>
      finding.product === product &&
      (!scanned || finding.ref === ref) &&
      (repos.length === 0 || repos.includes(nameOf(finding.project))) &&
      (ids.length === 0 || ids.includes(String(finding.project))) &&
      (status === undefined || known.bodyNow(finding).status === status),
  );
  return ok({ findings: matching.slice(page * size, (page + 1) * size).map(known.bodyNow) });
}

/** `GET …/secrets`: cursor paging, and no filter by ref or commit. */
export function listSecrets(
  world: SemgrepWorld,
  secrets: readonly SemgrepSecret[],
  request: RecordedRequest,
): Answer {
  const wrong = checkQuery(request, {
    single: ["cursor", "limit", "since", "status"],
    many: ["validationState", "severity", "repo"],
  });
  if (wrong !== undefined) return wrong;
  const limit = wholeNumber(queryValue(request, "limit"), { fallback: 100, from: 1, to: 3000 });
  if (limit === undefined) return badRequest("limit must be between 1 and 3000");
  const offset = offsetOf(queryValue(request, "cursor"));
  if (offset === undefined) return badRequest("Invalid cursor");
  const repos = queryList(request, "repo").map((name) => name.toLowerCase());
  const status = queryValue(request, "status");
  const matching = secrets.filter((secret) => {
    const project = world.projects.find((one) => one.id === secret.project);
    return (
      (repos.length === 0 || repos.includes(project?.name.toLowerCase() ?? "")) &&
      (status === undefined || secret.body.status === status)
    );
  });
  const end = offset + limit;
  if (matching.length === 0 && world.leavesOutNoSecrets) return ok({ cursor: "" });
  const page: Wire = { findings: matching.slice(offset, end).map((secret) => secret.body) };
  return ok({ ...page, cursor: end < matching.length ? cursorAt(end) : "" });
}
