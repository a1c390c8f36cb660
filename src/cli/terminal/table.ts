import { SEVERITIES } from "../../model/severity.ts";
import { type InlinePiece, inlinePieces, inlineText } from "../../reporters/markdown/inline.ts";
import { type Paint, paintedLine } from "./paint.ts";
import { lineWidth, naturalWidth, type TerminalLine, wrapped } from "./wrap.ts";

/** What a table must fit, and how it looks. */
interface TableLook {
  readonly paint: Paint;
  /** Cells of a line. */
  readonly width: number;
}

/**
 * A table: each row as tall as its tallest cell, the columns as wide as they need to be and as there is room for. Where
 * most rows are tall, a blank line keeps them apart.
 */
export function tableLines(block: readonly string[], { paint, width }: TableLook): readonly string[] {
  const [head = [], , ...body] = block.map(tableCells);
  const { rows, widths } = fitTable([head, ...body], width);
  const [heading = [], ...shown] = rows.map((cells, row) =>
    rowLines(cells, { widths, paint, isHead: row === 0 }),
  );
  const isTall = shown.filter(({ length }) => length >= TALL).length * 2 > shown.length;
  return [...heading, ...shown.flatMap((lines, at) => (isTall && at > 0 ? ["", ...lines] : lines))];
}

/** Lines of a row that need to be kept apart from those of the next. */
const TALL = 3;

interface RowLook {
  readonly widths: readonly number[];
  readonly paint: Paint;
  readonly isHead: boolean;
}

function rowLines(cells: readonly TableCell[], { widths, paint, isHead }: RowLook): readonly string[] {
  const columns = cells.map((cell, at) => wrapped(cell, widths[at] ?? 1));
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((column, at) => {
        const spans = column[line] ?? [];
        const shown = isHead ? paint.dim(paintedLine(spans, paint)) : paintedCell(spans, paint);
        return `${shown}${" ".repeat((widths[at] ?? 0) - lineWidth(spans) + TABLE_GAP)}`;
      })
      .join("")
      .trimEnd(),
  );
}

/** A severity is painted as one. */
function paintedCell(spans: TerminalLine, paint: Paint): string {
  const severity = SEVERITIES.find((each) => spans.length === 1 && spans[0]?.text === each);
  return severity === undefined ? paintedLine(spans, paint) : paint.severity(severity, severity);
}

/** What stands in a cell. */
type TableCell = readonly InlinePiece[];

/** A table with the cells that each of its columns takes. */
interface FittedTable {
  readonly rows: readonly (readonly TableCell[])[];
  readonly widths: readonly number[];
}

/** Cells of the terminal between two columns. */
const TABLE_GAP = 2;

/** The circle before a severity's word, which the word's own color stands for. */
const SEVERITY_MARK = /^(?:🔴|🟠|🟡|🔵|⚪)&nbsp;(?=[a-z]+$)/u;

/** The cells of a row. A bar that is text has a backslash before it. */
function tableCells(row: string): readonly TableCell[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => inlinePieces(cell.trim().replace(SEVERITY_MARK, "")));
}

/** Three columns beside each other need more. */
const NARROW = 56;

/**
 * A table that takes at most `width` cells: the widest columns give way first. On a narrow terminal the last of three
 * columns stands below the one before, so that neither is a column of single words.
 */
function fitTable(rows: readonly (readonly TableCell[])[], width: number): FittedTable {
  const isStacked = width < NARROW && (rows[0]?.length ?? 0) > 2;
  const fitting = isStacked ? rows.map(stacked) : rows;
  const columns = Math.max(...fitting.map(({ length }) => length));
  const natural = Array.from({ length: columns }, (_, at) =>
    Math.max(1, ...fitting.map((cells) => naturalWidth(cells[at] ?? []))),
  );
  return { rows: fitting, widths: shrunk(natural, width - TABLE_GAP * (columns - 1)) };
}

/** Cells with the last one below the one before it. */
function stacked(cells: readonly TableCell[]): readonly TableCell[] {
  const [what = [], where = []] = cells.slice(-2);
  const both: TableCell = inlineText(where) === "" ? what : [...what, "line", ...where];
  return [...cells.slice(0, -2), both];
}

function shrunk(natural: readonly number[], room: number): readonly number[] {
  const widths = [...natural];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over -= 1) {
    const widest = Math.max(...widths);
    if (widest === 1) break;
    widths[widths.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}
