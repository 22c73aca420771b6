export const LESS = 60;
export const GREATER = 62;
export const SLASH = 47;
const SPACE = 32;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;

/** Offset of the next line feed, or the length of the text. */
export function newlineFrom(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

/** White space as XML knows it, or a control character, which libxml2 refuses. */
export function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (text.charCodeAt(at) > SPACE) return false;
  return true;
}

/** The first place at or after `from` that cannot belong to a name; all of XML's punctuation that may follow one. */
export function endOfName(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= SPACE || code === GREATER || code === SLASH || code === LESS) break;
  }
  return at;
}

/** Instead of an offset: the text ends before the tag does. */
export const UNFINISHED = -1;
/** Instead of an offset: this cannot be a tag. */
export const BROKEN = -2;

/** Offset of the `>` that ends the tag; a `>` inside an attribute's value does not. */
export function endOfTag(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === GREATER) return at;
    if (code === LESS) return BROKEN;
    if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
      at = text.indexOf(code === DOUBLE_QUOTE ? '"' : "'", at + 1);
      if (at < 0) return UNFINISHED;
    }
  }
  return UNFINISHED;
}

/** Is this the end tag of an element with that name? Only white space may follow the name. */
export function isEndOf(text: string, rawName: string, nameStart: number, close: number): boolean {
  return text.startsWith(rawName, nameStart) && isBlank(text, nameStart + rawName.length, close);
}

/** Does nothing but the end of the tag follow its name? */
export function endsPlainly(text: string, nameEnd: number, close: number): boolean {
  return close === nameEnd || (close === nameEnd + 1 && text.charCodeAt(nameEnd) === SLASH);
}
