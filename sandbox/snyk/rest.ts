import type { Route } from "../service/routes.ts";
import { queryList, queryValue, type RecordedRequest } from "../service/stand-in.ts";
import type { Answer } from "../service/wire.ts";
import { checkQuery, document, notFound, page, type QueryKind } from "./answers.ts";
import { issueWire, orgWire, projectWire, targetWire } from "./wire.ts";
import type { SnykWorld } from "./world.ts";

const PAGING: Readonly<Record<string, QueryKind>> = {
  limit: "limit",
  starting_after: "text",
  ending_before: "text",
};
const ORGS: Readonly<Record<string, QueryKind>> = {
  ...PAGING,
  slug: "text",
  name: "text",
  group_id: "uuid",
  is_personal: "boolean",
  expand: "list",
};
const TARGETS: Readonly<Record<string, QueryKind>> = {
  ...PAGING,
  limit: "limit-any",
  count: "boolean",
  url: "text",
  display_name: "text",
  source_types: "list",
  is_private: "boolean",
  exclude_empty: "boolean",
  created_gte: "text",
};
const PROJECTS: Readonly<Record<string, QueryKind>> = {
  ...PAGING,
  target_id: "uuid-list",
  target_reference: "text",
  target_file: "text",
  target_runtime: "text",
  meta_count: { oneOf: ["only"] },
  ids: "list",
  names: "list",
  names_start_with: "list",
  origins: "list",
  types: "list",
  tags: "list",
  expand: "list",
  "meta.latest_issue_counts": "boolean",
  "meta.latest_dependency_total": "boolean",
  cli_monitored_before: "text",
  cli_monitored_after: "text",
};
const ISSUES: Readonly<Record<string, QueryKind>> = {
  ...PAGING,
  "scan_item.id": "uuid",
  "scan_item.type": { oneOf: ["project", "environment"] },
  type: { oneOf: ["package_vulnerability", "license", "cloud", "code", "custom", "config"] },
  updated_before: "text",
  updated_after: "text",
  created_before: "text",
  created_after: "text",
  effective_severity_level: "list",
  status: "list",
  ignored: "boolean",
};

/** The REST endpoints that reading a gate's evidence takes, as of version 2024-10-15. */
export function restRoutes(world: SnykWorld): readonly Route[] {
  const inOrg =
    (kinds: Readonly<Record<string, QueryKind>>, list: (request: RecordedRequest, org: string) => Answer) =>
    (request: RecordedRequest, part: (name: string) => string): Answer => {
      const org = part("org");
      const wrong = checkQuery(request, kinds);
      if (wrong !== undefined) return wrong;
      return world.orgs.some((one) => one.id === org) ? list(request, org) : notFound("Org");
    };
  return [
    {
      method: "GET",
      path: "/rest/self",
      handle: (request) => checkQuery(request, {}) ?? self(world, request),
    },
    {
      method: "GET",
      path: "/rest/orgs",
      handle: (request) => checkQuery(request, ORGS) ?? orgs(world, request),
    },
    {
      method: "GET",
      path: "/rest/orgs/:org",
      handle: inOrg({ expand: "list" }, (request, org) =>
        document(request, { data: world.orgs.filter((one) => one.id === org).map(orgWire)[0] }),
      ),
    },
    {
      method: "GET",
      path: "/rest/orgs/:org/targets",
      handle: inOrg(TARGETS, (request, org) => targets(world, request, org)),
    },
    {
      method: "GET",
      path: "/rest/orgs/:org/projects",
      handle: inOrg(PROJECTS, (request, org) => projects(world, request, org)),
    },
    {
      method: "GET",
      path: "/rest/orgs/:org/issues",
      handle: inOrg(ISSUES, (request, org) => issues(world, request, org)),
    },
  ];
}

