import { createHash } from "node:crypto";
import { ScanGateError, toReason } from "../../errors.ts";
import type { ForgeRoles } from "../../forge-ports.ts";
import type { ChangeProposals, ProposedPullRequest } from "../../proposal-ports.ts";
import { type AddedSuppression, addSuppression, sameSuppression } from "./policy-edit.ts";
import { type Said, say } from "./words.ts";

/** The branch of an exception: the same ID, date and reason, the same branch. */
function exceptionBranch({ id, expires, reason }: AddedSuppression): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([id, expires, reason]))
    .digest("hex");
  return `scan-gate/accept-${hash.slice(0, 16)}`;
}

/** That an exception is not proposed, and why. */
export class ExceptionRefusal extends Error {
  readonly said: Said;

  constructor(said: Said) {
    super(said.plain);
    this.name = "ExceptionRefusal";
    this.said = said;
  }
}

/** The roles of a forge that an exception needs. */
export interface ExceptionForge extends Pick<ForgeRoles, "comments" | "commits"> {
  readonly proposals: ChangeProposals;
}

export interface ProposedException {
  readonly entry: AddedSuppression;
  /** The policy file. */
  readonly path: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly message: string;
  readonly title: string;
  readonly body: string;
}

/** What there is of an exception, and what is missing. */
export interface PreparedException {
  readonly branch: string;
  /** The default branch. */
  readonly into: string;
  /** Its tip. */
  readonly tip: string;
  /** Set when the pull request is there. */
  readonly pull?: ProposedPullRequest;
  /** `made`: the branch holds the exception. `empty`: it is there, and holds nothing of its own. */
  readonly stage: "none" | "empty" | "made";
  /** The policy file with the exception, for the branch; absent when it holds that. */
  readonly file?: EditedFile;
}

interface EditedFile {
  readonly text: string;
  /** The version of the file that it was made from; undefined where there is none. */
  readonly replaces: string | undefined;
}

/**
 * Looks what there is of an exception, and writes nothing. The pull request of an earlier run is found by its branch, by
 * our authorship and by its content.
 * @throws ExceptionRefusal when the file cannot take it, and when a branch of its name holds anything else
 */
export async function prepareException(
  forge: ExceptionForge,
  exception: ProposedException,
  into: string,
): Promise<PreparedException> {
  const { entry } = exception;
  const branch = exceptionBranch(entry);
  const [tip, ours] = await Promise.all([forge.commits.branchTip(into), forge.commits.branchTip(branch)]);
  if (tip === undefined) throw new ExceptionRefusal(say`The default branch ${into} is not there.`);
  const prepared = { branch, into, tip };
  if (ours === undefined) {
    return { ...prepared, stage: "none", file: await editedFile(forge, exception, tip) };
  }
  const stage = await stageOf(forge, exception, { tip, head: ours });
  if (stage === undefined) {
    throw new ExceptionRefusal(
      say`The branch ${branch} is there already, and it holds something else than this exception. It was left alone: delete it, or write another reason.`,
    );
  }
  const pull = await openPull(forge, exception, prepared);
  if (pull !== undefined) return { ...prepared, stage, pull };
  // Merged already, where the default branch has it.
  const file = await editedFile(forge, exception, tip);
  if (stage === "made") return { ...prepared, stage };
  return { ...prepared, stage, file: ours === tip ? file : await editedFile(forge, exception, ours) };
}

/**
 * Makes what is missing: the branch, the file in it, the pull request. What is sent once is looked up when its answer is
 * lost, and never sent again.
 * @throws PullRefused when all but the pull request is there
 */
export async function proposeException(
  forge: ExceptionForge,
  exception: ProposedException,
  prepared: PreparedException,
): Promise<ProposedPullRequest> {
  if (prepared.pull !== undefined) return prepared.pull;
  if (prepared.stage === "none") await makeBranch(forge, prepared);
  if (prepared.file !== undefined) await commitFile(forge, exception, { ...prepared, file: prepared.file });
  return await openFor(forge, exception, prepared);
}

/** That the forge refuses the pull request of a branch that is ready. */
export class PullRefused extends Error {
  readonly reason: string;
  readonly branch: string;
  readonly into: string;

  constructor(reason: string, { branch, into }: PreparedException) {
    super(reason);
    this.name = "PullRefused";
    this.reason = reason;
    this.branch = branch;
    this.into = into;
  }
}

