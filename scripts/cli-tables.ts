import {
  COMMON_OPTIONS,
  CONTEXT_OPTIONS,
  FORGE_OPTIONS,
  INPUT_OPTIONS,
  JOIN_OPTIONS,
  type Options,
  RELAY_OPTIONS,
  SHELL_OPTIONS,
} from "../src/cli/option-table.ts";
import { CI_SYSTEMS } from "../src/cli/run/ci-systems.ts";
import { tokenVariables } from "../src/cli/run/tokens.ts";
import { TOKEN_INPUTS } from "../src/settings/inputs.ts";

const cell = (text: string) => text.replaceAll("|", "\\|");
const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(", ");

function optionTable(options: Options): string {
  return [
    "| option | meaning (default) |",
    "|---|---|",
    ...Object.entries(options).map(
      ([name, { value, help }]) => `| \`--${name} ${cell(value)}\` | ${cell(help)} |`,
    ),
  ].join("\n");
}

const FACTS = {
  repository: ["repository", "address"],
  commit: ["headCommit", "commit"],
  "branch or tag": ["headBranch", "branch", "tag"],
  "pull request": ["pullRequest"],
  base: ["baseBranch", "baseCommit"],
  fork: ["fork", "headRepository"],
} as const;

const variableTable = [
  `| CI | ${Object.keys(FACTS).join(" | ")} |`,
  `|---|${"---|".repeat(Object.keys(FACTS).length)}`,
  ...CI_SYSTEMS.map((system) => {
    const facts = Object.values(FACTS).map((keys) => code([...new Set(keys.flatMap((key) => system[key]))]));
    return `| ${system.name} (\`${system.sign}\`) | ${facts.join(" | ")} |`;
  }),
].join("\n");

const tokenTable = [
  "| input of the action | variables, the first that is set counts |",
  "|---|---|",
  ...TOKEN_INPUTS.map((input) => `| \`${input}\` | ${code(tokenVariables(input))} |`),
].join("\n");

/** The options of a command that are its own. */
function ownTable(options: Options): string {
  return optionTable(
    Object.fromEntries(Object.entries(options).filter(([name]) => !(name in COMMON_OPTIONS))),
  );
}

/** The tables of docs/cli.md by the name of the markers that they stand between. */
export const cliBlocks: Readonly<Record<string, string>> = {
  "cli-options": optionTable(INPUT_OPTIONS),
  "cli-context": optionTable({ ...CONTEXT_OPTIONS, ...FORGE_OPTIONS, ...SHELL_OPTIONS }),
  "cli-tokens": tokenTable,
  "cli-variables": variableTable,
  "cli-join": ownTable(JOIN_OPTIONS),
  "cli-relay": ownTable(RELAY_OPTIONS),
};
