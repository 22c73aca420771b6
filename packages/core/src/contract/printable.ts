/** Most of what is printed: ASCII, Chinese characters and their punctuation, an arrow. None of it is unprintable. */
const PLAIN = /^[\x20-\x7e\u2192\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]*$/;

/** What ends a line or moves along it. Several at once separate no more than one does. */
const SPACES = /[\t-\r\u0085\u2028\u2029]+/g;

/**
 * What a terminal obeys, what turns the direction of writing, what has no width and what is half a character: a name or a text with
 * it looks like another one, moves the cursor, or forges a line.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text as one line that any terminal shows as it is: line ends and tabs are a space, every other character that is not seen is
 * written out, e.g. `\u001b`. Pure; applied twice it changes nothing more. Everything that reaches a terminal goes through it,
 * by any writer: file names, receipts, texts of brokers, settings, our own sentences with such texts in them.
 */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(SPACES, ' ').replace(UNPRINTABLE, written);
}

/** The same for a text of several lines, e.g. a configuration: its line ends and tabs are kept. */
export function printableLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(printable).join('\t'))
    .join('\n');
}

/** JSON that says the same and can be shown: characters that are not seen are escaped, as JSON allows inside of strings. */
export function printableJson(json: string): string {
  return json
    .split('\n')
    .map((line) => (PLAIN.test(line) ? line : line.replace(UNPRINTABLE, writtenInUnits)))
    .join('\n');
}

function written(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : unitText(code);
}

/** JSON knows no code points, only UTF-16 units. */
function writtenInUnits(character: string): string {
  return Array.from({ length: character.length }, (_, at) => unitText(character.charCodeAt(at))).join('');
}

function unitText(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
