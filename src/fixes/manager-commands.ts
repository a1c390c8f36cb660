import type { ManagedPackage, ManagerName } from "./package-managers.ts";
import { isCompatible } from "./upgrade.ts";
import { majorOf, withoutV } from "./versions.ts";

/** A package to be moved from the version in use, as far as that is known, to another. */
export interface PackageMove {
  readonly name: string;
  readonly from?: string;
  readonly to: string;
}

interface Manager {
  readonly name: RegExp;
  /** What a move to exactly one version may be of. */
  readonly exactFor: "direct" | "any" | "copy";
  /** Moves the package to exactly one version; undefined where that cannot be. */
  readonly exact?: (move: PackageMove, managed: ManagedPackage) => string | undefined;
  /** Takes for every copy in the lock file the newest version that whatever requires it allows. */
  readonly newest?: (name: string) => string;
  /** What must be so for `newest` to be there at all. */
  readonly newestNeeds?: string;
  /** Whether even the exact move is one within what the lock file's other packages allow. */
  readonly isBound?: true;
  /** Whether the command is a note that already says in which file. */
  readonly isPlaced?: true;
}

/**
 * What is put into a command must be no more than a name or a version to a shell: package names, versions, files and
 * folders come from manifests of the pull request. None may begin with `-`, or it would be an option.
 */
