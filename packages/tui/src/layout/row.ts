import type { Tone } from '../theme.js';
import { clean, cut, widthOf } from './width.js';

/** A piece of a line in one style. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of the screen. Screens are made of rows, not of boxes: what a row holds has been fitted to its width already. */
export type Row = readonly Span[];

export const EMPTY: Row = [];

/** The one way to make a span: whatever the text, no terminal obeys it. */
export const span = (text: string, tone: Tone = 'plain'): Span => ({ text: clean(text), tone });

export const row = (...parts: readonly (Span | string)[]): Row =>
  parts.map((part) => (typeof part === 'string' ? span(part) : part));

/** A text from outside: tells the reader of a screen which words are not ours. */
export const said = span;

export function widthOfRow(line: Row): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** Cuts a row that is too long, span by span. */
export function fitRow(line: Row, width: number): Row {
  if (widthOfRow(line) <= width) return line;
  const kept: Span[] = [];
  let left = width;
  for (const one of line) {
    const wide = widthOf(one.text);
    if (wide > left) {
      if (left > 0) kept.push({ ...one, text: cut(one.text, left) });
      break;
    }
    kept.push(one);
    left -= wide;
  }
  return kept;
}

/** Left and right parts of one line, with what is between them empty; the left one gives way. */
export function sides(left: Row, right: Row, width: number): Row {
  const rightWidth = widthOfRow(right);
  const leftRow = fitRow(left, Math.max(0, width - rightWidth - 1));
  const gap = ' '.repeat(Math.max(0, width - widthOfRow(leftRow) - rightWidth));
  return fitRow([...leftRow, span(gap), ...right], width);
}

/** The whole line in one tone, up to the edge: a bar. */
export function bar(line: Row, width: number, tone: Tone): Row {
  const fitted = fitRow(line, width);
  const gap = ' '.repeat(Math.max(0, width - widthOfRow(fitted)));
  return [...fitted, span(gap)].map(({ text }) => ({ text, tone }));
}

/** Exactly so many rows: cut or filled with empty ones, so that what is below does not jump. */
export function fill(rows: readonly Row[], height: number): readonly Row[] {
  if (rows.length >= height) return rows.slice(0, Math.max(0, height));
  return [...rows, ...new Array<Row>(height - rows.length).fill(EMPTY)];
}
