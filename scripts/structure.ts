/**
 * Figures and rules of the structure of `src`: how many files and lines, long files and functions, crumbs (small files
 * that serve one importer), and exported names that stand in two places. Of `sandbox` it looks at long files and
 * functions. Prints them; exits with 1 when a rule is broken.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { readShippedFiles } from "./source-files.ts";

const root = join(import.meta.dirname, "..");

/** Largest file, in lines. */
const MOST_LINES = 250;
/** Longest function, in lines. */
const MOST_FUNCTION_LINES = 60;
/** A file below this with one importer is a crumb: it belongs into its importer, or needs a reason below. */
const CRUMB_LINES = 70;

/** Crumbs that stay files of their own, each with its reason. */
const REASONS: Readonly<Record<string, string>> = {
  "src/sources/snyk/align.ts":
    "which issue of the base branch is which of the head: an idea of its own, with its own test",
  "src/cli/policy/command.ts": "one of the words of the command line, loaded when it is given",
  "src/cli/policy/text.ts": "the pure rendering, apart from the command",
  "src/commands/admit.ts": "who may give a command, apart from what the commands do",
  "src/platform/github/survey.ts": "what only doctor asks, loaded when it does",
  "src/platform/gitlab/gitlab.ts": "what a forge offers, in a folder of its own",
  "src/platform/azure/azure.ts": "what a forge offers, in a folder of its own",
  "src/platform/bitbucket/bitbucket.ts": "what a forge offers, in a folder of its own",
  "src/platform/bitbucket-dc/bitbucket-dc.ts": "what a forge offers, in a folder of its own",
  "src/platform/gitlab/comments.ts": "one role of a forge, beside its other roles",
  "src/platform/gitlab/commits.ts": "one role of a forge, beside its other roles",
  "src/platform/bitbucket-dc/insights.ts": "one role of a forge, beside its other roles",
  "src/forges/azure/azure.ts": "the traits of a forge, in a folder of its own",
  "src/forges/bitbucket/bitbucket.ts": "the traits of a forge, in a folder of its own",
  "src/forges/bitbucket-dc/bitbucket-dc.ts": "the traits of a forge, in a folder of its own",
  "src/gate/meeting-kinds.ts": "what findings of several tools meet by, apart from how they are matched",
  "src/reporters/html/page/keyboard.ts": "the keys of the page and the help that names them",
  "src/cli/run/gitlab-place.ts": "how GitLab's variables are read, apart from the choice of a forge",
  "src/cli/run/azure-place.ts": "how addresses of Azure are read, apart from the choice of a forge",
  "src/reporters/html/page-script.ts": "generated from src/reporters/html/page",
  "src/reporters/html/publish.ts": "an effect, apart from the pure rendering",
  "src/reporters/json.ts": "a reporter of its own",
  "src/reporters/status/render.ts": "the pure rendering, apart from the effect",
};

const files = readShippedFiles(root);
const sandbox = readShippedFiles(root, "sandbox");

const importers = new Map<string, string[]>();
for (const { path, imports } of files) {
  for (const target of new Set(imports)) importers.set(target, [...(importers.get(target) ?? []), path]);
}

const places = new Map<string, string[]>();
for (const { path, exports } of files) {
  for (const name of exports) places.set(name, [...(places.get(name) ?? []), path]);
}

const crumbs = files.filter(({ path, lines }) => lines < CRUMB_LINES && importers.get(path)?.length === 1);
const problems = [
  ...[...files, ...sandbox].flatMap(({ path }) => longFunctions(path)),
  ...[...files, ...sandbox]
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines`),
  ...crumbs
    .filter(({ path }) => REASONS[path] === undefined)
    .map(
      ({ path, lines }) => `${path} (${lines} lines) serves only ${importers.get(path)?.join("")}: join them`,
    ),
  ...Object.keys(REASONS)
    .filter((path) => !crumbs.some((crumb) => crumb.path === path))
    .map((path) => `${path} is not a crumb any more: delete its reason`),
  ...[...places]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name} is exported by ${paths.join(" and ")}`),
];

/** A sentence for each function of a file that is too long. */
function longFunctions(path: string): readonly string[] {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(root, path), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const told: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      const line = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
      const [first, last] = [line(node.getStart(source)), line(node.end)];
      const lines = last - first + 1;
      if (lines > MOST_FUNCTION_LINES) told.push(`${path}:${first} is a function of ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return told;
}

const say = (line: string) => void process.stdout.write(`${line}\n`);
say(
  `${files.length} files, ${files.reduce((sum, { lines }) => sum + lines, 0)} lines, ${crumbs.length} crumbs`,
);
for (const problem of problems) say(`- ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
