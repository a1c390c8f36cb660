import type { Finding, Package } from "../../model/finding.ts";
import { compareVersions, targetVersion } from "./upgrade.ts";

/** A command that a reader can copy, and how many of the findings it clears. */
export interface FixCommand {
  readonly command: string;
  readonly clears: number;
  /** The version to arrive at, where the command does not name it: it takes the newest that the parents allow. */
  readonly needs?: string;
}

interface Upgrade {
  readonly name: string;
  readonly version: string;
  readonly transitive: boolean;
  /** The manifest's folder, empty for the root. */
  readonly folder: string;
}

/**
 * What is put into a command must be no more than a name or a version to a shell: package names, versions and
 * folders come from manifests of the pull request. None may begin with `-`, or it would be an option.
 */
const SAFE = {
  npm: /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i,
  plain: /^[a-z0-9][\w.-]*$/i,
  maven: /^[a-z0-9][\w.-]*:[a-z0-9][\w.-]*$/i,
  path: /^[a-z0-9][\w.-]*(?:\/[a-z0-9~][\w.~-]*)*$/i,
  version: /^v?\d[\w.+-]*$/i,
  folder: /^(?:[\w.][\w.-]*(?:\/[\w.][\w.-]*)*)?$/,
} as const;

interface Manager {
  readonly name: RegExp;
  readonly command: (upgrade: Upgrade) => string;
  /** Whether the command already says in which folder it works. */
  readonly placed?: boolean;
}

