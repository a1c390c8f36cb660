import type { ExploitMaturity, FindingType } from "../../model/finding.ts";
import { plainCwe } from "../../model/names.ts";
import { isExploitedBy, worstMaturity } from "../snyk-words.ts";
import { productOf, type SnykProject } from "./project.ts";
import type { WireIssue } from "./schema.ts";

type Attributes = WireIssue["attributes"];

/**
 * What kind of finding an issue is. An issue type that is new is told by what it points at, so that it counts
 * wherever its like would.
 */
export function typeOf({ type, coordinates }: Attributes, project: SnykProject): FindingType {
  switch (type?.toLowerCase()) {
    case "package_vulnerability":
      return productOf(project) === "container" ? "container" : "sca";
    case "license":
      return "license";
    case "code":
      return "sast";
    case "config":
    case "cloud":
      return "iac";
    case "secrets":
      return "secrets";
    default: {
      const places = coordinates.flatMap(({ representations }) => representations);
      if (places.some(({ dependency }) => dependency !== undefined)) {
        return productOf(project) === "container" ? "container" : "sca";
      }
      const isResource = places.some(
        (place) => place.resourcePath !== undefined || place.cloud_resource !== undefined,
      );
      return isResource ? "iac" : "sast";
    }
  }
}

/**
 * The worst of the maturity levels that the CVSS versions give. Of a vulnerability for which Snyk gives none it is
 * `unknown`, as in report files; other types of issues have none.
 */
export function exploitOf({ exploit_details }: Attributes, type: FindingType): ExploitMaturity | undefined {
  const levels = exploit_details?.maturity_levels ?? [];
  const worst = worstMaturity(levels.map(({ level }) => level ?? ""));
  return worst ?? (type === "sca" || type === "container" ? "unknown" : undefined);
}

/** Whether Snyk says that a vulnerability is exploited in the wild: itself, or by CISA's list of such. */
export function isExploited({ exploit_details }: Attributes): boolean {
  const { maturity_levels: levels = [], sources = [] } = exploit_details ?? {};
  return isExploitedBy({ levels: levels.map(({ level }) => level ?? ""), sources });
}

const REACHABILITY: Readonly<Record<string, string | undefined>> = {
  function: "reachable",
  package: "conditionally reachable",
  "no-info": "unknown",
  "not-applicable": undefined,
};

/** Reachability in words that other tools use as well; a word that is new stays as it is. */
export function reachabilityOf(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  const plain = word.toLowerCase();
  return Object.hasOwn(REACHABILITY, plain) ? REACHABILITY[plain] : word;
}

/** CVSS score: Snyk's own before NVD's before anybody's; undefined when none is a score. */
export function scoreOf({ severities }: Attributes): number | undefined {
  const scored = severities.filter(({ score }) => score !== undefined && score >= 0 && score <= 10);
  const by = (name: string) => scored.find(({ source }) => source?.toLowerCase() === name);
  return (by("snyk") ?? by("nvd") ?? scored[0])?.score;
}

/** `CWE-79` for every weakness that the issue names. */
export function cweOf({ classes, problems }: Attributes): readonly string[] {
  const named = [...classes, ...problems].filter(({ id }) => /^\s*cwe-/i.test(id));
  return [...new Set(named.flatMap(({ id }) => plainCwe(id) ?? []))];
}

/**
 * Names that other tools and policies know the problem by. They are told by their prefix, because the `source` of
 * a CVE is `NVD` in some answers and `CVE` in others.
 */
export function identifiersOf({ key, problems }: Attributes): readonly string[] {
  const ids = [...problems.map(({ id }) => id.trim()), ...(key === undefined ? [] : [key])];
  return [...new Set(ids.filter((id) => /^(CVE|GHSA|MAL|SNYK)-/i.test(id)))];
}

/** Snyk's name for the rule or advisory; ids of single issues (UUIDs) are no rule, their title is. */
export function ruleOfIssue({ key, title, problems }: Attributes, type: FindingType): string | undefined {
  const isNamed = (id: string | undefined): id is string =>
    id !== undefined && !/^(CVE|GHSA|CWE)-/i.test(id) && !/^[0-9a-f]{8}-|^[0-9a-f]{32,}/i.test(id);
  const named = problems.map(({ id }) => id.trim()).find(isNamed);
  const isDependency = type === "sca" || type === "container" || type === "license";
  return named ?? (isDependency && isNamed(key) ? key : (title ?? key));
}

/** Package ecosystems by project type, named as package URLs name them (https://github.com/package-url/purl-spec). */
const ECOSYSTEMS: Readonly<Record<string, string>> = {
  npm: "npm",
  yarn: "npm",
  "yarn-workspace": "npm",
  pnpm: "npm",
  pip: "pypi",
  pipenv: "pypi",
  poetry: "pypi",
  setuptools: "pypi",
  uv: "pypi",
  maven: "maven",
  gradle: "maven",
  sbt: "maven",
  rubygems: "gem",
  gomodules: "golang",
  golangdep: "golang",
  govendor: "golang",
  nuget: "nuget",
  paket: "nuget",
  composer: "composer",
  cocoapods: "cocoapods",
  hex: "hex",
  swift: "swift",
  cargo: "cargo",
  cpp: "generic",
  deb: "deb",
  apk: "apk",
  rpm: "rpm",
};

/** The ecosystem of a project's packages; undefined for project types that have several or that are new. */
export function ecosystemOf({ type }: SnykProject): string | undefined {
  return Object.hasOwn(ECOSYSTEMS, type) ? ECOSYSTEMS[type] : undefined;
}

/** Snyk's word for the manager of a project's packages, where the ecosystem does not say it: `yarn`, `poetry`, … */
export function managerOf(project: SnykProject): string | undefined {
  const ecosystem = ecosystemOf(project);
  return ecosystem === undefined || ecosystem === project.type ? undefined : project.type;
}

/** Whether Snyk says that the package itself is an attack and not a mistake. */
export function isMalicious(attributes: Attributes): boolean {
  return (
    /\bmalicious package\b/i.test(attributes.title ?? "") ||
    /^MAL-/i.test(attributes.key ?? "") ||
    attributes.problems.some(({ id }) => /^MAL-/i.test(id)) ||
    cweOf(attributes).includes("CWE-506")
  );
}
