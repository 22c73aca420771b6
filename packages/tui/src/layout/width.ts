import { isKnownText, isPlainText, knownWidth, printable } from '@swic/core/contract';
import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Cells that a text takes in a terminal: a Chinese character takes two. */
export function widthOf(text: string): number {
  return knownWidth(text) ?? stringWidth(text);
}

/** A text from outside, made harmless: one line, nothing a terminal obeys. */
export function clean(text: string): string {
  return isKnownText(text) ? text : printable(text);
}

const NARROW: Readonly<Record<string, string>> = { '→': '->', '≤': '<=', '≥': '>=', '…': '...' };

/** Our own sentences, without the few characters that some terminals show two cells wide and others one. */
export function narrow(text: string): string {
  return text.replace(/[→≤≥…]/g, (character) => NARROW[character] ?? character);
}

/** At most so many cells of what `clean` makes of the text; where something is cut off, a mark says so. Never half a character. */
export function cut(raw: string, width: number, mark = '~'): string {
  const text = clean(raw);
  if (widthOf(text) <= width) return text;
  if (width <= 0) return '';
  if (isPlainText(text)) return `${text.slice(0, width - 1)}${mark}`;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const wide = widthOf(segment);
    if (used + wide > width - 1) break;
    kept += segment;
    used += wide;
  }
  return `${kept}${mark}`;
}

/** Exactly so many cells. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, width);
  const space = ' '.repeat(Math.max(0, width - widthOf(short)));
  return align === 'left' ? short + space : space + short;
}

/** Keeps both ends of a text, since a file name's end says as much as its beginning. */
export function cutMiddle(raw: string, width: number, mark = '~'): string {
  const text = clean(raw);
  if (widthOf(text) <= width || width < 5) return cut(text, width, mark);
  const segments = [...graphemes.segment(text)].map(({ segment }) => segment);
  const tailWidth = Math.floor((width - 1) / 2);
  let tail = '';
  for (let at = segments.length - 1; at >= 0; at -= 1) {
    const segment = segments[at] ?? '';
    if (widthOf(segment) + widthOf(tail) > tailWidth) break;
    tail = segment + tail;
  }
  return cut(text, width - widthOf(tail), mark) + tail;
}

/** Lines of at most so many cells; breaks at spaces, and between Chinese characters anywhere. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(clean(text))) {
    if (widthOf(line) + widthOf(piece.trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
    while (widthOf(line) > width) {
      const head = cut(line, width, '');
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

function piecesOf(text: string): readonly string[] {
  return (
    text.match(
      /[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef]|[^\s\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\ufe30-\uffef]+\s*|\s+/gu,
    ) ?? []
  );
}
