import type { Finding } from "../../model/finding.ts";
import type { ReportContext } from "../../model/report.ts";
import { markdownCellText, markdownText, visible } from "../../text/escape.ts";
import { fitText } from "../../text/fit.ts";
import { permalink } from "../../text/link.ts";
import { locationText } from "../finding-words.ts";

/** What a place needs to know of the document it stands in. */
export interface PlaceOptions {
  readonly context: ReportContext;
  /** Set where the commit that was judged does not hold the places. */
  readonly unlinked?: boolean;
}

/** Where a finding is, linked to the file at the commit that was judged when it can be meant as a file of it. */
export function placeCell(finding: Finding, { context, unlinked = false }: PlaceOptions): string {
  const { path, line, endLine } = finding;
  const label = fitText(shortened(locationText(finding)), 300, placeText);
  if (path === undefined || label === "" || unlinked) return label === "" ? "—" : label;
  const link = permalink({
    repositoryUrl: context.repositoryUrl,
    forge: context.forge,
    commit: context.commit,
    path,
    line,
    endLine,
  });
  return link === undefined || link.length > 700 ? label : `[${label}](${link})`;
}

/** What of a file's name and its line stays together: a phone shows so much on one line. */
const WHOLE_CHARACTERS = 14;

/** A place for a narrow cell: the end of its file's name and its line are not broken. Each part is safe by itself. */
function placeText(place: string): string {
  const end = [0, ...[...place.matchAll(/[/_-]/g)].map(({ index }) => index + 1)].find(
    (start) => place.length - start <= WHOLE_CHARACTERS,
  );
  if (end === undefined || end === place.length) return markdownCellText(place);
  const whole = markdownText(place.slice(end));
  return end === 0 ? whole : `${markdownCellText(place.slice(0, end))}<wbr>${whole}`;
}

/** Long paths lose their beginning, for the file's name says more. */
function shortened(place: string): string {
  const plain = visible(place);
  if (plain.length <= 60) return plain;
  const tail = plain.slice(-58);
  const slash = tail.indexOf("/");
  return `…${slash < 0 || slash > 40 ? tail.replace(/^[\udc00-\udfff]/, "") : tail.slice(slash)}`;
}
