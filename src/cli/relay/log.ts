import type { DispatchTarget } from "../../relay/events.ts";
import { visibleJson } from "../../text/escape-printed.ts";
import type { Shell } from "../shell.ts";

/** Facts of a line of the log, by names that stay the same: operators search for them. */
export type RelayFacts = Readonly<Record<string, unknown>>;

/** What a line of the log is about. */
export type RelayLogEvent = "started" | "delivery" | "dispatch" | "state" | "failed" | "ending";

/** A log with one JSON object for each line. */
export type RelayLog = Readonly<
  Record<"info" | "warning" | "error", (event: RelayLogEvent, facts: RelayFacts) => void>
>;

/** One JSON object for each line on stderr; text of others takes no effect in a terminal, and holds no secret. */
export function createRelayLog({ stderr, clock }: Shell, redact: (text: string) => string): RelayLog {
  const say = (level: "info" | "warning" | "error") => (event: RelayLogEvent, facts: RelayFacts) => {
    const line = JSON.stringify({ time: new Date(clock.now()).toISOString(), level, event, ...facts });
    stderr.write(`${visibleJson(redact(line))}\n`);
  };
  return { info: say("info"), warning: say("warning"), error: say("error") };
}

/** A target as one word: `acme/shop#7@4166d6fd19ce`. */
export function targetWords({ repository, commit, pullRequest }: DispatchTarget): string {
  const named = [
    pullRequest === undefined ? "" : `#${pullRequest}`,
    commit === undefined ? "" : `@${commit.slice(0, 12)}`,
  ];
  return `${repository}${named.join("")}`;
}
