import { ScanGateError } from "../../errors.ts";
import type { PullRequestReviews, ReviewThreadState } from "../../review-ports.ts";
import { counted } from "../../text/count.ts";
import type { OwnThread } from "./thread.ts";

interface TidyOptions {
  readonly reviews: PullRequestReviews;
  readonly pullRequest: number;
}

/** What became of the threads, as parts of a log line. */
interface Tidied {
  readonly done: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Ends threads whose finding is gone or no longer blocks: each is resolved, or where that is refused, its comment is
 * deleted. One that somebody answered stays as it is, and so does one that is resolved already.
 */
export async function tidyThreads(
  over: readonly OwnThread[],
  { reviews, pullRequest }: TidyOptions,
): Promise<Tidied> {
  const unanswered = over.filter(({ isAnswered }) => !isAnswered);
  const kept = over.length - unanswered.length;
  const done = kept === 0 ? [] : [`left ${counted(kept, "answered thread")}`];
  if (unanswered.length === 0) return { done, warnings: [] };
  const states = await threadStates(reviews, pullRequest);
  let refusal = states.refusal;
  let resolved = 0;
  let deleted = 0;
  for (const { comment } of unanswered) {
    const state = states.byComment.get(comment.id);
    if (state?.isResolved) continue;
    if (state !== undefined && refusal === undefined) {
      refusal = await refusalOf(() => reviews.resolve(state));
      if (refusal === undefined) {
        resolved += 1;
        continue;
      }
    }
    await reviews.remove(comment);
    deleted += 1;
  }
  const ended = [
    resolved === 0 ? "" : `resolved ${counted(resolved, "thread")}`,
    deleted === 0 ? "" : `deleted ${counted(deleted, "thread")}${whyDeleted(refusal)}`,
  ].filter((part) => part !== "");
  return { done: [...done, ...ended], warnings: [] };
}

function whyDeleted(refusal: ScanGateError | undefined): string {
  return refusal === undefined ? "" : ", because GitHub resolves threads only with `contents: write`";
}

/** The threads by the comment that began them; none where the forge does not tell this token. */
async function threadStates(reviews: PullRequestReviews, pullRequest: number) {
  let threads: readonly ReviewThreadState[] = [];
  const refusal = await refusalOf(async () => {
    threads = await reviews.threads(pullRequest);
  });
  return { refusal, byComment: new Map(threads.map((thread) => [thread.commentId, thread])) };
}

/** The forge's refusal to do something; any other trouble is thrown. */
async function refusalOf(action: () => Promise<void>): Promise<ScanGateError | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    const isRefusal =
      error instanceof ScanGateError && (error.code === "forbidden" || error.code === "not-found");
    if (!isRefusal) throw error;
    return error;
  }
}
