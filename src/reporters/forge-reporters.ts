import type { RunContext } from "../context/run-context.ts";
import type { Forge } from "../forges/forge.ts";
import type { Report } from "../model/report.ts";
import type { Note } from "../model/verdict.ts";
import type { Deadline, Ports } from "../ports.ts";
import type { Settings } from "../settings/settings.ts";
import { present } from "../text/present.ts";
import { type CommentReporterOptions, commentReporter } from "./comment/publish.ts";
import { type PullRequestLook, pullRequestLook } from "./pull-request-standing.ts";
import type { Reporter } from "./reporter.ts";
import { fitFromWorkspace, sarifReporter, sarifTargets } from "./sarif/publish.ts";
import { type TakenResults, takenResults } from "./taken-results.ts";

/** What reporters need that write to the forge. */
export interface ForgeWriting {
  readonly settings: Settings;
  readonly context: RunContext;
  readonly forge: Forge;
  readonly deadline: Deadline;
  /** Reads pull requests for all that write to them. */
  readonly look: PullRequestLook;
  /** What code scanning took of this run. */
  readonly taken: TakenResults;
  /** The run's own page. */
  readonly link?: string;
}

type KnownOfRun = Pick<ForgeWriting, "deadline"> &
  Partial<Pick<ForgeWriting, "settings" | "context" | "forge">> & { readonly link?: string | undefined };

/** Undefined where the run never got far enough to write to the forge. */
export function forgeWriting({ clock }: Pick<Ports, "clock">, known: KnownOfRun): ForgeWriting | undefined {
  const { settings, context, forge, deadline, link } = known;
  if (settings === undefined || context === undefined || forge === undefined) return undefined;
  const { commit } = context;
  const leftAlone = context.kind === "pull-request" ? context.leftAlone : undefined;
  const look = pullRequestLook(forge.roles.pullRequests, { commit, leftAlone }, clock);
  const taken = takenResults();
  if (settings.sarif !== "upload" || settings.dryRun) taken.settle([]);
  return { settings, context, forge, deadline, look, taken, ...present({ link }) };
}

/** The SARIF file, made before anything is told. */
export interface PreparedSarif {
  /** Those that write it, and upload it once everything else is told. */
  readonly reporters: (othersDone: Promise<unknown>) => readonly Reporter[];
  /** What documents tell of it. */
  readonly notes: readonly Note[];
}

/** With less time left, the file is made while everything else is told. */
const TIME_TO_PREPARE_MS = 5000;

/**
 * Makes the SARIF file, so that documents can tell what has no room in it; what goes wrong is the reporter's to tell. In
 * a dry run it goes to its file only.
 */
export async function prepareSarif(
  { files, clock }: Ports,
  writing: ForgeWriting | undefined,
  report: Report,
): Promise<PreparedSarif> {
  const mode = writing?.settings.sarif ?? "off";
  if (writing === undefined || mode === "off") return { reporters: () => [], notes: [] };
  const { settings, context, forge, deadline, look, taken } = writing;
  const { dryRun, sarifFile: file, commentKey: key } = settings;
  const hasTime = deadline.remaining() >= TIME_TO_PREPARE_MS;
  const fitted = hasTime ? fitFromWorkspace(report, { files, clock, deadline, key }) : undefined;
  const notes = (await fitted?.catch(() => undefined))?.notes ?? [];
  const reporter = (othersDone: Promise<unknown>) =>
    sarifReporter({
      codeScanning: forge.roles.codeScanning,
      ...{ files, clock, othersDone, file, key, taken, fitted },
      deadline: () => deadline,
      mode: dryRun ? "file" : mode,
      targets: () => sarifTargets(context, look),
    });
  return {
    reporters: (othersDone) => [reporter(othersDone)],
    notes: notes.map((text) => ({ level: "info", text: `SARIF: ${text}` })),
  };
}

/** The reporter of findings in the forge's own way. Its code is loaded only where it is asked for. */
export function nativeFor(
  { files, clock }: Ports,
  { settings, context, forge, deadline, link }: ForgeWriting,
): readonly Reporter[] {
  const { traits, roles } = forge;
  if (forge.nativeFindings !== true) return [];
  if (settings.dryRun && traits.codeInsights !== undefined) return [];
  const options = {
    files,
    traits,
    reportDir: settings.reportDir,
    sarifFile: settings.sarifFile,
    pace: { clock, deadline },
    commit: context.commit,
    key: settings.commentKey,
    linkHosts: trustedLinkHosts(settings),
    ...present({ insights: roles.codeInsights, link }),
  };
  return [
    {
      id: "native findings",
      async publish(report) {
        const { nativeReporter } = await import("./native/publish.ts");
        return await nativeReporter(options).publish(report);
      },
    },
  ];
}

/** The reporters of the sticky comment, one for each pull request that has the judged commit as its head. */
export function commentsFor(
  { clock }: Ports,
  { settings, context, forge, deadline, look, taken }: ForgeWriting,
): readonly Reporter[] {
  const { commentKey: key, comment: mode, dryRun } = settings;
  if (context.kind !== "pull-request" || mode === "never" || dryRun) return [];
  const { comments } = forge.roles;
  const { commentLength: length, kind } = forge.traits;
  const dialect = kind === "github" ? undefined : forge.traits.dialect;
  const shared = {
    ...{ comments, look, taken, length, key, mode, linkHosts: trustedLinkHosts(settings) },
    ...present({ dialect }),
    withoutCommands: forge.roles.commands === undefined,
    withoutStatus: settings.status === "off" || forge.roles.statusBoard === undefined,
    pace: { clock, deadline },
  };
  return [
    ...(context.siblings ?? []).map(({ number }) => siblingComment({ ...shared, pullRequest: number })),
    commentReporter({ ...shared, pullRequest: context.number }),
  ];
}

/** The comment on another pull request with the same head; the outputs are the first one's. */
function siblingComment(options: CommentReporterOptions): Reporter {
  const { pullRequest } = options;
  const reporter = commentReporter(options);
  return {
    id: `comment on #${pullRequest}`,
    async publish(report) {
      const context = { ...report.context, pullRequest };
      const { outputs: _, ...published } = await reporter.publish({ ...report, context });
      return published;
    },
  };
}

/** Hosts that the workflow's author trusts by naming them; a tool's link to any other place is not shown as one. */
export function trustedLinkHosts({ semgrep, snyk }: Settings): readonly string[] {
  const hosts = [semgrep?.url, snyk?.url].flatMap((url) => (url === undefined ? [] : new URL(url).host));
  return [...hosts, ...hosts.map((host) => host.replace(/^api\./, "app."))];
}
