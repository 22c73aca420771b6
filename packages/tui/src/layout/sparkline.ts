/** Dots of a braille cell's left and right column, filled from below: 0 to 4. */
const LEFT = [0, 0x40, 0x44, 0x46, 0x47];
const RIGHT = [0, 0x80, 0xa0, 0xb0, 0xb8];
const BRAILLE = 0x2800;
const LEVELS = 4;
const ASCII = ' .:|#';

/**
 * The latest numbers as a little graph, newest at the right: two to a cell in braille, one to a cell in ASCII. Braille, because its
 * characters are one cell wide in every terminal; block elements are two in Chinese ones.
 */
export function sparkline(numbers: readonly number[], width: number, isAscii: boolean): string {
  const perCell = isAscii ? 1 : 2;
  const wanted = width * perCell;
  const latest = numbers.slice(-wanted);
  const padded = [...new Array<number>(wanted - latest.length).fill(0), ...latest];
  const top = Math.max(1, ...padded);
  const levels = padded.map((number) => (number <= 0 ? 0 : Math.max(1, Math.round((number / top) * LEVELS))));
  if (isAscii) return levels.map((level) => ASCII[level] ?? ' ').join('');
  let line = '';
  for (let at = 0; at < levels.length; at += 2) {
    const dots = (LEFT[levels[at] ?? 0] ?? 0) | (RIGHT[levels[at + 1] ?? 0] ?? 0);
    line += dots === 0 ? ' ' : String.fromCodePoint(BRAILLE | dots);
  }
  return line;
}
