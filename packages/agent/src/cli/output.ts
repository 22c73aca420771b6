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
