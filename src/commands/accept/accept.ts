import type { RunContext } from "../../context/run-context.ts";
import { ScanGateError, toReason } from "../../errors.ts";
import { suppressionRefusal } from "../../gate/chain.ts";
import { type ExceptionReach, reachOfException } from "../../gate/exception.ts";
import type { Report } from "../../model/report.ts";
import { type Reason, SOURCE_NAMES } from "../../model/verdict.ts";
import type { Ports } from "../../ports.ts";
import type { ProposedPullRequest } from "../../proposal-ports.ts";
import type { CommandEnd } from "../../reporters/conclude.ts";
import { trustedLinkHosts } from "../../reporters/forge-reporters.ts";
import { DEFAULT_POLICY_PATH, type PolicyRead } from "../../settings/policy/read.ts";
import type { Settings } from "../../settings/settings.ts";
import { counted } from "../../text/count.ts";
import { present } from "../../text/present.ts";
import type { CommandAnswer } from "../answer.ts";
import { endCommand, replyTo } from "../answer.ts";
import {
  type ExceptionForge,
  ExceptionRefusal,
  type PreparedException,
  type ProposedException,
  PullRefused,
  prepareException,
  proposeException,
} from "./exception-branch.ts";
import type { AddedSuppression } from "./policy-edit.ts";
import {
  commitMessage,
  compareAddress,
  pullBody,
  pullTitle,
  type Said,
  say,
  sayAll,
  unreadSources,
} from "./words.ts";

/** The head of the pull request as it is judged now. */
export interface JudgedHead {
  readonly context: RunContext;
  readonly policy: PolicyRead;
  readonly report: Report;
}

export interface AcceptRequest {
  readonly answer: CommandAnswer;
  readonly settings: Settings;
  /** Reads policy and sources as they are, without waiting. @throws what keeps them from being read */
  readonly look: () => Promise<JudgedHead>;
}

/** The account of a job's own token. */
const JOB_ACCOUNT = "github-actions[bot]";

/** What came of the command. */
interface AcceptOutcome {
  readonly said: Said;
  /** The fault that kept it from being proposed. */
  readonly trouble?: Reason;
  /** The pull request that is there. */
  readonly pull?: { readonly url: string };
}

/**
 * Carries out `/scan-gate accept` (contract §6): proposes the exception as a pull request to the default branch, and
 * answers with its link. It decides nothing. Never throws: whatever goes wrong is the answer.
 */
export async function acceptException(ports: Ports, request: AcceptRequest): Promise<CommandEnd> {
  const { answer } = request;
  const { said, pull, trouble } = await outcomeOf(ports, request);
  let exitCode: 0 | 1 = pull === undefined ? 1 : 0;
  if (pull !== undefined) {
    try {
      ports.outputs.set("exception-url", pull.url);
    } catch (error) {
      ports.log.error(toReason(error, "gate").message);
      exitCode = 1;
    }
  }
  if (!ports.cancelled.aborted) {
    await replyTo(answer, said.markdown);
    await endCommand(answer, pull !== undefined);
  }
  return { why: said.plain, exitCode, ...present({ trouble }) };
}

async function outcomeOf(ports: Ports, request: AcceptRequest): Promise<AcceptOutcome> {
  try {
    return await carryOut(ports, request);
  } catch (error) {
    if (error instanceof ExceptionRefusal) return { said: error.said };
    const trouble = toReason(error, "github");
    return { said: say`The exception could not be proposed: ${{ sentence: trouble.message }}`, trouble };
  }
}

async function carryOut(ports: Ports, request: AcceptRequest): Promise<AcceptOutcome> {
  const { answer, settings } = request;
  const entry = entryOf(ports, answer);
  const today = new Date(ports.clock.now()).toISOString().slice(0, 10);
  checkDate(entry.expires, today);
  const head = await request.look();
  // Also where `policy` names a file of another repository, which stands above this one.
  const path = settings.policy ?? DEFAULT_POLICY_PATH;
  const reach = reachIn(head, entry, today);
  const story = {
    entry,
    covered: reach.covered,
    pullRequest: answer.pullRequest,
    commentId: answer.request.commentId,
    report: head.report,
    path,
    linkHosts: trustedLinkHosts(settings),
  };
  const exception: ProposedException = {
    entry,
    path,
    repository: `${head.context.owner}/${head.context.repo}`,
    message: commitMessage(story),
    title: pullTitle(story),
    body: ports.redact(pullBody(story)),
  };
  const forge = await exceptionForge(answer);
  const into = head.context.defaultBranch ?? (await forge.commits.defaultBranch?.());
  if (into === undefined)
    throw new ExceptionRefusal(say`The repository has no default branch to propose it to.`);
  const prepared = await prepareException(forge, exception, into);
  ports.cancelled.throwIfAborted();
  if (settings.dryRun && prepared.pull === undefined) return tellDry(ports, { exception, prepared });
  try {
    const pull = await proposeException(forge, exception, prepared);
    const url = pull.url || `${head.context.repositoryUrl}/pull/${pull.number}`;
    return { said: proposed({ pull: { ...pull, url }, reach, entry, head }), pull: { url } };
  } catch (error) {
    if (!(error instanceof PullRefused)) throw error;
    return { said: refusedPull(error, { exception, head }) };
  }
}

