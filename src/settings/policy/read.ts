import { hasBase, type PullRequestContext, type RunContext } from "../../context/run-context.ts";
import { ScanGateError, toReason } from "../../errors.ts";
import type { Policy } from "../../model/policy.ts";
import type { Reason } from "../../model/verdict.ts";
import type { Files, RepositoryCommits } from "../../ports.ts";
import type { Settings } from "../settings.ts";

/** Where the policy is when the `policy` input names none. */
export const DEFAULT_POLICY_PATH = ".github/scan-gate.yml";

/** The rules to judge by, and what kept them from being read, which leaves the verdict incomplete. */
export interface PolicyRead {
  readonly policy: Policy;
  readonly reasons: readonly Reason[];
  /** What the pull request makes of the file, when it changes it. */
  readonly changed?: { readonly path: string; readonly policy?: Policy; readonly problem?: string };
}

export interface PolicySource {
  readonly settings: Pick<Settings, "policy" | "failOn">;
  readonly context: RunContext;
  readonly commits: Pick<RepositoryCommits, "file" | "distance">;
  /** Set where the file is read from the working tree, as on a command line; then the forge is not asked. */
  readonly policyTree?: Pick<Files, "readWorkspace">;
}

/**
 * Reads the policy from the commit that a change cannot alter: the base of a pull request or merge group, the
 * commit itself otherwise (contract §6); or from the working tree, where there is one.
 * @throws `config-invalid` (source `policy`) for a file that cannot be used, and for a named one that is not there
 */
export async function readPolicy(from: PolicySource): Promise<PolicyRead> {
  const { settings, context, policyTree } = from;
  const path = settings.policy ?? DEFAULT_POLICY_PATH;
  const place = placeOf(from);
  const withoutFile: Policy = {
    failOn: settings.failOn,
    origin: "fail-on",
    rules: [],
    budgets: {},
    suppressions: [],
  };
  let text: string | undefined;
  try {
    text = await place.read(path);
  } catch (error) {
    return { policy: withoutFile, reasons: [unreadable(error, path, place)] };
  }
  if (text === undefined && settings.policy !== undefined) throw missing(path, place);
  const policy = text === undefined ? withoutFile : await parse({ text, path, settings, place });
  const changed =
    context.kind === "pull-request" && policyTree === undefined
      ? await readChange({ ...from, context, path, text, withoutFile, place })
      : {};
  return { policy, reasons: [], ...changed };
}

async function parse({ text, path, settings, place }: ParseInput): Promise<Policy> {
  // The YAML parser is a good part of the bundle, and most runs have no policy file.
  const { parsePolicyFile, toPolicy } = await import("./file.ts");
  const result = parsePolicyFile(text, path);
  if (result.ok) return toPolicy(result.policy, { path, failOnInput: settings.failOn });
  throw new ScanGateError({
    code: "config-invalid",
    source: "policy",
    message: `The policy file cannot be used: ${result.problems.join("; ")}`,
    hint: place.hints.broken,
  });
}

/** Where the policy file is looked for. */
interface Place {
  /** As people say it: `at 3f2e1d0`. */
  readonly name: string;
  /** How a file comes to be there, and where a broken one is mended. */
  readonly hints: { readonly missing: string; readonly broken: string };
  read(path: string): Promise<string | undefined>;
}

function placeOf({ context, commits, policyTree }: PolicySource): Place {
  if (policyTree !== undefined) {
    return {
      name: "in the working tree",
      hints: {
        missing: "Check the path, or leave out the option `--policy`",
        broken: "Mend the file; until then nothing can be judged",
      },
      // The parser bounds the size with a better word than "there is none".
      read: (path) => policyTree.readWorkspace(path, Number.MAX_SAFE_INTEGER),
    };
  }
  const commit = hasBase(context) ? context.base.commit : context.commit;
  return {
    name: `at ${commit.slice(0, 7)}`,
    hints: {
      missing: "Commit it to the base branch, or leave `policy` empty",
      broken: "Mend the file on the base branch; until then nothing can be judged",
    },
    read: (path) => commits.file(path, commit),
  };
}

interface ParseInput {
  readonly text: string;
  readonly path: string;
  readonly place: Place;
  readonly settings: Pick<Settings, "failOn">;
}

interface ChangeInput extends PolicySource {
  readonly context: PullRequestContext;
  readonly path: string;
  readonly place: Place;
  readonly text: string | undefined;
  readonly withoutFile: Policy;
}

/** The head's version of the file is only shown, so a failure to read it changes nothing. */
async function readChange(from: ChangeInput): Promise<Pick<PolicyRead, "changed">> {
  const { path, place, text, withoutFile, settings, context, commits } = from;
  try {
    const head = await commits.file(path, context.commit);
    if (head === text || (await isUntouched(from, head))) return {};
    const policy = head === undefined ? withoutFile : await parse({ text: head, path, settings, place });
    return { changed: { path, policy } };
  } catch (error) {
    const isBroken = error instanceof ScanGateError && error.code === "config-invalid";
    return isBroken ? { changed: { path, problem: error.message } } : {};
  }
}

/** Whether the head has the file as it was where the branch began: then others changed it on the base since. */
async function isUntouched(
  { path, context, commits }: ChangeInput,
  head: string | undefined,
): Promise<boolean> {
  try {
    const { mergeBase } = await commits.distance(context.base.commit, context.commit);
    if (mergeBase === undefined || mergeBase === context.base.commit) return false;
    return (await commits.file(path, mergeBase)) === head;
  } catch {
    // Then the difference is told as a change; it decides nothing.
    return false;
  }
}

function unreadable(error: unknown, path: string, { name }: Place): Reason {
  const reason = toReason(error, "policy");
  return { ...reason, source: "policy", message: `${path} ${name}: ${reason.message}` };
}

function missing(path: string, { name, hints }: Place): ScanGateError {
  return new ScanGateError({
    code: "config-invalid",
    source: "policy",
    message: `There is no policy file "${path}" ${name}`,
    hint: hints.missing,
  });
}
