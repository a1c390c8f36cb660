import type { Finding, Package } from "../model/finding.ts";
import { inStepsOver, type Steps } from "../model/steps.ts";
import { groupBy } from "../text/group.ts";
import { present } from "../text/present.ts";
import { exactFor } from "./manager-commands.ts";
import { type ManagedPackage, type ManagerName, managersAmong } from "./package-managers.ts";
import { findCommonTarget } from "./upgrade.ts";
import { type VersionRules, versionRulesOf, withoutV } from "./versions.ts";

/** A finding that is in a package. */
export interface PackageFinding {
  readonly finding: Finding;
  readonly pkg: Package;
}

/** Findings of a package that one version fixes together: those of the same version in use. */
export interface PackageCopy {
  readonly found: readonly PackageFinding[];
  /** The lowest version that clears all of them; absent where no fixed version is known. */
  readonly target?: string;
}

/** All unsuppressed findings of one package in one manifest. */
export interface PackageGroup {
  /** Absent where nobody knows which package manager it is in the care of. */
  readonly managed?: ManagedPackage;
  readonly name: string;
  readonly rules: VersionRules;
  readonly copies: readonly PackageCopy[];
  /** Whether one of its findings says that the package itself is an attack. */
  readonly isMalicious: boolean;
}

/** Groups the findings that are in packages by manifest and package. */
export function* groupPackages(findings: readonly Finding[]): Steps<readonly PackageGroup[]> {
  const managerOf = yield* managersAmong(findings);
  const byPackage = new Map<string, [ManagedFinding, ...ManagedFinding[]]>();
  yield* inStepsOver(findings, (finding) => {
    const { package: pkg, type, suppressedBy } = finding;
    if (pkg === undefined || suppressedBy !== undefined) return;
    const managed = type === "container" ? undefined : managerOf(finding);
    const found = { finding, pkg, managed };
    const key = keyOf(found);
    const known = byPackage.get(key);
    if (known === undefined) byPackage.set(key, [found]);
    else known.push(found);
  });
  const groups: PackageGroup[] = [];
  for (const members of byPackage.values()) groups.push(yield* packageGroup(members));
  return groups;
}

/** @param members of one package in one manifest */
function* packageGroup(members: readonly [ManagedFinding, ...ManagedFinding[]]): Steps<PackageGroup> {
  const [{ managed, pkg }] = members;
  const rules = versionRulesOf(pkg, managed?.manager);
  const copies: PackageCopy[] = [];
  for (const found of copiesIn(members, managed)) {
    const target = yield* findCommonTarget(
      found.map((each) => each.pkg),
      rules,
    );
    copies.push({ found, ...present({ target }) });
  }
  return {
    ...present({ managed }),
    name: pkg.name,
    rules,
    copies,
    isMalicious: members.some(({ finding }) => finding.malicious === true),
  };
}

interface ManagedFinding extends PackageFinding {
  readonly managed: ManagedPackage | undefined;
}

function keyOf({ finding, pkg, managed }: ManagedFinding): string {
  if (managed === undefined) {
    const { type, path, project } = finding;
    const isContainer = type === "container";
    return JSON.stringify([isContainer, path ?? project, pkg.ecosystem, pkg.name.toLowerCase()]);
  }
  const { manager, folder, file } = managed;
  return JSON.stringify([manager, folder, file, plainName(pkg.name, manager)]);
}

const PYTHON: readonly ManagerName[] = ["pip", "poetry", "uv", "pipenv"];

/** Tools write names of Python in several ways (https://packaging.python.org/en/latest/specifications/name-normalization/). */
function plainName(name: string, manager: ManagerName): string {
  const plain = name.toLowerCase();
  return PYTHON.includes(manager) ? plain.replace(/[-_.]+/g, "-") : plain;
}

/** Managers that know only one version of a package move all copies together. */
function copiesIn(
  found: readonly PackageFinding[],
  managed: ManagedPackage | undefined,
): readonly (readonly PackageFinding[])[] {
  if (managed !== undefined && exactFor(managed.manager) === "any") return [found];
  return [...groupBy(found, ({ pkg }) => withoutV(pkg.version ?? "").toLowerCase()).values()];
}
