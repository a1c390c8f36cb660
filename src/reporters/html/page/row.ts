import type { Ticket } from "../../../model/finding.ts";

/** A finding as the page's script shows it: display text only, made visible, links judged. */
export interface PageRow {
  /** What links, commands and policies name it by. */
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  readonly tools: readonly string[];
  readonly type: string;
  /** `new`, `existing`, `age unknown`, or `fixed` for what is gone. */
  readonly status: string;
  readonly state: "blocks" | "over budget" | "would block" | "does not block" | "suppressed" | "fixed";
  readonly place?: string;
  readonly placeLink?: string;
  /** What findings are grouped by. */
  readonly file?: string;
  readonly package?: string;
  readonly ticket?: Ticket;
  /** What to do, code between back-ticks; only where the finding made the verdict, or would have. */
  readonly fix?: string;
  /** Lines of the policy's entry that suppresses it and no other finding; absent for what does not count. */
  readonly entry?: readonly string[];
  /** Index into the page's texts, which many findings share. */
  readonly description?: number;
  /** Name and value pairs, in the order in which they are shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly links: readonly (readonly [label: string, address: string])[];
}

/** What the page's script works on: it stands in the page as JSON. */
export interface PageData {
  readonly rows: readonly PageRow[];
  readonly texts: readonly string[];
}
