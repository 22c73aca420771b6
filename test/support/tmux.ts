import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe } from 'vitest';
import { until } from './until.js';

const run = promisify(execFile);

/** `describe` for tests in a real terminal; skipped, and counted so, with SWIC_TEST_SKIP_TMUX=1. */
export const describeWithTmux = describe.skipIf(process.env['SWIC_TEST_SKIP_TMUX'] === '1');

export interface TmuxOptions {
  readonly columns: number;
  readonly rows: number;
  readonly words: readonly string[];
  readonly directory: string;
}

/** A program in a terminal of its own, by a tmux server of its own. */
export interface Tmux extends AsyncDisposable {
  /** Names of keys as tmux has them: `Enter`, `C-c`, `PageDown`. */
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** What is on the screen; with its colours as escape sequences. */
  picture(isColoured?: boolean): Promise<string>;
  shows(text: string, limitMs?: number): Promise<void>;
}

export async function openTmux({ columns, rows, words, directory }: TmuxOptions): Promise<Tmux> {
  const home = mkdtempSync(path.join(tmpdir(), 'swic-tmux-'));
  const socket = path.join(home, 'socket');
  // Ink draws nothing at all where it believes to be in a build machine.
  const { CI: _ci, TMUX: _tmux, NO_COLOR: _noColor, ...environment } = process.env;
  const env = { ...environment, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' };
  const tmux = async (...args: readonly string[]): Promise<string> =>
    (await run('tmux', ['-S', socket, '-f', '/dev/null', ...args], { env, cwd: directory })).stdout;
  // The program stays behind a shell that waits: what it says at its end can still be read.
  const line = `${words.map(quote).join(' ')}; echo "[ended $?]"; cat`;
  await tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), 'sh', '-c', line);
  const picture = (isColoured = false): Promise<string> => tmux('capture-pane', '-p', ...(isColoured ? ['-e'] : []));
  return {
    picture,
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    type: async (text) => void (await tmux('send-keys', '-l', text)),
    resize: async (width, height) => void (await tmux('resize-window', '-x', String(width), '-y', String(height))),
    async shows(text, limitMs = 15_000) {
      let last = '';
      const isThere = async (): Promise<boolean> => {
        last = await picture();
        return last.includes(text);
      };
      await until(text, isThere, limitMs).catch((reason: unknown) => {
        throw new Error(`${String(reason)}; the screen shows\n${last}`);
      });
    },
    async [Symbol.asyncDispose]() {
      await tmux('kill-server').catch(() => undefined);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
