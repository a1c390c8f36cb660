import { isDecisive } from "../model/finding.ts";
import { inStepsOver, type Steps, sortInSteps } from "../model/steps.ts";
import { compareText } from "../text/group.ts";
import { present } from "../text/present.ts";
import { exactCommand, exactFor, type ManagerCommand, newestCommand } from "./manager-commands.ts";
import type { PackageCopy, PackageFinding, PackageGroup } from "./package-groups.ts";
import type { ManagedPackage } from "./package-managers.ts";
import { isClearedBy } from "./upgrade.ts";
import { withoutV } from "./versions.ts";

/** A command that a reader can copy, and how many of the findings it clears. */
export interface FixCommand {
  readonly command: string;
  readonly clears: number;
  /** How many of these made the verdict. */
  readonly clearsDecisive: number;
  /** The versions to arrive at, where the command takes only what the packages that require this one allow. */
  readonly needs?: readonly string[];
  /** What else must be so, in words. */
  readonly only?: string;
}

/** A group in the care of a package manager that is known. */
interface ManagedGroup extends PackageGroup {
  readonly managed: ManagedPackage;
}

/**
 * Commands that clear what made the verdict in dependencies, the most clearing first. What else goes with it is
 * counted. There is no command where none would do what it says, and none for a package of which a version is
 * malicious, in whatever manifest: that has to go.
 */
export function* fixCommandsFor(groups: readonly PackageGroup[]): Steps<readonly FixCommand[]> {
  const malicious = new Set(groups.filter(({ isMalicious }) => isMalicious).map(lowerName));
  const commands: FixCommand[] = [];
  yield* inStepsOver(groups, (group) => {
    if (!isManaged(group) || malicious.has(lowerName(group)) || !group.copies.some(isDecisiveCopy)) return;
    commands.push(...commandsFor(group));
  });
  return yield* sortInSteps(commands, (a, b) => b.clears - a.clears || compareText(a.command, b.command));
}

function isManaged(group: PackageGroup): group is ManagedGroup {
  return group.managed !== undefined;
}

function lowerName({ name }: PackageGroup): string {
  return name.toLowerCase();
}

function commandsFor(group: ManagedGroup): readonly FixCommand[] {
  return candidatesFor(group).filter((command) => command !== undefined);
}

function candidatesFor(group: ManagedGroup): readonly (FixCommand | undefined)[] {
  const { copies } = group;
  switch (exactFor(group.managed.manager)) {
    case "any":
      return copies.map((copy) => exactFix(group, copy) ?? newestFix(group, [copy]));
    case "copy":
      return copies.map((copy) => exactFix(group, copy));
    case "direct": {
      const [only, ...others] = copies;
      if (only !== undefined && others.length === 0 && isUntold(only))
        return [exactFix(group, only, IF_DIRECT)];
      const { direct, indirect } = splitCopies(copies);
      return [...direct.map((copy) => exactFix(group, copy)), newestFix(group, indirect)];
    }
  }
}

/** For a package of which no tool says whether the manifest names it. */
const IF_DIRECT = "if you depend on it directly";

/** Whether no tool says whether the manifest asks for it. */
function isUntold({ found }: PackageCopy): boolean {
  return found.every(({ pkg }) => pkg.transitive === undefined);
}

/**
 * The version that the manifest itself asks for apart from those that others bring; there is none where no tool says
 * that it does, and none where it seems to ask for several, as in a workspace: nobody knows then which of its manifests
 * is meant.
 */
function splitCopies(copies: readonly PackageCopy[]): {
  readonly direct: readonly PackageCopy[];
  readonly indirect: readonly PackageCopy[];
} {
  const named = copies.filter(({ found }) => found.some(({ pkg }) => pkg.transitive === false));
  const [only, ...others] = named;
  if (only === undefined || others.length > 0) return { direct: [], indirect: copies };
  const isBrought = ({ pkg }: PackageFinding): boolean => pkg.transitive === true;
  const brought = only.found.filter(isBrought);
  return {
    direct: [{ ...only, found: only.found.filter((each) => !isBrought(each)) }],
    indirect: [
      ...copies.filter((copy) => copy !== only),
      ...(brought.length === 0 ? [] : [{ ...only, found: brought }]),
    ],
  };
}

function exactFix(
  { managed, name, rules }: ManagedGroup,
  copy: PackageCopy,
  only?: string,
): FixCommand | undefined {
  const { target: to, found } = copy;
  if (to === undefined || !isDecisiveCopy(copy)) return undefined;
  const from = found.find(({ pkg }) => pkg.version !== undefined)?.pkg.version;
  const command = exactCommand(managed, { name, to, ...present({ from }) });
  if (command === undefined) return undefined;
  const fix = withEffect(command, { needs: [withoutV(to)], ...cleared([copy], rules) });
  return only === undefined ? fix : { ...fix, only };
}

/** Each copy has its own version to arrive at; which of them get there is up to what requires them. */
function newestFix(
  { managed, name, rules }: ManagedGroup,
  copies: readonly PackageCopy[],
): FixCommand | undefined {
  if (!copies.some((copy) => copy.target !== undefined && isDecisiveCopy(copy))) return undefined;
  const targets = new Set(copies.flatMap(({ target }) => (target === undefined ? [] : withoutV(target))));
  const needs = [...targets].sort(rules.compare);
  const command = newestCommand(managed, { name, needs });
  return command && withEffect(command, { needs, ...cleared(copies, rules) });
}

type ClearedCounts = Pick<FixCommand, "clears" | "clearsDecisive">;

function withEffect(
  { command, isBound, only }: ManagerCommand,
  { needs, clears, clearsDecisive }: ClearedCounts & { readonly needs: readonly string[] },
): FixCommand {
  return { command, clears, clearsDecisive, ...(isBound ? { needs } : {}), ...present({ only }) };
}

function isDecisiveCopy({ found }: PackageCopy): boolean {
  return found.some(({ finding }) => isDecisive(finding));
}

function cleared(copies: readonly PackageCopy[], rules: PackageGroup["rules"]): ClearedCounts {
  const gone = copies.flatMap(({ found, target }) =>
    target === undefined ? [] : found.filter(({ pkg }) => isClearedBy(pkg, target, rules)),
  );
  return {
    clears: gone.length,
    clearsDecisive: gone.filter(({ finding }) => isDecisive(finding)).length,
  };
}