/** The policy file at a commit, and with the exception. @throws ExceptionRefusal when it cannot take it */
async function editedFile(
  { proposals }: ExceptionForge,
  { path, entry }: ProposedException,
  commit: string,
): Promise<EditedFile> {
  const file = await proposals.file(path, commit);
  if (file !== undefined && sameSuppression(file.text, { entry, path }) !== undefined) {
    throw new ExceptionRefusal(
      say`${path} has this very exception already. Write ${"/scan-gate recheck"} to judge by it.`,
    );
  }
  const edit = addSuppression(file?.text, { entry, path });
  if (edit.ok) return { text: edit.text, replaces: file?.version };
  throw new ExceptionRefusal(say`${path} cannot take the exception: ${{ sentence: edit.problem }}`);
}

/**
 * How far a branch has come: it holds the exception and nothing else, or nothing of its own. Undefined for anything
 * else.
 */
async function stageOf(
  forge: ExceptionForge,
  exception: ProposedException,
  { tip, head }: { readonly tip: string; readonly head: string },
): Promise<"empty" | "made" | undefined> {
  if (head === tip) return "empty";
  const { proposals } = forge;
  const { path } = exception;
  const [file, difference] = await Promise.all([proposals.file(path, head), proposals.difference(tip, head)]);
  const left = difference?.mergeBase ?? tip;
  if (left === head) return "empty";
  if (file === undefined || difference?.files.some((one) => one !== plainPath(path))) return undefined;
  const before = await proposals.file(path, left);
  return isEdited(before?.text, file.text, exception) ? "made" : undefined;
}

function plainPath(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "");
}

/** Whether a file is another with this exception added and nothing else changed, whoever asked for it. */
function isEdited(before: string | undefined, after: string, { entry, path }: ProposedException): boolean {
  const { owner } = sameSuppression(after, { entry, path }) ?? {};
  if (owner === undefined) return false;
  const edit = addSuppression(before, { entry: { ...entry, owner }, path });
  return edit.ok && edit.text === after;
}

/** Our open pull request of a branch. @throws ExceptionRefusal when it is somebody else's */
async function openPull(
  { proposals, comments }: ExceptionForge,
  { repository }: ProposedException,
  { branch, into }: Pick<PreparedException, "branch" | "into">,
): Promise<ProposedPullRequest | undefined> {
  const open = (await proposals.openFrom(branch)).filter(
    (pull) => pull.into === into && pull.headRepository?.toLowerCase() === repository.toLowerCase(),
  );
  const [first] = open;
  if (first === undefined) return undefined;
  const login = await comments.author(open.flatMap(({ author }) => author ?? []));
  const own = open.find(({ author }) => author === login);
  if (own !== undefined) return own;
  throw new ExceptionRefusal(
    say`A pull request of ${first.author ?? "a deleted account"} is open from the branch ${branch}: ${{ label: `#${first.number}`, address: first.url }}. It is not ours, so it was left alone.`,
  );
}

async function makeBranch(
  { proposals, commits }: ExceptionForge,
  prepared: PreparedException,
): Promise<void> {
  const { branch, tip } = prepared;
  try {
    await proposals.createBranch(branch, tip);
  } catch (error) {
    // The answer may be lost, or another run for the same exception came first.
    if (isOver(error) || (await commits.branchTip(branch)) !== tip) throw error;
  }
}

async function commitFile(
  forge: ExceptionForge,
  exception: ProposedException,
  { branch, tip, file }: PreparedException & { readonly file: EditedFile },
): Promise<void> {
  const { path, message } = exception;
  try {
    await forge.proposals.commitFile({ branch, path, message, ...file });
  } catch (error) {
    if (isOver(error)) throw error;
    const head = await forge.commits.branchTip(branch);
    if (head === undefined || (await stageOf(forge, exception, { tip, head })) !== "made") throw error;
  }
}

async function openFor(
  forge: ExceptionForge,
  exception: ProposedException,
  prepared: PreparedException,
): Promise<ProposedPullRequest> {
  const { title, body } = exception;
  const { branch, into } = prepared;
  try {
    return await forge.proposals.open({ branch, into, title, body });
  } catch (error) {
    if (isOver(error)) throw error;
    const opened = await openPull(forge, exception, prepared);
    if (opened !== undefined) return opened;
    throw new PullRefused(toReason(error, "github").message, prepared);
  }
}

/** Whether nothing more may be asked. */
function isOver(error: unknown): boolean {
  return error instanceof ScanGateError && error.code === "cancelled";
}
