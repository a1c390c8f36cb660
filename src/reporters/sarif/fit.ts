import { gzipSync } from "node:zlib";
import type { Report } from "../../model/report.ts";
import { present } from "../../text/present.ts";
import type { SarifDocument } from "./document.ts";
import { SARIF_LIMITS } from "./limits.ts";
import { dropFaulty } from "./preflight.ts";
import { renderSarif, type SarifOptions } from "./render.ts";
import type { LineHashes } from "./result.ts";

export interface FitOptions {
  /** The `comment-key`; `default` unless given. */
  readonly key?: string | undefined;
  readonly lineHashes?: LineHashes;
  /** Bytes after gzip; less than code scanning's own limit only in tests. */
  readonly limit?: number;
}

/** A file that code scanning takes. */
export interface FittedSarif {
  readonly text: string;
  readonly document: SarifDocument;
  /** A sentence for everything that was cut. */
  readonly notes: readonly string[];
}

/** How much of the room a cut aims at: fewer results compress a little worse. */
const AIM = 0.95;

/**
 * The SARIF file of a report within every limit, the one on bytes included. When the whole does not fit, code flows
 * and help go first, because they cost room and no alert; then the least severe results of the largest runs.
 */
export function fitSarif(report: Report, options: FitOptions = {}): FittedSarif {
  const { limit = SARIF_LIMITS.gzipped, lineHashes, key } = options;
  const hashes = present({ lineHashes, key });
  const whole = attempt(report, hashes);
  if (gzippedSize(whole.text, limit) <= limit) return whole;
  const told = `code flows and rule help were left out, because the file would be over ${limit} bytes.`;
  let results: number = SARIF_LIMITS.results;
  let fitted = attempt(report, { ...hashes, brief: true });
  let size = gzippedSize(fitted.text, limit);
  while (size > limit && results > 0) {
    const largest = Math.max(...fitted.document.runs.map((run) => run.results.length));
    results = Math.max(0, Math.min(largest - 1, Math.floor((largest * limit * AIM) / size)));
    fitted = attempt(report, { ...hashes, brief: true, results });
    size = gzippedSize(fitted.text, limit);
  }
  return { ...fitted, notes: [told, ...fitted.notes] };
}

function attempt(report: Report, options: SarifOptions): FittedSarif {
  const rendered = renderSarif(report, options);
  const sound = dropFaulty(rendered.document);
  return {
    text: `${JSON.stringify(sound.document)}\n`,
    document: sound.document,
    notes: [...rendered.notes, ...sound.notes],
  };
}

/**
 * Bytes after gzip at its usual level. Far from the limit a cheap upper bound will do: the text itself, or the fastest
 * level, which takes a third of the time.
 */
function gzippedSize(text: string, limit: number): number {
  const plain = Buffer.byteLength(text);
  if (plain < limit / 2) return plain;
  const fast = gzipSync(text, { level: 1 }).length;
  return fast < limit / 2 ? fast : gzipSync(text).length;
}
