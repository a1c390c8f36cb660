import type { Wire } from "../service/wire.ts";
import type { SnykIssue, SnykOrg, SnykProject, SnykTarget, SnykWorld } from "./world.ts";

export function orgWire(org: SnykOrg): Wire {
  return {
    id: org.id,
    type: "org",
    attributes: {
      name: org.name,
      slug: org.slug,
      is_personal: false,
      group_id: "0d0e6f3a-7c55-4e0b-9a71-2f1f0c6a9b11",
      created_at: "2024-05-06T07:41:12Z",
      updated_at: "2026-08-30T12:00:00Z",
    },
  };
}

export function targetWire(target: SnykTarget): Wire {
  return {
    id: target.id,
    type: "target",
    attributes: {
      display_name: target.displayName,
      url: target.url,
      is_private: true,
      created_at: "2025-02-03T10:00:00.000Z",
    },
    relationships: {
      organization: { data: { id: target.org, type: "org" } },
      integration: {
        data: {
          id: target.integration === "cli" ? null : "5d1c3c1a-91f6-4b1e-8a2e-3a0f7f0e6d55",
          type: "integration",
          attributes: { integration_type: target.integration },
        },
      },
    },
  };
}

export function projectWire(
  world: SnykWorld,
  project: SnykProject,
  wants: { readonly target: boolean; readonly counts: boolean },
): Wire {
  const target = world.targets.find((one) => one.id === project.target);
  return {
    id: project.id,
    type: "project",
    meta: {
      cli_monitored_at: project.monitoredAt ?? null,
      ...(wants.counts ? { latest_issue_counts: countsOf(world, project) } : {}),
    },
    attributes: {
      name: project.name,
      type: project.type,
      target_file: project.targetFile,
      target_reference: project.targetReference,
      origin: project.origin,
      created: project.created,
      status: project.status,
      read_only: false,
      business_criticality: [],
      environment: [],
      lifecycle: [],
      tags: [],
      settings: { recurring_tests: { frequency: "daily" }, pull_requests: {} },
    },
    relationships: {
      organization: { data: { id: project.org, type: "org" }, links: { related: `/orgs/${project.org}` } },
      target: {
        data: {
          id: project.target,
          type: "target",
          ...(wants.target && target !== undefined
            ? { attributes: { display_name: target.displayName, url: target.url } }
            : {}),
        },
        links: { related: `/orgs/${project.org}/targets/${project.target}` },
      },
    },
  };
}

export function issueWire(world: SnykWorld, issue: SnykIssue): Wire {
  const org = world.projects.find((project) => project.id === issue.project)?.org ?? "";
  return {
    id: issue.id,
    type: "issue",
    attributes: issue.attributes,
    relationships: {
      organization: { data: { id: org, type: "organization" }, links: { related: `/orgs/${org}` } },
      scan_item: {
        data: { id: issue.project, type: "project" },
        links: { related: `/orgs/${org}/projects/${issue.project}` },
      },
    },
  };
}

function countsOf(world: SnykWorld, project: SnykProject): Wire {
  const open = world.issues.filter(
    ({ project: id, attributes }) =>
      id === project.id && attributes.status === "open" && attributes.ignored !== true,
  );
  const count = (level: string): number =>
    open.filter(({ attributes }) => attributes.effective_severity_level === level).length;
  return {
    critical: count("critical"),
    high: count("high"),
    medium: count("medium"),
    low: count("low"),
    ...(project.countsUpdatedAt === undefined ? {} : { updated_at: project.countsUpdatedAt }),
  };
}
