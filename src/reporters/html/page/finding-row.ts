import { type Child, make, makeButton, makeLink } from "./elements.ts";
import { acceptCommand, ageText, COLUMNS, rowFingerprint, suppressionEntry } from "./list-model.ts";
import type { PageData, PageRow } from "./row.ts";

/** What a finding's row needs beside the finding. */
export interface RowSurroundings {
  readonly texts: PageData["texts"];
  /** Tells, as it changes, whether something was copied. */
  readonly copied: HTMLElement;
}

/** The row of a finding, which opens a second one below it, over the whole width. */
export function findingRow(row: PageRow, surroundings: RowSurroundings): HTMLTableRowElement {
  let details: HTMLElement | undefined;
  const open = makeButton(
    () => {
      const wasOpen = details?.isConnected === true;
      details ??= detailsRow(row, surroundings);
      if (wasOpen) details.remove();
      else line.after(details);
      open.ariaExpanded = String(!wasOpen);
    },
    ...withCode(row.title),
  );
  open.className = "title";
  open.ariaExpanded = "false";
  const { ticket, placeLink } = row;
  const place = breakable(row.place || "–");
  const line = make(
    "tr",
    {},
    make("td", { class: `severity ${row.severity}` }, row.severity),
    make("td", {}, open, " ", ticket && ticketLabel(ticket), fixLine(row, surroundings)),
    make("td", {}, ...(placeLink === undefined ? place : [makeLink(placeLink, ...place)])),
    make("td", {}, row.tools.join(", ")),
    make("td", {}, row.type),
    make("td", {}, row.state + (row.status === "fixed" ? "" : `, ${ageText(row.status)}`)),
  );
  return line;
}

/** What to do about a finding that made the verdict or would have, at most three lines of it: its details have the rest. */
function fixLine({ state, facts, description = -1 }: PageRow, { texts }: RowSurroundings): Child {
  if (!/^(?:blocks|over|would)/.test(state)) return undefined;
  const fix = facts.find(([name]) => name === "Fix")?.[1] ?? texts[description];
  return fix && make("p", { class: "fix" }, "→ ", ...withCode(fix));
}

function ticketLabel({ key, url }: NonNullable<PageRow["ticket"]>): HTMLElement {
  return make("span", { class: "ticket" }, url === undefined ? key : makeLink(url, key));
}

/** A tool's text with what stands between its back-ticks as code. */
function withCode(text: string): readonly (Node | string)[] {
  return text.split(/`+([^`]+)`+/).map((part, at) => (at % 2 === 1 ? make("code", {}, part) : part));
}

/** A path that is broken between its folders before it is broken anywhere else. */
function breakable(path: string): readonly (Node | string)[] {
  return path.split(/(?<=[/])/).flatMap((part) => [part, make("wbr", {})]);
}

/** What a finding holds beyond its row; made only when somebody opens it. */
function detailsRow(row: PageRow, { texts, copied }: RowSurroundings): HTMLTableRowElement {
  const facts = row.facts.flatMap(([name, value]) => {
    const isCode = name === "Fix" && value.includes("\n");
    return [make("dt", {}, name), make("dd", {}, ...(isCode ? [make("code", {}, value)] : withCode(value)))];
  });
  const own = rowFingerprint(row);
  const addresses = own ? [...row.links, ["Link to this finding", `#${own}`] as const] : row.links;
  const links = addresses.flatMap(([label, address]) => [makeLink(address, label), " "]);
  const details = [
    row.description === undefined
      ? undefined
      : make("p", { class: "text" }, ...withCode(texts[row.description] ?? "")),
    make("dl", { class: "facts" }, ...facts),
    make("p", {}, ...links),
    ...exceptions(row, copied),
  ];
  return make("tr", { class: "more" }, make("td", { colspan: COLUMNS.length }, ...details));
}

/** What accepts the finding: an entry of the policy, and the comment that asks for a pull request with one. */
function exceptions(row: PageRow, copied: HTMLElement): readonly HTMLElement[] {
  const { entry } = row;
  if (entry === undefined) return [];
  const command = acceptCommand(row, new Date());
  return [
    ...copyable("suppression entry", suppressionEntry(row, entry, new Date()), {
      copied,
      where: "It belongs under suppress in the policy file.",
    }),
    ...(command === undefined
      ? []
      : copyable("accept command", command, {
          copied,
          where: "It is the first line of a comment on the pull request.",
        })),
  ];
}

interface CopyWords {
  readonly copied: HTMLElement;
  /** Where the text belongs. */
  readonly where: string;
}

function copyable(name: string, text: string, { copied, where }: CopyWords): readonly HTMLElement[] {
  const label = name.charAt(0).toUpperCase() + name.slice(1);
  const shown = make("pre", { tabindex: "0", role: "group", "aria-label": label }, text);
  const copy = makeButton(() => copyText(shown, { copied, where }), `Copy ${name}`);
  return [make("p", {}, copy), shown];
}

/** Copies a text in the way that the browser allows here; where it allows none, the text is selected at least. */
function copyText(source: HTMLElement, { copied, where }: CopyWords): void {
  window.getSelection()?.selectAllChildren(source);
  const tell = (done: boolean) => {
    copied.textContent = done ? `Copied. ${where}` : "Selected. Press the copy key.";
  };
  const plain = () => tell(document.execCommand("copy"));
  // Pages that are opened as a file have no clipboard in some browsers.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard === undefined) plain();
  else clipboard.writeText(source.textContent).then(() => tell(true), plain);
}
