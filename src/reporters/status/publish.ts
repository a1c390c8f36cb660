import type { RunContext } from "../../context/run-context.ts";
import { toReason } from "../../errors.ts";
import type { StatusBoard } from "../../forge-ports.ts";
import type { StatusTraits } from "../../forges/forge.ts";
import { GITHUB_TRAITS } from "../../forges/github/github.ts";
import type { Report } from "../../model/report.ts";
import type { Settings } from "../../settings/settings.ts";
import { present } from "../../text/present.ts";
import { lastStatus } from "./render.ts";

export interface CommitStatusOptions {
  readonly statuses: StatusBoard;
  /** The judged commit. */
  readonly commit: string;
  /** `scan-gate`, as {@link statusContext} makes it. */
  readonly context: string;
  /** The run's page. */
  readonly link?: string;
  /** The forge's words; GitHub's unless given. */
  readonly traits?: StatusTraits;
}

/** What came of the last word. */
export interface StatusPublished {
  /** Whether the last word stands, or rightly belongs to a later run. */
  readonly ok: boolean;
  /** One sentence for the log and the summary. */
  readonly text: string;
}

/** A status that one run keeps: `pending` while it works, and at its very end the verdict. */
export interface RunStatus {
  /** Says that the run works. Never throws: what failed is told with the last word. */
  begin(): Promise<void>;
  /**
   * Writes the last word, unless a later run has begun on this commit: its `pending` is newer than ours, and the last
   * word is its own. Never throws.
   */
  finish(report: Report, exitCode: number): Promise<StatusPublished>;
}

/** The name of our status for a comment key; of a run that judges neither pull request nor merge group its own. */
export function statusContext(
  key: string,
  judgesRef: boolean,
  {
    context,
    separator,
    keyedContext = context,
  }: Pick<StatusTraits, "context" | "separator" | "keyedContext"> = GITHUB_TRAITS.status,
): string {
  const name = key === "default" ? context : `${keyedContext}${separator}${key}`;
  return `${name}${judgesRef ? " (branch)" : ""}`;
}

/** Events whose job the forge does not show at the judged commit; a command line in the forge's own CI turns `auto` off. */
const HIDDEN_JOBS = ["workflow_run", "status", "repository_dispatch", "issue_comment", "cli"];

/** Whether a run keeps a status on its commit (contract §2, `status`; nothing is written in a dry run). */
function keepsStatus(
  { status, dryRun, pullRequest }: Pick<Settings, "status" | "dryRun" | "pullRequest">,
  event: string,
): boolean {
  if (dryRun || status === "off") return false;
  if (status === "always" || HIDDEN_JOBS.includes(event)) return true;
  return pullRequest !== undefined && (event === "schedule" || event === "workflow_dispatch");
}

export interface RunStatusOptions {
  /** Absent where the forge takes no statuses. */
  readonly statusBoard: StatusBoard | undefined;
  readonly settings: Settings;
  readonly context: RunContext;
  /** The run's page. */
  readonly link: string | undefined;
  readonly traits: StatusTraits;
}

/** The status that a run keeps on the commit that it judges; undefined when it keeps none. */
export function runStatus({
  statusBoard,
  settings,
  context,
  link,
  traits,
}: RunStatusOptions): RunStatus | undefined {
  if (statusBoard === undefined || !keepsStatus(settings, context.event)) return undefined;
  const name = statusContext(settings.commentKey, context.kind === "ref", traits);
  return commitStatus({
    statuses: statusBoard,
    commit: context.commit,
    context: name,
    traits,
    ...present({ link }),
  });
}

/** Our status on the judged commit. No request is made before `begin`. */
export function commitStatus(options: CommitStatusOptions): RunStatus {
  const { statuses, commit, context, link, traits = GITHUB_TRAITS.status } = options;
  const common = { context, ...(link === undefined ? {} : { link }) };
  let ours: string | undefined;
  let trouble: string | undefined;
  let begun: Promise<void> | undefined;
  const announce = async () => {
    try {
      const status = {
        ...common,
        state: traits.states.pending,
        description: "Scan Gate is judging this commit",
      };
      ours = (await statuses.write(commit, status)).id;
    } catch (error) {
      trouble = toReason(error, "github").message;
    }
  };
  return {
    begin: () => (begun ??= announce()),
    async finish(report, exitCode) {
      await begun;
      const last = lastStatus(report, exitCode, traits);
      try {
        if (await laterRun(options, ours)) {
          return {
            ok: true,
            text: `left alone: a later run judges ${commit.slice(0, 7)} and has the last word`,
          };
        }
        await statuses.write(commit, { ...common, ...last });
        return { ok: true, text: `\`${context}\` is ${last.state} on ${commit.slice(0, 7)}` };
      } catch (error) {
        const said = [...new Set([trouble ?? [], toReason(error, "github").message].flat())].join(" ");
        return { ok: false, text: `\`${context}\` could not be written: ${said}` };
      }
    },
  };
}

/**
 * Whether another run has begun on this commit since: its `pending` is newer than ours. A newer status without a
 * `pending` before it is no run's, and ours goes above it. Where ours could not be written nobody can say which came
 * first: then another run's open `pending` keeps the last word.
 */
async function laterRun(
  { statuses, commit, context, link }: CommitStatusOptions,
  ours?: string,
): Promise<boolean> {
  const listed = (await statuses.list(commit)).filter((status) => sameContext(status.context, context));
  const at = listed.findIndex(({ id }) => id === ours);
  if (ours === undefined || at === -1) return listed[0]?.state === "pending" && listed[0].link !== link;
  return listed.slice(0, at).some(({ state }) => state === "pending");
}

/** GitHub does not mind the case of a context. */
function sameContext(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
