import { EventEmitter } from 'node:events';
import { sizeOf } from './hooks/use-terminal-size.js';

/** The second screen of the terminal: what was on the first is there again afterwards. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[2J';
const LEAVE = '\u001b[?25h\u001b[?1049l';
/** Terminals that know it show what is between as one picture; the others ignore it. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
const lineAt = (at: number): string => `\u001b[${at + 1};1H`;
const CLEAR_REST = '\u001b[0m\u001b[K';
const CLEAR_BELOW = '\u001b[0m\u001b[J';
/** More than this unread: the line is slow, and only the newest picture is worth sending. */
const UNSENT_BYTES_MAX = 32 * 1024;

export interface Presenter extends Disposable {
  /** What Ink takes for the terminal. */
  readonly stream: NodeJS.WriteStream;
  /** Another program has the terminal; pictures wait. */
  leave(): void;
  enter(): void;
  /** The next picture is drawn whole. */
  forget(): void;
  /** Bytes and pictures so far, for measuring. */
  readonly written: { readonly bytes: number; readonly frames: number };
}

/**
 * Is between Ink and the terminal and sends only the lines that changed, each to its own place. Ink's own way erases the picture
 * and writes it again, which flickers; its incremental way (6.8.0) goes one line too far up when a picture ends with a line feed, as all
 * pictures do that are lower than the terminal.
 */
export function openPresenter(stdout: NodeJS.WriteStream): Presenter {
  let shown: readonly string[] = [];
  let pending: string | null = null;
  const written = { bytes: 0, frames: 0 };
  const put = (text: string): void => {
    written.bytes += Buffer.byteLength(text);
    stdout.write(text);
  };
  let isAway = false;
  const present = (picture: string): void => {
    if (isAway) return;
    if (stdout.writableLength > UNSENT_BYTES_MAX) {
      pending = picture;
      return;
    }
    const lines = picture.split('\n');
    const changes = lines.map((line, at) => (line === shown[at] ? '' : `${lineAt(at)}${line}${CLEAR_REST}`)).join('');
    const below = lines.length < shown.length || shown.length === 0 ? `${lineAt(lines.length)}${CLEAR_BELOW}` : '';
    shown = lines;
    if (changes === '' && below === '') return;
    written.frames += 1;
    put(`${BEGIN}${changes}${below}${END}`);
  };
  const onDrain = (): void => {
    const picture = pending;
    pending = null;
    if (picture !== null) present(picture);
  };
  const onResize = (): void => {
    shown = [];
    stream.emit('resize');
  };
  const stream = createStream(stdout, present);
  stdout.on('drain', onDrain);
  stdout.on('resize', onResize);
  put(ENTER);
  return {
    stream,
    written,
    leave: () => {
      isAway = true;
      put(LEAVE);
    },
    enter: () => {
      isAway = false;
      shown = [];
      put(ENTER);
    },
    forget: () => {
      shown = [];
    },
    [Symbol.dispose]() {
      stdout.off('drain', onDrain);
      stdout.off('resize', onResize);
      put(LEAVE);
    },
  };
}

/** The part of a terminal that Ink uses. */
function createStream(stdout: NodeJS.WriteStream, present: (picture: string) => void): NodeJS.WriteStream {
  const stream = Object.assign(new EventEmitter(), {
    write: (picture: string): boolean => {
      if (picture !== '') present(picture);
      return true;
    },
  });
  Object.defineProperties(stream, {
    columns: { get: () => sizeOf(stdout).columns },
    rows: { get: () => sizeOf(stdout).rows },
    isTTY: { value: true },
  });
  return stream as unknown as NodeJS.WriteStream;
}
