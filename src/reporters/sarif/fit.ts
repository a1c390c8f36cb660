import { constants, gzipSync } from "node:zlib";
import type { Report } from "../../model/report.ts";
import { finishSteps, type Steps } from "../../model/steps.ts";
import { present } from "../../text/present.ts";
import type { SarifDocument } from "./document.ts";
import { SARIF_LIMITS } from "./limits.ts";
import { dropFaultyInSteps } from "./preflight.ts";
import { renderSarifInSteps, type SarifOptions } from "./render.ts";
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
  /** The text in pieces: as one it would be in memory several times on its way to file and code scanning. */
  readonly parts: readonly string[];
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
  return finishSteps(fitSarifInSteps(report, options));
}

/** The same in steps, for a report of very many findings. */
export function* fitSarifInSteps(report: Report, options: FitOptions): Steps<FittedSarif> {
  const { limit = SARIF_LIMITS.gzipped, lineHashes, key } = options;
  const hashes = present({ lineHashes, key });
  const whole = yield* attempt(report, hashes);
  if ((yield* gzippedSize(whole.parts, limit)) <= limit) return whole;
  const told = `code flows and rule help were left out, because the file would be over ${limit} bytes.`;
  let results: number = SARIF_LIMITS.results;
  let fitted = yield* attempt(report, { ...hashes, brief: true });
  let size = yield* gzippedSize(fitted.parts, limit);
  while (size > limit && results > 0) {
    const largest = Math.max(...fitted.document.runs.map((run) => run.results.length));
    results = Math.max(0, Math.min(largest - 1, Math.floor((largest * limit * AIM) / size)));
    fitted = yield* attempt(report, { ...hashes, brief: true, results });
    size = yield* gzippedSize(fitted.parts, limit);
  }
  return { ...fitted, notes: [told, ...fitted.notes] };
}

function* attempt(report: Report, options: SarifOptions): Steps<FittedSarif> {
  const rendered = yield* renderSarifInSteps(report, options);
  const sound = yield* dropFaultyInSteps(rendered.document);
  return {
    parts: yield* partsOf(sound.document),
    document: sound.document,
    notes: [...rendered.notes, ...sound.notes],
  };
}

/** Results that are put into JSON at a time. */
const RESULTS_PER_STEP = 1000;

/** What `JSON.stringify` gives, some results at a time. */
function* partsOf({ runs, ...head }: SarifDocument): Steps<readonly string[]> {
  const parts = [`${JSON.stringify(head).slice(0, -1)},"runs":[`];
  for (const [index, { results, ...run }] of runs.entries()) {
    parts.push(`${index === 0 ? "" : ","}${JSON.stringify(run).slice(0, -1)},"results":[`);
    for (let at = 0; at < results.length; at += RESULTS_PER_STEP) {
      const some = JSON.stringify(results.slice(at, at + RESULTS_PER_STEP)).slice(1, -1);
      parts.push(at === 0 ? some : `,${some}`);
      yield;
    }
    parts.push("]}");
  }
  parts.push("]}\n");
  return parts;
}

/** UTF-16 units that are packed at a time. Packed apart they take hardly more than together. */
const UNITS_PER_STEP = 4_000_000;

/**
 * Bytes after gzip at its usual level. Far from the limit a cheap upper bound will do: the text itself, or the fastest
 * level, which takes a third of the time.
 */
function* gzippedSize(parts: readonly string[], limit: number): Steps<number> {
  const plain = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  if (plain < limit / 2) return plain;
  const fast = yield* packedSize(parts, 1);
  return fast < limit / 2 ? fast : yield* packedSize(parts, constants.Z_DEFAULT_COMPRESSION);
}

function* packedSize(parts: readonly string[], level: number): Steps<number> {
  let size = 0;
  let some = "";
  for (const [at, part] of parts.entries()) {
    some += part;
    if (some.length < UNITS_PER_STEP && at < parts.length - 1) continue;
    size += gzipSync(some, { level }).length;
    some = "";
    yield;
  }
  return size;
}