function self(world: SnykWorld, request: RecordedRequest): Answer {
  const { id, name, defaultOrg } = world.self;
  return document(request, {
    data: {
      id,
      type: "service_account",
      attributes: { name, ...(defaultOrg === undefined ? {} : { default_org_context: defaultOrg }) },
    },
    links: { self: request.path },
  });
}

function orgs(world: SnykWorld, request: RecordedRequest): Answer {
  const slug = queryValue(request, "slug");
  const name = queryValue(request, "name")?.toLowerCase();
  const matching = world.orgs.filter(
    (org) =>
      (slug === undefined || org.slug === slug) &&
      (name === undefined || org.name.toLowerCase().includes(name)),
  );
  return page(request, matching.map(orgWire));
}

/** `display_name` is a prefix filter, and empty targets are left out unless they are asked for. */
function targets(world: SnykWorld, request: RecordedRequest, org: string): Answer {
  const prefix = queryValue(request, "display_name");
  const url = queryValue(request, "url");
  const sources = queryList(request, "source_types");
  const withEmpty = queryValue(request, "exclude_empty") === "false";
  const matching = world.targets.filter(
    (target) =>
      target.org === org &&
      (prefix === undefined || target.displayName.startsWith(prefix)) &&
      (url === undefined || target.url === url) &&
      (sources.length === 0 || sources.includes(target.integration)) &&
      (withEmpty || world.projects.some((project) => project.target === target.id)),
  );
  const count = queryValue(request, "count") === "true" ? { count: matching.length } : undefined;
  return page(request, matching.map(targetWire), count);
}

function projects(world: SnykWorld, request: RecordedRequest, org: string): Answer {
  const is = (key: string, value: string): boolean => {
    const wanted = queryValue(request, key);
    return wanted === undefined || wanted === value;
  };
  const within = (key: string, value: string): boolean => {
    const wanted = queryList(request, key);
    return wanted.length === 0 || wanted.includes(value);
  };
  const prefixes = queryList(request, "names_start_with");
  const matching = world.projects.filter(
    (project) =>
      project.org === org &&
      within("target_id", project.target) &&
      within("ids", project.id) &&
      within("names", project.name) &&
      within("origins", project.origin) &&
      within("types", project.type) &&
      is("target_reference", project.targetReference) &&
      is("target_file", project.targetFile) &&
      (prefixes.length === 0 || prefixes.some((prefix) => project.name.startsWith(prefix))),
  );
  if (queryValue(request, "meta_count") === "only")
    return document(request, { meta: { count: matching.length } });
  const wants = {
    target: queryList(request, "expand").includes("target"),
    counts: queryValue(request, "meta.latest_issue_counts") === "true",
  };
  return page(
    request,
    matching.map((project) => projectWire(world, project, wants)),
  );
}

function issues(world: SnykWorld, request: RecordedRequest, org: string): Answer {
  const item = queryValue(request, "scan_item.id");
  if ((item === undefined) !== (queryValue(request, "scan_item.type") === undefined)) {
    return (
      checkQuery(request, { ...ISSUES, "scan_item.id": { oneOf: [] }, "scan_item.type": { oneOf: [] } }) ??
      notFound("Issues")
    );
  }
  const own = world.projects.filter((project) => project.org === org).map((project) => project.id);
  if (item !== undefined && !own.includes(item)) return notFound("Project");
  const type = queryValue(request, "type");
  const ignored = queryValue(request, "ignored");
  const statuses = queryList(request, "status");
  const levels = queryList(request, "effective_severity_level");
  const matching = world.issues.filter(
    ({ project, attributes }) =>
      (item === undefined ? own.includes(project) : project === item) &&
      (type === undefined || attributes.type === type) &&
      (ignored === undefined || String(attributes.ignored) === ignored) &&
      (statuses.length === 0 || statuses.includes(String(attributes.status))) &&
      (levels.length === 0 || levels.includes(String(attributes.effective_severity_level))),
  );
  return page(
    request,
    matching.map((issue) => issueWire(world, issue)),
  );
}
