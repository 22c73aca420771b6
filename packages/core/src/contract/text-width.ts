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
 * Cells that a text takes in a terminal, where the block of each character says it: a Chinese character takes two. Null = a library has
 * to be asked, whose first answer costs 50 ms for its table of emoji (measured): a tenth of a start.
 */
export function knownWidth(text: string): number | null {
  if (PLAIN.test(text)) return text.length;
  return KNOWN.test(text) ? text.length + (text.match(WIDE)?.length ?? 0) : null;
}
