import { knownWidth, printable } from '@swic/core';
import stringWidth from 'string-width';

/** A cell aligned to the right when it is a number. */
export type Cell = string | number;

/** Lines of a table whose columns line up in a terminal, Chinese characters being two cells wide. No header line when `head` is null. */
export function formatTable(head: readonly string[] | null, rows: readonly (readonly Cell[])[]): readonly string[] {
  // Measured as it will be printed.
  const all = (head === null ? rows : [head, ...rows]).map((row) => row.map(shown));
  const widths = columnWidths(all);
  return all.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function shown(cell: Cell): Cell {
  return typeof cell === 'number' ? cell : printable(cell);
}

function widthOf(text: string): number {
  return knownWidth(text) ?? stringWidth(text);
}

function columnWidths(rows: readonly (readonly Cell[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, widthOf(String(cell)))));
  return widths;
}

function pad(cell: Cell, width: number): string {
  const text = String(cell);
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return typeof cell === 'number' ? space + text : text + space;
}
