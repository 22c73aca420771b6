import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import { replaceDurably } from '../runtime/durable-file.js';
import { type AlertState, EMPTY_STATE } from './alert-state.js';

const DIRECTORY = 'alerts';
const FILE = 'state.json';

/** Where the state is kept, durable and whole: a crash leaves the state before or the state after (decision 0066). */
export interface StateFile {
  /** The empty state where there is none, or where it cannot be read: that one is put aside. */
  read(): AlertState;
  /** Durable when it resolves. Rejects with `disk.failed`. */
  write(state: AlertState): Promise<void>;
}

/** The data directory itself is not made: one that was moved away must find its place free. */
export function stateFileIn(dataDir: string): StateFile {
  const directory = path.join(dataDir, DIRECTORY);
  const file = path.join(directory, FILE);
  return {
    read: () => readState(file),
    async write(state) {
      try {
        makeDirectory(directory);
        await replaceDurably(file, Buffer.from(JSON.stringify(state)), 0o600);
      } catch (reason) {
        throw Fault.from(reason, 'disk.failed', { path: file });
      }
    },
  };
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (reason) {
    if (!isErrno(reason, 'EEXIST')) throw reason;
  }
}

function readState(file: string): AlertState {
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isState(state)) return { ...EMPTY_STATE, ...state };
  } catch (reason) {
    if (isErrno(reason, 'ENOENT')) return EMPTY_STATE;
    if (!(reason instanceof SyntaxError)) throw Fault.from(reason, 'disk.failed', { path: file });
  }
  renameSync(file, `${file}.damaged`);
  return EMPTY_STATE;
}

/** Written by us, whole: its version says what is in it. */
function isState(value: unknown): value is AlertState {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1 && 'queues' in value;
}

const isErrno = (reason: unknown, code: string): boolean =>
  reason instanceof Error && 'code' in reason && reason.code === code;
