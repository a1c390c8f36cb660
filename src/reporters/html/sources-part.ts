import { didNotLook, emptyInputOf, type SourceEvidence } from "../../model/evidence.ts";
import type { Report } from "../../model/report.ts";
import { SOURCE_NAMES } from "../../model/verdict.ts";
import { clip, htmlAttribute, htmlText } from "../../text/escape.ts";
import { commitLink } from "../../text/link.ts";
import { sourcesToTell } from "../markdown/evidence.ts";
import { EVIDENCE_WORDS } from "../markdown/words.ts";
import { incompleteWords } from "../missing-words.ts";

const EVIDENCE_HEADS = ["Looked at", "Commit", "Compared with", "Status"] as const;

/** What proves that each source looked at this commit; one has to see what is missing, so that it comes first. */
export function evidencePart(report: Report): string {
  const isWhole = ({ status }: SourceEvidence): boolean => status === "complete";
  const sources = sourcesToTell(report);
  const ordered = [...sources.filter((one) => !isWhole(one)), ...sources.filter(isWhole)];
  const rows = ordered.map((source) => {
    const cells = [
      htmlText(lookedAt(source)),
      commitPart(report, source.commit),
      baselineOf(source, report),
      htmlText(statusWords(source, report)),
    ];
    const told = cells.map((cell, index) =>
      cell === "" ? '<td class="none">–</td>' : `<td data-name="${EVIDENCE_HEADS[index] ?? ""}">${cell}</td>`,
    );
    return `<tr><th scope="row">${htmlText(SOURCE_NAMES[source.source])}</th>${told.join("")}</tr>`;
  });
  const heads = EVIDENCE_HEADS.map((head) => `<th scope="col">${head}</th>`).join("");
  return `<section aria-labelledby="evidence-title">
<h2 id="evidence-title">Sources</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="evidence-title"><table class="evidence stacks">
<thead><tr><th scope="col">Source</th>${heads}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
</section>`;
}

const MOST_NAMES = 5;

/** The status, and of a source that did not answer in full why. */
function statusWords(source: SourceEvidence, report: Report): string {
  if (source.status === "incomplete") return incompleteWords(source, report);
  const input = emptyInputOf(source);
  return input === undefined ? source.status : `off: ${input} is empty`;
}

function lookedAt(source: SourceEvidence): string {
  const scans = (source.scans ?? []).map(
    ({ id, kind, status, products }) => `${kind} scan ${id} (${status}; ${products.join(", ")})`,
  );
  const checks = (source.checks ?? []).map(({ context, state }) => `check ${context}: ${state}`);
  const names = [...(source.projects ?? []).map(({ name }) => name), ...(source.files ?? [])];
  const remarks = (source.remarks ?? []).slice(0, MOST_NAMES).map((remark) => clip(remark, 300));
  const told = [...scans, ...checks, ...names].slice(0, MOST_NAMES).map((name) => clip(name, 200));
  const more = scans.length + checks.length + names.length - told.length;
  const unseen = didNotLook(source) ? "did not look at this change: " : "";
  const word = source.evidence === undefined ? "" : `${unseen}${EVIDENCE_WORDS[source.evidence]}`;
  const parts = [word, ...told, more > 0 ? `and ${more} more` : "", ...remarks];
  return parts.filter((part) => part !== "").join(", ");
}

/** Branch, commit and day; a diff scan compares with the base branch by itself. Who did not look compared nothing. */
function baselineOf(evidence: SourceEvidence, report: Report): string {
  const { baseline, scans = [], status } = evidence;
  if (didNotLook(evidence)) return "";
  if (baseline === undefined) {
    const own = status !== "off" && scans.length > 0 && scans.every(({ kind }) => kind === "diff");
    return own ? "base branch (diff scan)" : "";
  }
  const day = baseline.at === undefined ? "" : htmlText(baseline.at.slice(0, 10));
  return [
    htmlText(baseline.ref),
    commitPart(report, baseline.commit),
    day === "" ? "" : `<span class="day">${day}</span>`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** The first twelve digits of a commit, linked where it is a whole one; empty without one. */
export function commitPart({ context }: Report, commit = ""): string {
  if (commit === "") return "";
  const link = commitLink(context, commit);
  const code = `<code>${htmlText(commit.slice(0, 12))}</code>`;
  return link === undefined ? code : `<a href="${htmlAttribute(link)}">${code}</a>`;
}
