import type { FlowStep, Observation } from "../../model/finding.ts";
import { uriPath } from "../../text/escape.ts";
import { isRepositoryPath } from "../../text/link.ts";
import type { SarifLocation } from "./document.ts";

/** Where findings are shown that belong to the repository as a whole. Always the same file, so that alerts stay. */
const FALLBACK_PATH = "README.md";

/** The usual manifest of an ecosystem, for a dependency whose tool names no file. */
const MANIFESTS: Readonly<Record<string, string>> = {
  npm: "package.json",
  yarn: "package.json",
  pnpm: "package.json",
  pip: "requirements.txt",
  pypi: "requirements.txt",
  poetry: "pyproject.toml",
  maven: "pom.xml",
  gradle: "build.gradle",
  go: "go.mod",
  gomod: "go.mod",
  gomodules: "go.mod",
  golang: "go.mod",
  rubygems: "Gemfile",
  gem: "Gemfile",
  nuget: "packages.config",
  composer: "composer.json",
  packagist: "composer.json",
  cargo: "Cargo.toml",
  hex: "mix.exs",
  pub: "pubspec.yaml",
  cocoapods: "Podfile",
  swift: "Package.swift",
};

/** A line that a result can be shown on. */
export interface SarifPlace {
  /** Relative to the repository's root, not encoded. */
  readonly path: string;
  readonly line: number;
  readonly endLine?: number;
  /** Set when the tool's own path was none that could be used: the path as it came. */
  readonly refused?: string;
}

/**
 * Where an observation is shown: its own file; without one its manifest, line 1; else {@link FALLBACK_PATH}, line 1.
 * A path that leads out of the repository is never used, and stays readable in `refused`.
 */
export function sarifPlaceOf(observation: Observation): SarifPlace {
  const path = observation.path === undefined ? undefined : sarifRepositoryPath(observation.path);
  if (path !== undefined) return { path, ...linesOf(observation) };
  const place = { path: manifestOf(observation), line: 1 };
  return observation.path === undefined || observation.path.trim() === ""
    ? place
    : { ...place, refused: observation.path };
}

/**
 * A tool's path as a path of the repository, or undefined when it may lead elsewhere in any reading: absolute, with
 * `..`, a drive, a share or a scheme, and also after percent-decoding. `./` and doubled slashes are taken out.
 */
export function sarifRepositoryPath(path: string): string | undefined {
  const plain = path
    .replaceAll("\\", "/")
    .replace(/\/{2,}/g, (slashes, at: number) => (at === 0 ? slashes : "/"))
    .replace(/^(?:\.\/)+/, "")
    .replace(/\/(?:\.\/)+/g, "/");
  const isMeant = plain.trim() !== "" && isRepositoryPath(plain) && isRepositoryPath(decoded(plain));
  return isMeant ? plain : undefined;
}

/** A location of SARIF. */
export function locationOf({ path, line, endLine = line }: SarifPlace): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriPath(path) },
      region: { startLine: line, startColumn: 1, endLine },
    },
  };
}

/** One step of a code flow, or undefined when its path is none of the repository. */
export function stepPlace(step: FlowStep): SarifPlace | undefined {
  const path = sarifRepositoryPath(step.path);
  return path === undefined ? undefined : { path, ...linesOf(step) };
}

/** Percent signs resolved as often as a careless reader might; only those escapes that steer a path. */
function decoded(path: string): string {
  let text = path;
  for (let round = 0; round < 3; round++) {
    text = text.replace(/%(25|2e|2f|3a|5c|[01][0-9a-f]|7f)/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return text.replaceAll("\\", "/");
}

/** The highest line that fits the integers of every reader of SARIF. */
const LAST_LINE = 2_147_483_647;

function linesOf(place: { readonly line?: number; readonly endLine?: number }): {
  line: number;
  endLine?: number;
} {
  const line = isLine(place.line) ? place.line : 1;
  return isLine(place.endLine) && isLine(place.line) && place.endLine > line
    ? { line, endLine: place.endLine }
    : { line };
}

function isLine(line: number | undefined): line is number {
  return Number.isInteger(line) && line !== undefined && line >= 1 && line <= LAST_LINE;
}

function manifestOf(observation: Observation): string {
  const ecosystem = observation.package?.ecosystem?.toLowerCase() ?? "";
  return Object.hasOwn(MANIFESTS, ecosystem) ? (MANIFESTS[ecosystem] ?? FALLBACK_PATH) : FALLBACK_PATH;
}
