import stringWidth from 'string-width';

/** Printable ASCII is one cell a character: by far the most of what is measured. */
const PLAIN = /^[\x20-\x7e]*$/;
/** Text whose every character is one or two cells wide by its block alone: Chinese with its punctuation, braille, the mark of a row. */
const KNOWN = /^[\x20-\x7e\u2800-\u28ff\u25b8\u3000-\u303e\u4e00-\u9fff\uff01-\uff60]*$/;
const WIDE = /[\u3000-\u303e\u4e00-\u9fff\uff01-\uff60]/g;

/** True = every character of the text is printable and of known width. */
export function isPlainText(text: string): boolean {
  return PLAIN.test(text);
}

/** True = every character of the text is printable, ASCII or Chinese, and its width is that of its block. */
export function isKnownText(text: string): boolean {
  return KNOWN.test(text);
}

/**
 * Cells that a text takes in a terminal: a Chinese character takes two. string-width is asked only for what is not of a known block:
 * the first question costs it 50 ms for its table of emoji (measured), which is a tenth of a start.
 */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  if (!KNOWN.test(text)) return stringWidth(text);
  return text.length + (text.match(WIDE)?.length ?? 0);
}
