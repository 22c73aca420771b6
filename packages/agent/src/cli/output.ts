import { printable, printableJson, printableLines } from '@swic/core/contract';

/**
 * The one place of the command that writes to its terminal. Whatever is said goes through `printable` here, so that no file name,
 * no receipt and no text of a broker can move the cursor, set a title or forge a line.
 */

/** One line on standard output. */
export function printLine(line: string): void {
  process.stdout.write(`${printable(line)}\n`);
}

/** A text of several lines on standard output, e.g. a configuration. */
export function printText(text: string): void {
  process.stdout.write(`${printableLines(text)}\n`);
}

/** One JSON document on standard output. */
export function printJson(value: unknown, indent: 0 | 2): void {
  process.stdout.write(`${printableJson(JSON.stringify(value, null, indent) ?? 'null')}\n`);
}

/** One line on standard error. */
export function sayLine(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** A text of several lines on standard error, e.g. where a defect is. */
export function sayText(text: string): void {
  process.stderr.write(`${printableLines(text)}\n`);
}

/** Asks on standard error; the answer is typed behind the question. */
export function sayQuestion(question: string): void {
  process.stderr.write(`${printable(question.trimEnd())} `);
}

/** A line on standard error that the next one replaces, for progress. */
export function sayAgain(line: string): void {
  process.stderr.write(`\r${printable(line)}`);
}

/** Ends a question or a progress line. */
export function endLine(): void {
  process.stderr.write('\n');
}

/** What the parser of the command line prints: its lines are its own, the words in them are the user's. */
export function writeHelp(text: string): void {
  process.stdout.write(printableLines(text));
}

export function writeUsage(text: string): void {
  process.stderr.write(printableLines(text));
}

/** From the upper left corner: what was shown before is gone. */
const CLEARED = '\u001b[H\u001b[2J\u001b[3J';

/** Lines in place of all that a terminal shows, as far as they fit; in a pipe behind what came before. */
export function repaint(lines: readonly string[]): void {
  const { isTTY, rows } = process.stdout;
  const shown = isTTY ? lines.slice(0, rows - 1) : lines;
  const text = shown.map((line) => `${printable(line)}\n`).join('');
  process.stdout.write(isTTY ? `${CLEARED}${text}` : `${text}\n`);
}

/** Begins a table for spreadsheets: a mark that says UTF-8, without which Excel garbles Chinese. */
const UTF8_MARK = '\ufeff';

/** A table for spreadsheets on standard output. */
export function printCsv(text: string): void {
  process.stdout.write(`${UTF8_MARK}${printableLines(text)}`);
}
