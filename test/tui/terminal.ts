import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { until } from '../support/until.js';

/** As much of a terminal as the dashboard uses: places, clearing to the end, two screens. Keeps text alone, or text with its colours. */
export class TestTerminal {
  readonly columns: number;
  readonly rows: number;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** Everything that was written, for what is not a picture. */
  raw = '';
  #lines: string[] = [];
  #typed: string[] = [];
  readonly #keys = new EventEmitter();

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.stdout = Object.assign(new EventEmitter(), {
      columns,
      rows,
      isTTY: true,
      writableLength: 0,
      write: (text: string) => {
        this.raw += text;
        this.#write(text);
        return true;
      },
    }) as unknown as NodeJS.WriteStream;
    const nothing = (): void => undefined;
    this.stdin = Object.assign(this.#keys, {
      isTTY: true,
      setEncoding: nothing,
      setRawMode: nothing,
      resume: nothing,
      pause: nothing,
      ref: nothing,
      unref: nothing,
      read: () => this.#typed.shift() ?? null,
    }) as unknown as NodeJS.ReadStream;
  }

  type(keys: string): void {
    this.#typed.push(keys);
    this.#keys.emit('readable');
  }

  /** What is on the screen, without trailing spaces. */
  picture(): string {
    return this.#lines.map((line) => stripVTControlCharacters(line).trimEnd()).join('\n');
  }

  coloured(): readonly string[] {
    return this.#lines;
  }

  shows(text: string): Promise<void> {
    return this.#waitFor(`the screen shows ${text}`, () => this.picture().includes(text));
  }

  hides(text: string): Promise<void> {
    return this.#waitFor(`the screen shows no ${text}`, () => !this.picture().includes(text));
  }

  changes(before: string): Promise<void> {
    return this.#waitFor('the screen changes', () => this.picture() !== before);
  }

  #waitFor(what: string, isSo: () => boolean): Promise<void> {
    return until(`${what}, not\n${this.picture()}`, isSo, 5_000).catch((reason: unknown) => {
      throw new Error(`${String(reason)}\nnow:\n${this.picture()}`);
    });
  }

  #write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is made of them
    const pieces = text.split(/\u001b\[(\d+);1H/);
    for (let at = 1; at < pieces.length; at += 2) {
      const line = Number(pieces[at]) - 1;
      const content = pieces[at + 1] ?? '';
      if (content.includes('\u001b[J')) this.#lines = this.#lines.slice(0, line);
      else this.#lines[line] = (content.split('\u001b[K')[0] ?? '').replace(/\u001b\[0m$/, '');
    }
    for (let at = 0; at < this.#lines.length; at += 1) this.#lines[at] ??= '';
  }
}
