/** What a run does, one after the other. */
export type PhaseName = "set-up" | "reading" | "judging" | "publishing";

/** What answers requests. */
export const SERVICES = ["semgrep", "snyk", "github"] as const;
export type Service = (typeof SERVICES)[number];

/** How long a part of the run took and what it asked for. Never part of a document that must not change from run to run. */
export interface Phase {
  readonly name: PhaseName;
  readonly ms: number;
  /** HTTP requests by service, retries included; a service that was not asked is left out. */
  readonly requests: Readonly<Partial<Record<Service, number>>>;
}