const SAFE = {
  npm: /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i,
  plain: /^[a-z0-9][\w.-]*$/i,
  maven: /^[a-z0-9][\w.-]*:[a-z0-9][\w.-]*$/i,
  path: /^[a-z0-9][\w.-]*(?:\/[a-z0-9~][\w.~-]*)*$/i,
  composer: /^[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/i,
  version: /^\d[\w.+-]*$/,
  file: /^[a-z0-9][\w.-]*$/i,
  folder: /^(?:[\w.][\w.-]*(?:\/[\w.][\w.-]*)*)?$/,
} as const;

/**
 * What each manager's own documentation gives for the case. Gradle, sbt and the like have no such command; neither
 * has Maven for a package that another one brings, nor Bun or Pipenv one that leaves the manifest alone.
 */
const MANAGERS: Readonly<Record<ManagerName, Manager>> = {
  npm: {
    name: SAFE.npm,
    exactFor: "direct",
    exact: ({ name, to }) => `npm i ${name}@${to}`,
    newest: (name) => `npm update ${name}`,
  },
  yarn: {
    name: SAFE.npm,
    exactFor: "direct",
    exact: ({ name, to }) => `yarn add ${name}@${to}`,
    newest: (name) => `yarn up -R ${name}`,
    newestNeeds: "with Yarn 2 or later",
  },
  pnpm: {
    name: SAFE.npm,
    exactFor: "direct",
    exact: ({ name, to }) => `pnpm add ${name}@${to}`,
    newest: (name) => `pnpm update ${name} --depth Infinity`,
  },
  bun: { name: SAFE.npm, exactFor: "direct", exact: ({ name, to }) => `bun add ${name}@${to}` },
  // `pip install` changes the machine and no file: here it is the line that has to change.
  pip: {
    name: SAFE.plain,
    exactFor: "any",
    exact: ({ name, to }, managed) => `# set ${name}==${to} in ${pathOf(managed)}`,
    isPlaced: true,
  },
  poetry: {
    name: SAFE.plain,
    exactFor: "direct",
    exact: ({ name, to }) => `poetry add ${name}@${to}`,
    newest: (name) => `poetry update ${name}`,
  },
  uv: {
    name: SAFE.plain,
    exactFor: "direct",
    exact: ({ name, to }) => `uv add ${name}==${to}`,
    newest: (name) => `uv lock --upgrade-package ${name}`,
  },
  pipenv: {
    name: SAFE.plain,
    exactFor: "direct",
    exact: ({ name, to }) => `pipenv install ${name}==${to}`,
  },
  maven: {
    name: SAFE.maven,
    exactFor: "direct",
    exact: ({ name, to }) =>
      `mvn versions:use-dep-version -Dincludes=${name} -DdepVersion=${to} -DforceVersion=true`,
  },
  go: {
    name: SAFE.path,
    exactFor: "any",
    exact: (move) => (isOfModule(move) ? `go get ${move.name}@v${move.to}` : undefined),
  },
  gem: { name: SAFE.plain, exactFor: "any", newest: (name) => `bundle update --conservative ${name}` },
  cargo: {
    name: SAFE.plain,
    exactFor: "copy",
    exact: ({ name, from, to }) =>
      from !== undefined && isCompatible(from, to)
        ? `cargo update -p ${name}@${from} --precise ${to}`
        : undefined,
    isBound: true,
  },
  // What is added on top wins over what other packages bring.
  nuget: {
    name: SAFE.plain,
    exactFor: "any",
    exact: ({ name, to }, { file }) =>
      `dotnet add ${file === undefined ? "" : `${file} `}package ${name} --version ${to}`,
  },
  composer: {
    name: SAFE.composer,
    exactFor: "direct",
    exact: ({ name, to }) => `composer require ${name}:${to} --with-all-dependencies`,
    newest: (name) => `composer update ${name} --with-dependencies`,
  },
};

/** A command, and what it depends on. */
export interface ManagerCommand {
  readonly command: string;
  /** Whether it gets no further than what requires the package allows. */
  readonly isBound: boolean;
  /** What else must be so. */
  readonly only?: string;
}

/**
 * Of what a move to exactly one version may be: of a package that the manifest names (`direct`), of whatever version
 * of it is in use (`any`), or of one of the versions in use (`copy`).
 */
export function exactFor(manager: ManagerName): Manager["exactFor"] {
  return MANAGERS[manager].exactFor;
}

/**
 * The command that moves a package to exactly one version. Undefined where the manager has none for it, and where a
 * name, a version, a file or a folder could be more than that to a shell.
 */
export function exactCommand(
  managed: ManagedPackage,
  { name, from, to }: PackageMove,
): ManagerCommand | undefined {
  const { exact, isBound = false } = MANAGERS[managed.manager];
  const move = { name, to: withoutV(to), ...(from === undefined ? {} : { from: withoutV(from) }) };
  const versions = [move.to, ...(move.from === undefined ? [] : [move.from])];
  if (!areVersions(versions) || !isSafeIn(managed, name)) return undefined;
  const command = exact?.(move, managed);
  return command === undefined ? undefined : { command: placed(command, managed), isBound };
}

/** The command that takes the newest versions that are allowed, to arrive at `needs`; undefined in the same way. */
export function newestCommand(
  managed: ManagedPackage,
  { name, needs }: { readonly name: string; readonly needs: readonly string[] },
): ManagerCommand | undefined {
  const { newest, newestNeeds: only } = MANAGERS[managed.manager];
  if (newest === undefined || !areVersions(needs) || !isSafeIn(managed, name)) return undefined;
  return { command: placed(newest(name), managed), isBound: true, ...(only === undefined ? {} : { only }) };
}

function areVersions(texts: readonly string[]): boolean {
  return texts.every((text) => isSafe(SAFE.version, text, 80));
}

function placed(command: string, { manager, folder }: ManagedPackage): string {
  const isPlaced = folder === "" || MANAGERS[manager].isPlaced === true;
  return isPlaced ? command : `(cd ${folder} && ${command})`;
}

function pathOf({ folder, file = "" }: ManagedPackage): string {
  return folder === "" ? file : `${folder}/${file}`;
}

function isSafeIn({ manager, folder, file = "x" }: ManagedPackage, name: string): boolean {
  const isInside = !folder.split("/").some((segment) => segment === "." || segment === "..");
  return (
    isInside &&
    isSafe(MANAGERS[manager].name, name, 200) &&
    isSafe(SAFE.folder, folder, 200) &&
    isSafe(SAFE.file, file, 100)
  );
}

function isSafe(rule: RegExp, text: string, most: number): boolean {
  return text.length <= most && rule.test(text);
}

/**
 * Whether a path of Go is one at which that version can be: from version 2 on, the major version is part of the path
 * (https://go.dev/ref/mod#major-version-suffixes), but for modules that are older than modules themselves. The
 * standard library comes with Go, and its paths begin with no host name.
 */
function isOfModule({ name, from = "", to }: PackageMove): boolean {
  if (!/^[^/]*\./.test(name)) return false;
  const version = majorOf(to);
  const inPath = /^gopkg\.in\//.test(name)
    ? /\.v(\d+)(?:\/|$)/.exec(name)?.[1]
    : /\/v([2-9]|[1-9]\d+)(?:\/|$)/.exec(name)?.[1];
  if (inPath !== undefined) return inPath === version;
  return version === "0" || version === "1" || from.endsWith("+incompatible");
}
