import { FORGE_KINDS } from "../model/verdict.ts";
import {
  INPUT_NAMES,
  INPUTS,
  type InputName,
  inputEntry,
  TOKEN_INPUTS,
  type TokenInput,
} from "../settings/inputs.ts";

/** How an option is written. */
export type OptionKind =
  /** `--name value`, once. */
  | "value"
  /** `--name value`, as often as one likes; the values make a list. */
  | "list"
  /** `--name`, `--name true` or `--name false`. */
  | "switch"
  /** `--name`, and nothing behind it. */
  | "flag";

export interface Option {
  readonly kind: OptionKind;
  /** What stands for the value in the help. */
  readonly value: string;
  /** One line; what it is when it is not given stands in parentheses at the end. */
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** An input as an option; its default ends the help. */
function optionOf(name: Exclude<InputName, TokenInput>): Option {
  const { kind, value, help, otherwise, default: own } = inputOption(name);
  const fallback = otherwise ?? own ?? inputEntry(name).default ?? "";
  return { kind, value, help: fallback === "" ? help : `${help} (${fallback})` };
}

function inputOption(
  name: Exclude<InputName, TokenInput>,
): NonNullable<ReturnType<typeof inputEntry>["option"]> {
  return INPUTS[name].option;
}

function isSecret(name: InputName): name is TokenInput {
  return TOKEN_INPUTS.some((token) => token === name);
}

/** The names of inputs that are options, in the order of the table; on a command line a pull request is part of what is judged. */
const OPTION_NAMES = INPUT_NAMES.filter(
  (name): name is Exclude<InputName, TokenInput> => !isSecret(name) && name !== "pull-request",
);

/** Every input of the action that is not a secret, as an option of the same name and meaning. */
export const INPUT_OPTIONS: Options = Object.fromEntries(OPTION_NAMES.map((name) => [name, optionOf(name)]));

/** What inputs are on a command line when they are not given, where that differs from the action. */
export const SHELL_DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  OPTION_NAMES.flatMap((name) => {
    const { default: own } = inputOption(name);
    return own === undefined ? [] : [[name, own]];
  }),
);

/** What a workflow's event tells; each stands in for one fact that the CI or git does not know. */
export const CONTEXT_OPTIONS = {
  repository: { kind: "value", value: "NAME|URL", help: "owner/name, or the repository's web address" },
  commit: { kind: "value", value: "SHA", help: "the commit to judge: its ID, full or shortened" },
  ref: { kind: "value", value: "REF", help: "the branch of the commit, or a full ref such as refs/tags/v1" },
  "pull-request": optionOf("pull-request"),
  "base-ref": { kind: "value", value: "BRANCH", help: "the target branch of the pull request" },
  "base-commit": { kind: "value", value: "SHA", help: "the commit of the target branch" },
} as const satisfies Options;

/** Who is told of the verdict beside stdout and files. */
export const FORGE_OPTIONS = {
  forge: {
    kind: "value",
    value: "FORGE",
    help: `${FORGE_KINDS.join(", ")} (as the CI or address says)`,
  },
  "forge-url": { kind: "value", value: "URL", help: "where it is (what the CI says; see docs/forges.md)" },
  "native-findings": {
    kind: "switch",
    value: "true|false",
    help: "tell findings in the forge's own way too; see docs/forges.md (false)",
  },
} as const satisfies Options;

export const SHELL_OPTIONS = {
  workspace: { kind: "value", value: "DIR", help: "the working tree (the current folder)" },
  format: { kind: "value", value: "FORMAT", help: "format of stdout: text, json, sarif or markdown (text)" },
} as const satisfies Options;

export const COMMON_OPTIONS = {
  help: { kind: "flag", value: "", help: "show this help" },
  version: { kind: "flag", value: "", help: "show the version" },
} as const satisfies Options;

/** All options of a run. */
export const RUN_OPTIONS: Options = {
  ...INPUT_OPTIONS,
  ...CONTEXT_OPTIONS,
  ...FORGE_OPTIONS,
  ...SHELL_OPTIONS,
  ...COMMON_OPTIONS,
};

/** Options of `scan-gate doctor`: those of a run, and its own formats. */
export const DOCTOR_OPTIONS: Options = {
  ...RUN_OPTIONS,
  format: { kind: "value", value: "FORMAT", help: "format of stdout: text or json (text)" },
};

/** Options of `scan-gate explain`. */
export const EXPLAIN_OPTIONS: Options = {
  report: { kind: "value", value: "FILE", help: "the report.json of a run (./scan-gate/report.json)" },
  policy: { ...optionOf("policy"), help: "policy file (.github/scan-gate.yml, if there is one)" },
  "fail-on": optionOf("fail-on"),
  gate: optionOf("gate"),
  ...COMMON_OPTIONS,
};

/** Options of `scan-gate policy show`. */
export const POLICY_SHOW_OPTIONS: Options = {
  policy: optionOf("policy"),
  "fail-on": optionOf("fail-on"),
  repository: CONTEXT_OPTIONS.repository,
  workspace: SHELL_OPTIONS.workspace,
  format: { kind: "value", value: "FORMAT", help: "format of stdout: text or json (text)" },
  ...COMMON_OPTIONS,
};

/** Options of `scan-gate replay`. */
export const REPLAY_OPTIONS: Options = {
  policy: {
    kind: "list",
    value: "FILE",
    help: "the policy to try; required; again for the next file of a chain, top first",
  },
  "fail-on": { kind: "value", value: "SEVERITY", help: "threshold if the policy sets none (high)" },
  gate: optionOf("gate"),
  ...COMMON_OPTIONS,
};

/** Options of `scan-gate join`. */
export const JOIN_OPTIONS: Options = {
  format: { kind: "value", value: "FORMAT", help: "format of stdout: text, json, markdown or html (text)" },
  since: {
    kind: "value",
    value: "FILE",
    help: "what an earlier join printed with --format json, for the trend",
  },
  ...COMMON_OPTIONS,
};

/** Options of `scan-gate relay`. */
export const RELAY_OPTIONS: Options = {
  repository: { kind: "list", value: "OWNER/REPO", help: "repository to dispatch to, or OWNER/*; required" },
  listen: { kind: "value", value: "HOST:PORT", help: "where to listen; port 0: any (127.0.0.1:8080)" },
  state: { kind: "value", value: "FILE", help: "keeps what is queued over a restart (in memory only)" },
  queue: { kind: "value", value: "N", help: "most dispatches that wait (1000)" },
  ...COMMON_OPTIONS,
};