const MANAGERS = {
  npm: {
    name: SAFE.npm,
    placed: true,
    command: ({ name, version, transitive, folder }) =>
      `npm ${folder === "" ? "" : `--prefix ${folder} `}${transitive ? `update ${name}` : `i ${name}@${version}`}`,
  },
  yarn: {
    name: SAFE.npm,
    command: ({ name, version, transitive }) =>
      `yarn ${transitive ? `up -R ${name}` : `add ${name}@${version}`}`,
  },
  pnpm: {
    name: SAFE.npm,
    command: ({ name, version, transitive }) =>
      `pnpm ${transitive ? `update ${name} --depth Infinity` : `add ${name}@${version}`}`,
  },
  pip: { name: SAFE.plain, command: ({ name, version }) => `pip install ${name}==${version}` },
  poetry: { name: SAFE.plain, command: ({ name, version }) => `poetry add ${name}@${version}` },
  uv: { name: SAFE.plain, command: ({ name, version }) => `uv add ${name}==${version}` },
  pipenv: { name: SAFE.plain, command: ({ name, version }) => `pipenv install ${name}==${version}` },
  maven: {
    name: SAFE.maven,
    command: ({ name, version }) =>
      `mvn versions:use-dep-version -Dincludes=${name} -DdepVersion=${version} -DforceVersion=true`,
  },
  go: {
    name: SAFE.path,
    command: ({ name, version }) => `go get ${name}@v${version.replace(/^v/, "")}`,
  },
  gem: { name: SAFE.plain, command: ({ name }) => `bundle update --conservative ${name}` },
  cargo: {
    name: SAFE.plain,
    command: ({ name, version }) => `cargo update -p ${name} --precise ${version.replace(/^v/, "")}`,
  },
  nuget: {
    name: SAFE.plain,
    command: ({ name, version }) => `dotnet add package ${name} --version ${version}`,
  },
  composer: {
    name: /^[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/i,
    command: ({ name, version }) => `composer require ${name}:${version} --with-all-dependencies`,
  },
} as const satisfies Readonly<Record<string, Manager>>;

type ManagerName = keyof typeof MANAGERS;

/** Whose lock file or manifest a file is; it says more than the ecosystem. */
const BY_FILE: readonly (readonly [RegExp, ManagerName])[] = [
  [/^yarn\.lock$/, "yarn"],
  [/^pnpm-lock\.yaml$/, "pnpm"],
  [/^(?:package|package-lock|npm-shrinkwrap)\.json$/, "npm"],
  [/^poetry\.lock$/, "poetry"],
  [/^uv\.lock$/, "uv"],
  [/^Pipfile(?:\.lock)?$/, "pipenv"],
  [/^requirements[\w.-]*\.(?:txt|in)$/, "pip"],
  [/^pom\.xml$/, "maven"],
  [/^go\.(?:mod|sum)$/, "go"],
  [/^Gemfile(?:\.lock)?$/, "gem"],
  [/^Cargo\.(?:toml|lock)$/, "cargo"],
  [/^composer\.(?:json|lock)$/, "composer"],
];

/** Ecosystem words of the two tools and of package URLs. Gradle has no command, so `maven` needs its `pom.xml`. */
const BY_ECOSYSTEM: Readonly<Record<string, ManagerName>> = {
  npm: "npm",
  yarn: "yarn",
  pnpm: "pnpm",
  pip: "pip",
  pypi: "pip",
  poetry: "poetry",
  golang: "go",
  go: "go",
  gomod: "go",
  gomodules: "go",
  gem: "gem",
  rubygems: "gem",
  cargo: "cargo",
  nuget: "nuget",
  composer: "composer",
};

/**
 * Commands that clear findings in dependencies, the most clearing first. Where a name, a version or a folder could
 * be more than that to a shell, there is no command.
 */
export function fixCommands(findings: readonly Finding[]): readonly FixCommand[] {
  const upgrades = new Map<string, { readonly manager: ManagerName; upgrade: Upgrade; clears: number }>();
  for (const finding of findings) {
    const found = finding.type === "container" ? undefined : upgradeFor(finding);
    if (found === undefined) continue;
    const { manager, upgrade } = found;
    const key = JSON.stringify([manager, upgrade.folder, upgrade.name]);
    const known = upgrades.get(key);
    if (known === undefined) upgrades.set(key, { manager, upgrade, clears: 1 });
    else {
      known.clears += 1;
      if (compareVersions(upgrade.version, known.upgrade.version) > 0) known.upgrade = upgrade;
    }
  }
  return [...upgrades.values()]
    .map(({ manager, upgrade, clears }) => {
      const command = commandFor(manager, upgrade);
      return { command, clears, ...(command.includes(upgrade.version) ? {} : { needs: upgrade.version }) };
    })
    .sort((a, b) => b.clears - a.clears || (a.command < b.command ? -1 : 1));
}

function commandFor(name: ManagerName, upgrade: Upgrade): string {
  const manager: Manager = MANAGERS[name];
  const command = manager.command(upgrade);
  return manager.placed === true || upgrade.folder === "" ? command : `(cd ${upgrade.folder} && ${command})`;
}

function upgradeFor(
  finding: Finding,
): { readonly manager: ManagerName; readonly upgrade: Upgrade } | undefined {
  const pkg = finding.package;
  const version = pkg === undefined ? undefined : targetVersion(pkg);
  if (pkg === undefined || version === undefined) return undefined;
  const path = finding.path ?? "";
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const manager = managerOf(pkg, path.slice(folder === "" ? 0 : folder.length + 1));
  if (manager === undefined || !isSafe(MANAGERS[manager].name, pkg.name, version, folder)) return undefined;
  const upgrade = { name: pkg.name, version, transitive: pkg.transitive === true, folder };
  return { manager, upgrade };
}

function managerOf(pkg: Package, file: string): ManagerName | undefined {
  const byFile = BY_FILE.find(([pattern]) => pattern.test(file))?.[1];
  const ecosystem = pkg.ecosystem?.toLowerCase() ?? "";
  return byFile ?? (Object.hasOwn(BY_ECOSYSTEM, ecosystem) ? BY_ECOSYSTEM[ecosystem] : undefined);
}

function isSafe(nameRule: RegExp, name: string, version: string, folder: string): boolean {
  const short = name.length <= 200 && version.length <= 80 && folder.length <= 200;
  const inside = !folder.split("/").some((segment) => segment === "." || segment === "..");
  return short && inside && nameRule.test(name) && SAFE.version.test(version) && SAFE.folder.test(folder);
}
