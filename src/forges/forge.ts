import type { ForgeRoles } from "../forge-ports.ts";
import type { Severity } from "../model/severity.ts";
import type { ForgeKind, Verdict } from "../model/verdict.ts";

/** A forge of a run: what it offers, and how it differs from the others. */
export interface Forge {
  readonly traits: ForgeTraits;
  /** What it can be asked for; a role that it does not offer is absent. */
  readonly roles: ForgeRoles;
  /** Whether findings are told in the forge's own way too, beside comment and status. */
  readonly nativeFindings?: boolean;
}

/**
 * How a forge differs from the others, as data. A new forge is a folder with these, its roles in `src/platform`, a
 * stand-in in the sandbox and a page in the docs; nothing else asks which forge it is.
 */
export interface ForgeTraits {
  readonly kind: ForgeKind;
  /** As people call it: `GitHub`. */
  readonly name: string;
  readonly dialect: CommentDialect;
  readonly commentLength: CommentLength;
  /** Whether answers hold whole commit ids, or only their beginning. */
  readonly commitIds: "whole" | "prefix";
  readonly status: StatusTraits;
  /**
   * The forge's own way to show findings: report files that its CI takes, a report with annotations that is sent, or
   * SARIF laid where its CI picks it up.
   */
  readonly nativeFindings: "none" | "gitlab-reports" | "code-insights" | "sarif-artifact";
  /** Present where `nativeFindings` is `code-insights`. */
  readonly codeInsights?: CodeInsightsTraits;
  readonly words: ForgeWords;
}

/** What the Markdown of comments can do. */
export interface CommentDialect {
  /** Whether HTML takes effect; if not, it is shown as text. */
  readonly html: boolean;
  /** Whether `<details>` folds a part. */
  readonly details: boolean;
  /** Whether a quote that begins with `[!WARNING]` is an alert. */
  readonly alerts: boolean;
  /** Where the hidden marker stands by which a comment is found again. */
  readonly marker: "html-comment" | "reference" | "thread-property";
  /**
   * What the forge takes for a reference in text that is escaped for GitHub, where GitHub does not: a zero-width space
   * goes behind each match. Has the flag `g`.
   */
  readonly references?: RegExp;
  /** How a line begins that the forge would carry out as a command. */
  readonly lineCommand?: RegExp;
}

/** Lengths of a comment in UTF-16 units. */
export interface CommentLength {
  /** The most that is sent; below the forge's limit. */
  readonly longest: number;
  /** What a comment that the forge calls too long is shortened to. */
  readonly shortened: number;
}

/** How a verdict is shown as a commit status. */
export interface StatusTraits {
  /** The context, key or name of a status, without the `comment-key`. */
  readonly context: string;
  /** What a `comment-key` is added to; the context itself unless given. */
  readonly keyedContext?: string;
  /** Stands between the context and the `comment-key`. */
  readonly separator: string;
  /** The forge's own words, for a verdict and for a run that is not at its end. */
  readonly states: Readonly<Record<Verdict | "pending", string>>;
  /** The longest description, in UTF-16 units. */
  readonly longestDescription: number;
}

/** What a report of Code Insights may hold. Lengths are in UTF-16 units. */
export interface CodeInsightsTraits {
  /** The report's key without the `comment-key`, which is added behind a hyphen. */
  readonly key: string;
  /** The most annotations of one report. */
  readonly annotations: number;
  /** The most figures of one report. */
  readonly figures: number;
  /** Without a length for an annotation's `details` the forge has no place for them, and the message says it all. */
  readonly longest: {
    readonly title: number;
    readonly reportDetails: number;
    readonly message: number;
    readonly details?: number;
  };
  /** The forge's own words. A severity that nobody knows stands as high, for it blocks like one. */
  readonly severities: Readonly<Record<Severity, string>>;
}

/** The forge's own words, as messages use them. */
export interface ForgeWords {
  /** What to do when there is no token. */
  readonly tokenHint: string;
}
