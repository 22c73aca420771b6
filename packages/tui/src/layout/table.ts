import { type Row, type Span, span } from './row.js';
import { fit, widthOf } from './width.js';

export interface Column<R> {
  readonly head: string;
  /** Cells it needs to be of use. */
  readonly width: number;
  /** What is left over is given to columns that grow, up to `widest`. */
  readonly widest: number;
  readonly align: 'left' | 'right';
  /** Where the screen is narrow, the column with the highest number goes first; 0 always stays. */
  readonly rank: number;
  readonly cell: (row: R, width: number) => Span;
}

export interface TableOptions {
  readonly width: number;
  /** -1 = none. */
  readonly selected: number;
  readonly cursor: string;
}

interface Placed<R> {
  readonly column: Column<R>;
  readonly width: number;
}

const GAP = 1;
/** The mark of the selected row, readable without colour, and the space behind it. */
const MARK_WIDTH = 2;

/** Head and rows in columns; the selected row carries a mark and is shown in reverse. */
export function tableRows<R>(
  columns: readonly Column<R>[],
  rows: readonly R[],
  options: TableOptions,
): { readonly head: Row; readonly rows: readonly Row[] } {
  const placed = place(columns, options.width - MARK_WIDTH);
  const head = [
    span(' '.repeat(MARK_WIDTH)),
    ...join(placed.map(({ column, width }) => span(fit(column.head, width, column.align), 'muted'))),
  ];
  return {
    head,
    rows: rows.map((one, at) => {
      const cells = join(placed.map(({ column, width }) => fitCell(column, one, width)));
      if (at !== options.selected) return [span(' '.repeat(MARK_WIDTH)), ...cells];
      const line = [span(`${options.cursor} `), ...cells];
      const used = line.reduce((sum, { text }) => sum + widthOf(text), 0);
      const rest = span(' '.repeat(Math.max(0, options.width - used)));
      return [...line, rest].map(({ text }) => ({ text, tone: 'selected' as const }));
    }),
  };
}

function fitCell<R>(column: Column<R>, one: R, width: number): Span {
  const { text, tone } = column.cell(one, width);
  return { text: fit(text, width, column.align), tone };
}

function join(cells: readonly Span[]): readonly Span[] {
  return cells.flatMap((cell, at) => (at === 0 ? [cell] : [span(' '.repeat(GAP)), cell]));
}

/** Leaves out by rank until the rest fits, then lets columns grow. */
function place<R>(columns: readonly Column<R>[], width: number): readonly Placed<R>[] {
  let kept = [...columns];
  const needed = (): number => kept.reduce((sum, column) => sum + column.width + GAP, -GAP);
  while (needed() > width) {
    const last = kept.reduce((worst, column) => (column.rank > worst ? column.rank : worst), 0);
    if (last === 0) break;
    kept = kept.filter(({ rank }) => rank !== last);
  }
  const widths = kept.map((column) => column.width);
  let left = Math.max(0, width - needed());
  // A cell to each in turn, so that no column takes what another needs as much.
  for (let grew = true; grew && left > 0; ) {
    grew = false;
    kept.forEach((column, at) => {
      const wide = widths[at] ?? 0;
      if (left === 0 || wide >= column.widest) return;
      widths[at] = wide + 1;
      left -= 1;
      grew = true;
    });
  }
  return kept.map((column, at) => ({ column, width: widths[at] ?? column.width }));
}
