/** What the run needs of Code Insights on a forge, as types only: the role `CodeInsights` and what it speaks of. */

/** A finding as a report of Code Insights shows it: on a line, on a file, or in the overview. All texts are plain. */
export interface InsightsAnnotation {
  /** The same for the same finding in every run; unique among all reports of a commit. */
  readonly id: string;
  /** In the repository; absent for what has no file there. */
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  /** In the forge's own word. */
  readonly severity: string;
  readonly type: "VULNERABILITY" | "CODE_SMELL";
  /** Never empty, and within the forge's length. May have several lines where there are no details. */
  readonly message: string;
  /** Absent where the forge has no place for them. */
  readonly details?: string;
  readonly link?: string;
  readonly isBlocking: boolean;
}

/** A report with its annotations, the worst first, within the limits of the forge. All texts are plain. */
export interface InsightsReport {
  /** The same for all runs with one `comment-key`; letters, digits, and `. _ -` only. */
  readonly key: string;
  readonly title: string;
  /** Has lines. */
  readonly details: string;
  /** Only where the verdict is `pass`, or `incomplete` and tolerated. */
  readonly isPassed: boolean;
  readonly figures: readonly { readonly title: string; readonly value: number }[];
  /** The run's page. */
  readonly link?: string;
  readonly annotations: readonly InsightsAnnotation[];
}

/** Reports with annotations on commits. */
export interface CodeInsights {
  /**
   * Puts a report on a commit in the place of the one with its key: annotations that only the earlier one had are gone
   * afterwards. The report never says `passed` before its annotations are those of this run.
   */
  put(commit: string, report: InsightsReport): Promise<void>;
}
