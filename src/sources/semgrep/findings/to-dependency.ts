import { type Observation, type Package, packageLabel } from "../../../model/finding.ts";
import type { WireFinding } from "../schema.ts";

type DependencyFields = Pick<Observation, "identifiers"> &
  Partial<Pick<Observation, "title">> &
  Pick<Observation, "description" | "package" | "fixable" | "fix" | "reachability" | "epss" | "malicious">;

/** What a supply chain finding says beyond a code finding. Where the code uses the dependency is told in the description. */
export function dependencyFields(finding: WireFinding): DependencyFields {
  // As issued: a CVE is upper case throughout, a GHSA in its first part only.
  const identifier = finding.vulnerability_identifier?.trim().replace(/^cve-/i, "CVE-");
  const found = packageOf(finding);
  const fixes = finding.fix_recommendations?.filter((fix) => fix?.package && fix.version);
  const title = titleOf(identifier, found);
  const description = descriptionOf(finding);
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    identifiers: identifier ? [identifier] : [],
    ...(found === undefined ? {} : { package: found }),
    ...(fixes === undefined ? {} : { fixable: fixes.length > 0 }),
    ...(fixes?.length
      ? { fix: fixes.map((fix) => `Upgrade ${fix?.package} to ${fix?.version}`).join(" or ") }
      : {}),
    ...(finding.reachability ? { reachability: finding.reachability.toLowerCase() } : {}),
    ...(isProbability(finding.epss_score?.score) ? { epss: finding.epss_score.score } : {}),
    ...(finding.is_malicious === undefined ? {} : { malicious: finding.is_malicious }),
  };
}

function packageOf(finding: WireFinding): Package | undefined {
  const found = finding.found_dependency;
  if (!found?.package) return undefined;
  const name = found.package;
  const versions = (finding.fix_recommendations ?? []).flatMap((fix) =>
    fix?.version && fix.package?.toLowerCase() === name.toLowerCase() ? [fix.version] : [],
  );
  const transitive = new Map([
    ["transitive", true],
    ["direct", false],
  ]).get(found.transitivity?.toLowerCase() ?? "");
  return {
    name,
    ...(found.version ? { version: found.version } : {}),
    ...(found.ecosystem ? { ecosystem: found.ecosystem } : {}),
    ...(versions.length === 0 ? {} : { fixedIn: [...new Set(versions)] }),
    ...(transitive === undefined ? {} : { transitive }),
  };
}

/** The rule's own name says nothing here (`ssc-` and a number), so package and identifier make the title. */
function titleOf(identifier: string | undefined, found: Package | undefined): string | undefined {
  if (found === undefined) return identifier || undefined;
  return `${identifier || "Vulnerability"} in ${packageLabel(found)}`;
}

function descriptionOf(finding: WireFinding): string | undefined {
  const message = finding.rule?.message || finding.rule_message;
  const place = finding.usage?.location;
  const path = place?.file_path ?? place?.path;
  if (!path) return message;
  const line = place?.line ?? place?.start_line;
  const used = `Used at ${path}${line === undefined ? "" : `:${line}`}.`;
  return message ? `${message}\n\n${used}` : used;
}

/**
 * Where a supply chain finding stands: in the lock file, where the dependency is to be changed and other tools see it
 * too. Read from its web address (`…/blob/<commit>/web/package-lock.json#L143`, on GitLab with `/-/` before);
 * recorded addresses have a space after the scheme. Undefined when the address is none of these.
 */
export function lockfilePlace(finding: WireFinding): Pick<Observation, "path" | "line"> | undefined {
  const url = finding.found_dependency?.lockfile_line_url;
  const parsed = parseUrl(url?.replace(/^(https?:)\s+/, "$1"));
  const path = decoded(/\/blob\/[^/]+\/(.+)$/.exec(parsed?.pathname ?? "")?.[1]);
  if (path === undefined) return undefined;
  const line = Number(/^#L(\d+)/.exec(parsed?.hash ?? "")?.[1] ?? 0);
  return line >= 1 ? { path, line } : { path };
}

function parseUrl(url: string | undefined): URL | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
}

function decoded(path: string | undefined): string | undefined {
  try {
    return path === undefined ? undefined : decodeURIComponent(path);
  } catch {
    return path;
  }
}

function isProbability(score: number | undefined): score is number {
  return score !== undefined && score >= 0 && score <= 1;
}
