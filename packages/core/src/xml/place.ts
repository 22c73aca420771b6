/** A place in a text, 1-based. The column counts code points, as libxml2 and people do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function placeAt(text: string, offset: number): Place {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', lineStart)) {
    line += 1;
    lineStart = next + 1;
  }
  return { line, column: offset - lineStart - pairsBetween(text, lineStart, offset) + 1 };
}

export function isBefore(a: Place, b: Place): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** Surrogate pairs: two units, one character. */
function pairsBetween(text: string, start: number, end: number): number {
  let pairs = 0;
  for (let at = start; at < end; at += 1) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) pairs += 1;
  return pairs;
}
