import type { SemgrepWorld } from "../semgrep/world.ts";
import type { StandIn } from "../service/stand-in.ts";
import { HEAD_BRANCH, MERGE_REF, REPOSITORY, REPOSITORY_URL } from "../shop/names.ts";
import type { SnykWorld } from "../snyk/world.ts";

/** A comment as it stands on the pull request. */
export interface ShownComment {
  /** Markdown, as it was sent. */
  readonly text: string;
  /** What the forge says of it besides, such as that its thread is open. */
  readonly state?: string;
}

/** A forge that is running and has the shop's pull request, as a job of its CI knows it. */
export interface ForgeSite {
  readonly standIn: StandIn;
  /** The variables of the job, secrets included. */
  readonly env: Readonly<Record<string, string>>;
  /** Options that only the stand-in needs, such as its address. */
  readonly options?: readonly string[];
  /** The comments of the gate as they are now. */
  comments(): readonly ShownComment[];
  /** The verdict as the forge shows it beside the commit or the pull request; a clause. */
  status(): string | undefined;
  /** What it shows of the findings that were sent to it; a clause. Absent where they are files. */
  findings?(): string;
}

/** The shop on another forge: what its CI runs there, and where one looks then. */
export interface ForgeScenario {
  readonly name: string;
  /** One sentence. */
  readonly description: string;
  /** What the forge is called. */
  readonly forge: string;
  /** How it calls a pull request. */
  readonly request: string;
  /** By what name the two tools know the repository there. */
  readonly repository: string;
  /** By what name Semgrep knows it, where that is another: it reads the address that git clones from. */
  readonly semgrepName?: string;
  /** Whether HTML in comments takes effect. */
  readonly html: boolean;
  /** Options of the gate beside those that every forge has. */
  readonly options: readonly string[];
  /** Report files in the forge's own formats that the run leaves in its folder. */
  readonly files: readonly string[];
  start(now: number): Promise<ForgeSite>;
}

/** What Semgrep and Snyk know of the shop when it is on another forge: its name, its address, and branches for refs. */
export function moveTools<Tools extends SemgrepWorld | SnykWorld>(
  world: Tools,
  { repository, url }: { readonly repository: string; readonly url: string },
): Tools {
  const text = JSON.stringify(world)
    .replaceAll(REPOSITORY_URL, url)
    .replaceAll(`"${REPOSITORY}`, `"${repository}`)
    .replaceAll(MERGE_REF, HEAD_BRANCH);
  return JSON.parse(text); // the same shape: only words of it are others
}
