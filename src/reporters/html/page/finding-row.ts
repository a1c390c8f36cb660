import { type Child, make, makeButton, makeLink } from "./elements.ts";
import { acceptCommand, COLUMNS, suppressionEntry } from "./list-model.ts";
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
  const { fix, ticket, placeLink } = row;
  const place = breakable(row.place || "–");
  const cells: readonly (readonly Child[])[] = [
    [
      open,
      " ",
      ticket && ticketLabel(ticket),
      fix && make("p", { className: "fix" }, "→ ", ...withCode(fix)),
    ],
    placeLink ? [makeLink(placeLink, ...place)] : place,
    [row.tools.join(", ")],
    [row.type],
    [row.state + (row.status === "fixed" ? "" : `, ${row.status}`)],
  ];
  const line = make(
    "tr",
    {},
    make("td", { className: `severity ${row.severity}` }, row.severity),
    ...cells.map((cell) => make("td", {}, ...cell)),
  );
  return line;
}

function ticketLabel({ key, url }: NonNullable<PageRow["ticket"]>): HTMLElement {
  return make("span", { className: "ticket" }, url ? makeLink(url, key) : key);
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
  const facts = [...row.facts, ["Fingerprint", row.id] as const].flatMap(([name, value]) => {
    const isCode = name === "Fix" && value.includes("\n");
    return [make("dt", {}, name), make("dd", {}, ...(isCode ? [make("code", {}, value)] : withCode(value)))];
  });
  const addresses = [...row.links, ["Link to this finding", `#${row.id}`] as const];
  const links = addresses.flatMap(([label, address]) => [makeLink(address, label), " "]);
  const details = [
    row.description === undefined
      ? undefined
      : make("p", { className: "text" }, ...withCode(texts[row.description] ?? "")),
    make("dl", { className: "facts" }, ...facts),
    make("p", {}, ...links),
    ...exceptions(row, copied),
  ];
  return make("tr", { className: "more" }, make("td", { colSpan: COLUMNS.length }, ...details));
}

/** What accepts the finding: an entry of the policy, and the comment that asks for a pull request with one. */
function exceptions(row: PageRow, copied: HTMLElement): readonly HTMLElement[] {
  const { entry } = row;
  if (!entry) return [];
  const today = new Date();
  return [
    ...copyable("suppression entry", suppressionEntry(row, entry, today), {
      copied,
      where: "It belongs under suppress in the policy file.",
    }),
    ...copyable("accept command", acceptCommand(row, today), {
      copied,
      where: "It is the first line of a comment on the pull request.",
    }),
  ];
}

interface CopyWords {
  readonly copied: HTMLElement;
  /** Where the text belongs. */
  readonly where: string;
}

function copyable(name: string, text: string, { copied, where }: CopyWords): readonly HTMLElement[] {
  const shown = make("pre", { tabIndex: 0, role: "group", ariaLabel: name }, text);
  const copy = makeButton(() => {
    // Pages that are opened as a file have no clipboard in some browsers; a selection they all can copy.
    getSelection()?.selectAllChildren(shown);
    copied.textContent = document.execCommand("copy") ? `Copied. ${where}` : "Selected. Press the copy key.";
  }, `Copy ${name}`);
  return [make("p", {}, copy), shown];
}