/** The suppression that the comment asks for. @throws ExceptionRefusal when the command is another */
function entryOf({ redact }: Ports, { request }: CommandAnswer): AddedSuppression {
  const { reading, author } = request;
  if (reading.kind !== "command" || reading.command.name !== "accept") {
    throw new ExceptionRefusal(say`The comment asks for no exception.`);
  }
  const { id, until, reason } = reading.command;
  return { id: redact(id), reason: redact(reason), expires: until, owner: `@${author}` };
}

/** @throws ExceptionRefusal for what is no day of the calendar, and for one that is over */
function checkDate(until: string, today: string): void {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(until) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(until)) {
    throw new ExceptionRefusal(say`${until} is not a day of the calendar. Write it as ${"YYYY-MM-DD"}.`);
  }
  if (until < today) {
    throw new ExceptionRefusal(say`${until} is over: today is ${today} (UTC). Name a day to come.`);
  }
}

/** What the exception would reach. @throws ExceptionRefusal when that is nothing, or when a file above forbids it */
function reachIn({ policy, report }: JudgedHead, entry: AddedSuppression, today: string): ExceptionReach {
  if (policy.isUnknown === true) {
    const why = policy.reasons.map(({ message }) => message).join(" ");
    throw new ExceptionRefusal(say`Whether the policy allows it could not be read: ${{ sentence: why }}`);
  }
  const refused = suppressionRefusal(entry, policy.aboveOwn ?? [], today);
  if (refused !== undefined) {
    throw new ExceptionRefusal(say`The policy does not allow it: ${{ sentence: refused }}.`);
  }
  // A pull request that is known by its number has one chain.
  const [chain] = policy.chains;
  const reach = reachOfException({ entry, chain, findings: report.findings, today });
  if (reach.covered.length === 0) throw noFinding(report, entry.id, reach.suppressed);
  return reach;
}

function noFinding(report: Report, id: string, suppressed: number): ExceptionRefusal {
  const unread = unreadSources(report);
  const names = unread.map(({ source }) => SOURCE_NAMES[source]).join(" and ");
  return new ExceptionRefusal(
    sayAll(
      say`No unsuppressed finding of ${report.context.commit.slice(0, 7)} has the ID ${id}.`,
      suppressed === 0
        ? undefined
        : say`${{ sentence: counted(suppressed, "finding has it and is suppressed already", "findings have it and are suppressed already") }}.`,
      unread.length === 0
        ? undefined
        : say`${{ sentence: names }} could not be read: ${{ sentence: unread.map(({ message }) => message).join(" ") }}`,
    ),
  );
}

async function exceptionForge({ forge }: CommandAnswer): Promise<ExceptionForge> {
  if (forge.proposals !== undefined) {
    return { comments: forge.comments, commits: forge.commits, proposals: await forge.proposals() };
  }
  throw new ScanGateError({
    code: "config-invalid",
    source: "github",
    message: "Exceptions can be proposed on GitHub only",
    hint: "Add it to the policy file by a pull request",
  });
}

function proposed(of: {
  readonly pull: ProposedPullRequest;
  readonly reach: ExceptionReach;
  readonly entry: AddedSuppression;
  readonly head: JudgedHead;
}): Said {
  const { pull, reach, entry, head } = of;
  const covered = counted(reach.covered.length, "finding");
  const part = reach.covered.filter(({ countsBy }) => countsBy.length > 0).length;
  const unread = unreadSources(head.report).map(({ source }) => SOURCE_NAMES[source]);
  return sayAll(
    say`The exception for ${entry.id} until ${entry.expires} is ${{ label: `pull request #${pull.number}`, address: pull.url }}. It covers ${{ sentence: covered }} of ${head.context.commit.slice(0, 7)}.`,
    part === 0
      ? undefined
      : say`${{ sentence: counted(part, "of them still counts", "of them still count") }} by another tool, which has another ID for it.`,
    unread.length === 0
      ? undefined
      : say`${{ sentence: unread.join(" and ") }} could not be read and may have more.`,
    say`When it is merged, write ${"/scan-gate recheck"} here.`,
    pull.author === JOB_ACCOUNT
      ? say`The job's own token opened it, so its workflows wait for "Approve and run"; the token of an App in ${"github-token"} avoids this.`
      : undefined,
  );
}

function refusedPull(
  { reason, branch, into }: PullRefused,
  { exception, head }: { readonly exception: ProposedException; readonly head: JudgedHead },
): Said {
  const { title, body } = exception;
  const address = compareAddress(head.context.repositoryUrl, { branch, into, title, body });
  return say`The exception is ready on the branch ${branch}, but its pull request was refused: ${{ sentence: reason }} ${{ label: "Open the pull request yourself", address }}.`;
}

function tellDry(
  { log }: Ports,
  { exception, prepared }: { readonly exception: ProposedException; readonly prepared: PreparedException },
): AcceptOutcome {
  const { branch, into, file } = prepared;
  log.info(`dry run, so this was not written to ${exception.path} on the branch ${branch}:`);
  for (const line of (file?.text ?? "nothing, for the branch has it already").split("\n")) log.info(line);
  log.info(`dry run, so this pull request to ${into} was not opened: ${exception.title}`);
  for (const line of exception.body.split("\n")) log.info(line);
  return { said: say`A dry run writes nothing: the pull request from ${branch} to ${into} was not opened.` };
}
