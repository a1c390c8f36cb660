import { type Finding, isDecisive, type Package } from "../model/finding.ts";
import { exactCommand, exactFor, type ManagerCommand, newestCommand } from "./manager-commands.ts";
import { type Managed, type ManagerName, managersAmong } from "./package-managers.ts";
import { commonTarget, compareVersions, isClearedBy, targetVersion, withoutV } from "./upgrade.ts";

/** A command that a reader can copy, and how many of the findings it clears. */
export interface FixCommand {
  readonly command: string;
  readonly clears: number;
  /** The versions to arrive at, where the command takes only what the packages that require this one allow. */
  readonly needs?: readonly string[];
  /** What else must be so, in words. */
  readonly only?: string;
}

/** A finding of a package, taken apart. */
interface Found {
  readonly finding: Finding;
  readonly pkg: Package;
}

/** All findings of one package in the care of one manager, in one place. */
interface Unit {
  readonly managed: Managed;
  readonly name: string;
  readonly found: readonly Found[];
}

/**
 * Commands that clear what made the verdict in dependencies, the most clearing first. What else goes with it is
 * counted; suppressed findings are not. There is no command where none would do what it says, and none for a package
 * of which a version is malicious: that has to go.
 */
export function fixCommands(findings: readonly Finding[]): readonly FixCommand[] {
  if (!findings.some((finding) => isDecisive(finding) && finding.package !== undefined)) return [];
  return unitsOf(findings)
    .filter(({ found }) => decisive(found).length > 0)
    .flatMap(commandsFor)
    .toSorted((a, b) => b.clears - a.clears || (a.command < b.command ? -1 : 1));
}

function unitsOf(findings: readonly Finding[]): readonly Unit[] {
  const managerOf = managersAmong(findings);
  const units = new Map<
    string,
    { readonly managed: Managed; readonly name: string; readonly found: Found[] }
  >();
  const malicious = new Set<string>();
  for (const finding of findings) {
    const { package: pkg, type, suppressedBy } = finding;
    if (pkg === undefined || type === "container" || suppressedBy !== undefined) continue;
    if (finding.malicious === true) malicious.add(pkg.name.toLowerCase());
    const managed = managerOf(finding);
    if (managed === undefined) continue;
    const { manager, folder, file = "" } = managed;
    const key = JSON.stringify([manager, folder, file, plainName(pkg.name, manager)]);
    const known = units.get(key);
    if (known === undefined) units.set(key, { managed, name: pkg.name, found: [{ finding, pkg }] });
    else known.found.push({ finding, pkg });
  }
  return [...units.values()].filter(
    ({ found }) => !found.some(({ pkg }) => malicious.has(pkg.name.toLowerCase())),
  );
}

const PYTHON: readonly ManagerName[] = ["pip", "poetry", "uv", "pipenv"];

/** Tools write names of Python in several ways (https://packaging.python.org/en/latest/specifications/name-normalization/). */
function plainName(name: string, manager: ManagerName): string {
  const plain = name.toLowerCase();
  return PYTHON.includes(manager) ? plain.replace(/[-_.]+/g, "-") : plain;
}

function commandsFor(unit: Unit): readonly FixCommand[] {
  switch (exactFor(unit.managed.manager)) {
    case "any":
      return present([exactFix(unit, unit.found) ?? newestFix(unit, unit.found)]);
    case "copy":
      return present(copiesOf(unit.found).map((copy) => exactFix(unit, copy)));
    case "direct": {
      const direct = directCopy(unit.found);
      const others = unit.found.filter((each) => !direct.includes(each));
      if (isUntold(unit.found)) return present([exactFix(unit, unit.found, IF_DIRECT)]);
      return present([exactFix(unit, direct), newestFix(unit, others)]);
    }
  }
}

function present(commands: readonly (FixCommand | undefined)[]): readonly FixCommand[] {
  return commands.filter((command) => command !== undefined);
}

/** For a package of which no tool says whether the manifest names it. */
const IF_DIRECT = "if you depend on it directly";

/** Whether only one version is in use, and no tool says whether the manifest asks for it. */
function isUntold(found: readonly Found[]): boolean {
  return found.every(({ pkg }) => pkg.transitive === undefined) && copiesOf(found).length === 1;
}

/** Findings by the version in use. */
function copiesOf(found: readonly Found[]): readonly (readonly Found[])[] {
  const copies = new Map<string, Found[]>();
  for (const each of found) {
    const version = withoutV(each.pkg.version ?? "").toLowerCase();
    const known = copies.get(version);
    if (known === undefined) copies.set(version, [each]);
    else known.push(each);
  }
  return [...copies.values()];
}

/**
 * The findings of the version that the manifest itself asks for; none where no tool says that it does, and none where
 * it seems to ask for several, as in a workspace: nobody knows then which of its manifests is meant.
 */
function directCopy(found: readonly Found[]): readonly Found[] {
  const copies = copiesOf(found).filter((copy) => copy.some(({ pkg }) => pkg.transitive === false));
  const [only = [], ...others] = copies;
  return others.length > 0 ? [] : only.filter(({ pkg }) => pkg.transitive !== true);
}

function exactFix({ managed, name }: Unit, found: readonly Found[], only?: string): FixCommand | undefined {
  const to = targetOf(decisive(found));
  if (to === undefined) return undefined;
  const from = found.find(({ pkg }) => pkg.version !== undefined)?.pkg.version;
  const command = exactCommand(managed, { name, to, ...(from === undefined ? {} : { from }) });
  if (command === undefined) return undefined;
  const fix = told(command, { needs: [withoutV(to)], clears: cleared(found, to) });
  return only === undefined ? fix : { ...fix, only };
}

/** Each copy has its own version to arrive at; which of them get there is up to what requires them. */
function newestFix({ managed, name }: Unit, found: readonly Found[]): FixCommand | undefined {
  if (decisive(found).every(({ pkg }) => targetVersion(pkg) === undefined)) return undefined;
  const copies = copiesOf(found).flatMap((copy) => {
    const to = targetOf(decisive(copy)) ?? targetOf(copy);
    return to === undefined ? [] : [{ to, clears: cleared(copy, to) }];
  });
  const needs = [...new Set(copies.map(({ to }) => withoutV(to)))].sort(compareVersions);
  const clears = copies.reduce((sum, copy) => sum + copy.clears, 0);
  const command = newestCommand(managed, { name, needs });
  return command && told(command, { needs, clears });
}

function told(
  { command, isBound, only }: ManagerCommand,
  { needs, clears }: { readonly needs: readonly string[]; readonly clears: number },
): FixCommand {
  return { command, clears, ...(isBound ? { needs } : {}), ...(only === undefined ? {} : { only }) };
}

function decisive(found: readonly Found[]): readonly Found[] {
  return found.filter(({ finding }) => isDecisive(finding));
}

function targetOf(found: readonly Found[]): string | undefined {
  return commonTarget(found.map(({ pkg }) => pkg));
}

function cleared(found: readonly Found[], to: string): number {
  return found.filter(({ pkg }) => isClearedBy(pkg, to)).length;
}
