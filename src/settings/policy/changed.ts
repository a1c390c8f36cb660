import type { PullRequestContext } from "../../context/run-context.ts";
import { ScanGateError } from "../../errors.ts";
import type { RepositoryCommits } from "../../forge-ports.ts";
import type { Policy, PolicyChain } from "../../model/policy.ts";
import type { PolicyFault } from "../../model/report.ts";
import type { Threshold } from "../../model/severity.ts";
import { present } from "../../text/present.ts";
import { assembleChain, type ChainParts } from "./assemble.ts";
import { BrokenPolicy, parsePolicy } from "./place.ts";

/** What a pull request makes of the policy file: a policy, or a file that cannot be used. It decides nothing. */
export interface ChangedPolicy {
  readonly path: string;
  readonly policy?: Policy;
  /** By what would be judged: the changed file with what stands above it, as far as that is known. */
  readonly chain?: PolicyChain;
  /** The file of another repository that only the changed file extends: it is named, and never read. */
  readonly unread?: string;
  readonly problem?: string;
  readonly faults?: readonly PolicyFault[];
}

export interface ChangedPolicySource {
  readonly settings: { readonly failOn: Threshold };
  readonly context: PullRequestContext;
  readonly commits: Pick<RepositoryCommits, "file" | "distance">;
  readonly path: string;
  /** The head's version, where it was asked for beside the file that decides; its failure is taken here. */
  readonly head?: Promise<string | undefined> | undefined;
  /** The files that decide; this repository's own is the one that is changed. */
  readonly parts: ChainParts;
}

/**
 * The head's version of the file, where the pull request changes it; undefined where it does not. It is only shown,
 * so a failure to read it changes nothing.
 */
export async function readChange(from: ChangedPolicySource): Promise<ChangedPolicy | undefined> {
  const { path, parts, settings, context, commits } = from;
  const { own, withoutFile } = parts;
  try {
    const head = await (from.head ?? commits.file(path, context.commit));
    if (head === own.text || (await isUntouched(from, head))) return undefined;
    const policy =
      head === undefined
        ? undefined
        : await parsePolicy({ text: head, path, place: own.place, failOn: settings.failOn });
    const isKnown = policy?.extends === own.policy?.extends;
    const lineage = isKnown ? own.lineage : { files: [] };
    const { chain } = assembleChain({ ...parts, own: { ...own, lineage, policy } });
    return {
      path,
      policy: policy ?? withoutFile,
      chain,
      ...present({ unread: isKnown ? undefined : policy?.extends }),
    };
  } catch (error) {
    if (!(error instanceof BrokenPolicy)) return undefined;
    return { path, problem: error.message, faults: error.faults };
  }
}

/** Whether the head has the file as it was where the branch began: then others changed it on the base since. */
async function isUntouched(
  { path, context, commits, parts }: ChangedPolicySource,
  head: string | undefined,
): Promise<boolean> {
  const tip = parts.own.place.commit as string; // a pull request's file is read at a commit
  try {
    const { mergeBase } = await commits.distance(tip, context.commit);
    if (mergeBase === undefined || mergeBase === tip) return false;
    return (await commits.file(path, mergeBase)) === head;
  } catch {
    // Then the difference is told as a change; it decides nothing.
    return false;
  }
}

/** A broken file says so when the pull request repairs it: it is judged by the base branch until it is merged. */
export function repairedBy(problem: ScanGateError, changed: ChangedPolicy | undefined): ScanGateError {
  if (changed?.policy === undefined) return problem;
  return new ScanGateError({
    code: problem.code,
    source: problem.source,
    message: problem.message,
    hint: "This pull request repairs the file, but the base branch's decides: an administrator, who may merge without this check, has to merge it (see docs/troubleshooting.md)",
  });
}
