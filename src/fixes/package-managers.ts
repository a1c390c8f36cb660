import type { Finding, Package } from "../model/finding.ts";
import { inStepsOver, type Steps } from "../model/steps.ts";

export type ManagerName =
  | "npm"
  | "yarn"
  | "pnpm"
  | "bun"
  | "pip"
  | "poetry"
  | "uv"
  | "pipenv"
  | "maven"
  | "go"
  | "gem"
  | "cargo"
  | "nuget"
  | "composer";

/** Who looks after a dependency, and where. */
export interface ManagedPackage {
  readonly manager: ManagerName;
  /** The manifest's folder, empty for the root. */
  readonly folder: string;
  /** The file's name, where a change is one of this very file. */
  readonly file?: string;
}

/** Managers that share manifests: the file alone does not always say which of them it is. */
type Family = "javascript" | "python";

/** What the name of a file tells. A lock file also speaks for the manifests beside it. */
interface FileKind {
  readonly manager?: ManagerName;
  readonly family?: Family;
}

const KINDS: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ["package.json", { family: "javascript" }],
  ["package-lock.json", { family: "javascript", manager: "npm" }],
  ["npm-shrinkwrap.json", { family: "javascript", manager: "npm" }],
  ["yarn.lock", { family: "javascript", manager: "yarn" }],
  ["pnpm-lock.yaml", { family: "javascript", manager: "pnpm" }],
  ["bun.lock", { family: "javascript", manager: "bun" }],
  ["bun.lockb", { family: "javascript", manager: "bun" }],
  ["pyproject.toml", { family: "python" }],
  ["poetry.lock", { family: "python", manager: "poetry" }],
  ["uv.lock", { family: "python", manager: "uv" }],
  ["Pipfile", { family: "python", manager: "pipenv" }],
  ["Pipfile.lock", { family: "python", manager: "pipenv" }],
  ["pom.xml", { manager: "maven" }],
  ["go.mod", { manager: "go" }],
  ["go.sum", { manager: "go" }],
  ["Gemfile", { manager: "gem" }],
  ["Gemfile.lock", { manager: "gem" }],
  ["Cargo.toml", { manager: "cargo" }],
  ["Cargo.lock", { manager: "cargo" }],
  ["packages.lock.json", { manager: "nuget" }],
  ["composer.json", { manager: "composer" }],
  ["composer.lock", { manager: "composer" }],
]);

/** Files in which a change is a line of this file, or a command that names it. */
const OWN_FILES: readonly (readonly [RegExp, ManagerName])[] = [
  [/(?:^|\/)(?:requirements[\w.-]*|requirements\/[\w.-]+)\.(?:txt|in)$/, "pip"],
  [/\.(?:cs|fs|vb)proj$/, "nuget"],
];

/** Words of the tools for managers that share the manifest, and mostly the ecosystem, of another. */
const WORDS: Readonly<Record<string, readonly [Family, ManagerName]>> = {
  yarn: ["javascript", "yarn"],
  "yarn-workspace": ["javascript", "yarn"],
  pnpm: ["javascript", "pnpm"],
  bun: ["javascript", "bun"],
  poetry: ["python", "poetry"],
  pipenv: ["python", "pipenv"],
  uv: ["python", "uv"],
};

/** By family and folder, which managers lock files and the tools' words speak for. */
interface Signs {
  readonly locks: ReadonlyMap<string, ReadonlySet<ManagerName>>;
  readonly words: ReadonlyMap<string, ReadonlySet<ManagerName>>;
}

/**
 * Tells who manages the package of a finding. Of managers that share a manifest, the lock files that any finding
 * names in the folder decide, then what a tool calls the manager, then, for a workspace, the nearest lock files above
 * it. The answer is undefined where these contradict each other, or where the file is no manifest that is known: its
 * folder may then be the wrong one.
 */
export function* managersAmong(
  findings: readonly Finding[],
): Steps<(finding: Finding) => ManagedPackage | undefined> {
  const signs = yield* signsOf(findings);
  return ({ path }) => {
    if (path === undefined) return undefined;
    const { folder, name } = split(path);
    const own = OWN_FILES.find(([pattern]) => pattern.test(path))?.[1];
    if (own !== undefined) return { manager: own, folder, file: name };
    const { family, manager: told } = KINDS.get(name) ?? {};
    const manager = family === undefined ? told : managerIn({ family, folder, signs });
    return manager === undefined ? undefined : { manager, folder };
  };
}

function managerIn(of: {
  readonly family: Family;
  readonly folder: string;
  readonly signs: Signs;
}): ManagerName | undefined {
  const { family, folder, signs } = of;
  const here = keyOf(family, folder);
  const named = signs.locks.get(here) ?? signs.words.get(here);
  if (named !== undefined) return onlyOne(named);
  if (family === "python") return undefined;
  const above = foldersAbove(folder)
    .map((each) => signs.locks.get(keyOf(family, each)))
    .find((each) => each !== undefined);
  return above === undefined ? "npm" : onlyOne(above);
}

function onlyOne(names: ReadonlySet<ManagerName>): ManagerName | undefined {
  return names.size === 1 ? [...names][0] : undefined;
}

function* signsOf(findings: readonly Finding[]): Steps<Signs> {
  const locks = new Map<string, Set<ManagerName>>();
  const words = new Map<string, Set<ManagerName>>();
  yield* inStepsOver(findings, (finding) => {
    for (const { path, package: pkg } of [finding, ...finding.observations]) {
      if (path === undefined) continue;
      const { folder, name } = split(path);
      const { family, manager } = KINDS.get(name) ?? {};
      if (family !== undefined && manager !== undefined) note(locks, keyOf(family, folder), manager);
      for (const [of, word] of wordsOf(pkg)) note(words, keyOf(of, folder), word);
    }
  });
  return { locks, words };
}

function wordsOf(pkg: Package | undefined): readonly (readonly [Family, ManagerName])[] {
  return [pkg?.manager, pkg?.ecosystem]
    .map((word) => word?.toLowerCase() ?? "")
    .flatMap((word) => (Object.hasOwn(WORDS, word) ? [WORDS[word]] : []))
    .filter((each) => each !== undefined);
}

function note(map: Map<string, Set<ManagerName>>, key: string, manager: ManagerName): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([manager]));
  else known.add(manager);
}

function keyOf(family: Family, folder: string): string {
  return `${family} ${folder}`;
}

/** Nearest first, the root last; none above the root. */
function foldersAbove(folder: string): readonly string[] {
  const segments = folder === "" ? [] : folder.split("/");
  return segments.map((_, index) => segments.slice(0, segments.length - 1 - index).join("/"));
}

function split(path: string): { readonly folder: string; readonly name: string } {
  const slash = path.lastIndexOf("/");
  return { folder: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}
