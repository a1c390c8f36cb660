import type { Report } from "../model/report.ts";

/** What a reporter brought about. */
export interface Published {
  /** Step outputs that it sets (`comment-url`, `sarif-id`, …). */
  readonly outputs?: Readonly<Record<string, string>>;
  /** What a reader should know: a cut, a refused upload. Logged as warnings; they never change the verdict. */
  readonly warnings?: readonly string[];
  /** One line for the log: what was done. */
  readonly done: string;
}

/** Step outputs that the reporters set. */
export interface PublishedReports {
  readonly outputs: Readonly<Record<string, string>>;
}

/** What came of one reporter, for people. */
export interface Outcome {
  /** The reporter's id. */
  readonly id: string;
  /** Absent when it failed; the warnings then say how. */
  readonly done?: string;
  readonly warnings: readonly string[];
}

/**
 * Tells people. A reporter reads the report and cannot change the verdict; what it throws becomes a warning, and
 * the others still run. Rendering is a pure function beside it.
 */
export interface Reporter {
  readonly id: string;
  publish(report: Report): Promise<Published>;
}
