/**
 * Lock files that Snyk names in JSON, where its SARIF of the same scan and its projects of imported repositories name
 * the manifest (https://github.com/snyk/cli, `open-source-sarif-output.ts`).
 */
const MANIFESTS: ReadonlyMap<string, string> = new Map([
  ["Gemfile.lock", "Gemfile"],
  ["package-lock.json", "package.json"],
  ["yarn.lock", "package.json"],
  ["pnpm-lock.yaml", "package.json"],
  ["Gopkg.lock", "Gopkg.toml"],
  ["go.sum", "go.mod"],
  ["composer.lock", "composer.json"],
  ["Podfile.lock", "Podfile"],
  ["poetry.lock", "pyproject.toml"],
]);

/** The manifest that a lock file belongs to, in the same folder; undefined for what is no lock file. */
export function manifestOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const manifest = MANIFESTS.get(name);
  return manifest === undefined ? undefined : `${path.slice(0, path.length - name.length)}${manifest}`;
}
