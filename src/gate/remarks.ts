import type { Finding } from "../model/finding.ts";
import type { Policy, PolicyChain, Suppression } from "../model/policy.ts";
import type { Counts, PolicyPreview } from "../model/report.ts";
import type { Note } from "../model/verdict.ts";
import { counted } from "../text/count.ts";
import { clip, visible } from "../text/escape.ts";
import { groupBy } from "../text/group.ts";
import { nearest } from "../text/near.ts";
import { plainReachability, REACHABILITY_WORDS } from "./reachability.ts";
import { plainId } from "./subject-names.ts";

/** What an author may want to know of an entry that is right as it is. */
export interface SuppressionRemark {
  /** Its place in the list, from 0. */
  readonly index: number;
  /** `repeated`: an entry before it reaches the same and ends on the same day. `distant`: it ends in over a year. */
  readonly kind: "repeated" | "distant";
}

/** Remarks on the suppressions of one file. @param today `YYYY-MM-DD`, in UTC */
export function suppressionRemarks(
  entries: readonly Suppression[],
  today: string,
): readonly SuppressionRemark[] {
  const known = new Set<string>();
  const inAYear = yearAfter(today);
  return entries.flatMap((entry, index) => {
    const key = suppressionKey(entry);
    const isRepeated = known.has(key);
    known.add(key);
    return [
      ...(isRepeated ? [{ index, kind: "repeated" } as const] : []),
      ...(entry.expires > inAYear ? [{ index, kind: "distant" } as const] : []),
    ];
  });
}

/** A word that looks misspelt. It is no error: a tool may have words of its own. */
export interface WordRemark {
  readonly key: OpenKey;
  /** Where it stands first, as keys and positions from the top down. */
  readonly part: readonly (string | number)[];
  /** The same as one name: `rules[0].match.tool`. */
  readonly place: string;
  readonly given: string;
  /** The known word that may be meant. */
  readonly near: string;
}

/** Keys whose words tools choose themselves, the words that are known, and how words are compared. */
const OPEN_WORDS = {
  tool: { known: ["semgrep", "snyk"], plain: (word: string) => word.toLowerCase() },
  reachability: { known: REACHABILITY_WORDS, plain: plainReachability },
} as const;
const OPEN_KEYS = ["tool", "reachability"] as const satisfies readonly (keyof typeof OPEN_WORDS)[];
type OpenKey = (typeof OPEN_KEYS)[number];

/** The words of one file that are close to a known one, each once. */
export function wordRemarks(policy: Pick<Policy, "rules" | "suppressions">): readonly WordRemark[] {
  const alike = groupBy(openWordsOf(policy), ({ key, given }) => `${key} ${OPEN_WORDS[key].plain(given)}`);
  return [...alike.values()].flatMap(([first]) => {
    const { key, given } = first as OpenWord; // a group has one at least
    const { known, plain } = OPEN_WORDS[key];
    const [near] = nearest(plain(given), known, 1);
    return near === undefined || near === plain(given) ? [] : [{ ...(first as OpenWord), near }];
  });
}

type OpenWord = Omit<WordRemark, "near">;

function openWordsOf({ rules, suppressions }: Pick<Policy, "rules" | "suppressions">): readonly OpenWord[] {
  const inRules = rules.flatMap(({ match }, at) =>
    OPEN_KEYS.flatMap((key) =>
      (match[key] ?? []).map((given) => ({
        key,
        given,
        part: ["rules", at, "match", key],
        place: `rules[${at}].match.${key}`,
      })),
    ),
  );
  const inSuppressions = suppressions.flatMap(({ tool: given }, at) =>
    given === undefined
      ? []
      : [{ key: "tool" as const, given, part: ["suppress", at, "tool"], place: `suppress[${at}].tool` }],
  );
  return [...inRules, ...inSuppressions];
}

/** What a remark on a word says, behind the name of the file. */
export function wordRemarkText({ place, given, near }: WordRemark): string {
  return `${place}: no tool is known to say "${clip(visible(given), LONGEST_WORD)}"; did you mean ${near}?`;
}

/**
 * The notes of a run on words that look misspelt, but for those that a tool said in it. Of another repository's file
 * the value is not told (contract §6).
 */
export function misspeltNotes(
  chains: readonly PolicyChain[],
  findings: readonly Pick<Finding, "observations">[],
): readonly Note[] {
  const texts = chains.flat().flatMap(({ policy, isForeign }) =>
    wordRemarks(policy)
      .filter((remark) => !isSaid(remark, findings))
      .map((remark) => {
        const hidden = `${remark.place} has a word that no tool is known to say`;
        return `${policy.file ?? "The policy"}: ${isForeign === true ? hidden : wordRemarkText(remark)}`;
      }),
  );
  return [...new Set(texts)].map((text) => ({ level: "info", text }));
}

function isSaid({ key, given }: WordRemark, findings: readonly Pick<Finding, "observations">[]): boolean {
  const { plain } = OPEN_WORDS[key];
  const word = plain(given);
  return findings.some(({ observations }) => observations.some((one) => plain(one[key] ?? "") === word));
}

/** What an entry reaches and until when, as one text; reason and owner are words for people. */
export function suppressionKey({ id, package: name, version, paths, tool, expires }: Suppression): string {
  return JSON.stringify([plainId(id), name, version, paths, tool, expires]);
}

function yearAfter(day: string): string {
  const date = new Date(day);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
}

/** What no real path or problem exceeds by much: the note stays one that is read. */
const LONGEST_PATH = 200;
const LONGEST_PROBLEM = 600;
const LONGEST_WORD = 60;

/** What the pull request's own version of the policy would do (contract §6), as plain text. */
export function policyChangeNote(
  preview: Omit<PolicyPreview, "note">,
  counts: Pick<Counts, "blocking" | "suppressed">,
): Note {
  const change = `This pull request changes the policy ${clip(visible(preview.path), LONGEST_PATH)}`;
  const decided = "The base branch's policy decided.";
  if (preview.problem !== undefined) {
    const problem = clip(visible(preview.problem).trim(), LONGEST_PROBLEM);
    return { level: "warning", text: `${change}, and its version cannot be used: ${problem} ${decided}` };
  }
  const effects = [
    preview.blocking === counts.blocking
      ? ""
      : `block ${counted(preview.blocking, "finding")} instead of ${counts.blocking}`,
    preview.suppressed === counts.suppressed
      ? ""
      : `suppress ${preview.suppressed} instead of ${counts.suppressed}`,
  ].filter((effect) => effect !== "");
  const effect = effects.join(", and ") || "block and suppress as many findings";
  const unread =
    preview.unread === undefined
      ? ""
      : ` It extends ${clip(visible(preview.unread), LONGEST_PATH)}, which is not read before it is merged.`;
  return { level: "info", text: `${change}: it would ${effect}. ${decided}${unread}` };
}
