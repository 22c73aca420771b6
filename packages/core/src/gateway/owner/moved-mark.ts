import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { toFault } from '../../boxes/faults.js';
import { Fault } from '../../contract/fault.js';
import { replaceDurably, syncDirectory } from '../../runtime/durable-file.js';

/**
 * Why a data directory does not start (decision 0094).
 *
 *     pack:   packing ──▶ moved         a crash leaves `packing`: nothing starts, and `pack` may run again
 *     unpack: unpacking ──▶ no mark     a crash leaves `unpacking`: nothing starts, and `unpack` may run again
 */
export interface MovedMark {
  readonly state: 'packing' | 'moved' | 'unpacking';
  readonly sinceMs: number;
  /** The file of the move, absolute. */
  readonly file: string;
}

const FILE = 'moved';
const STATES: ReadonlySet<unknown> = new Set(['packing', 'moved', 'unpacking']);

/** Null where nothing moves. A file that a power cut has emptied is a mark, too: its being there is the word. */
export function findMovedMark(dataDir: string): MovedMark | null {
  let text: string;
  try {
    text = readFileSync(path.join(dataDir, FILE), 'utf8');
  } catch (reason) {
    if (reason instanceof Error && 'code' in reason && (reason.code === 'ENOENT' || reason.code === 'ENOTDIR'))
      return null;
    throw toFault(reason, 'box', path.join(dataDir, FILE));
  }
  return parse(text) ?? { state: 'moved', sinceMs: 0, file: '' };
}

/** Durable when it resolves. Rejects with `disk.*`. */
export async function writeMovedMark(dataDir: string, mark: MovedMark): Promise<void> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    await replaceDurably(path.join(dataDir, FILE), Buffer.from(`${JSON.stringify(mark)}\n`), 0o600);
  } catch (reason) {
    throw toFault(reason, 'box', dataDir);
  }
}

/** Durable when it resolves. Rejects with `disk.*`. */
export async function removeMovedMark(dataDir: string): Promise<void> {
  try {
    rmSync(path.join(dataDir, FILE), { force: true });
    await syncDirectory(dataDir);
  } catch (reason) {
    throw toFault(reason, 'box', dataDir);
  }
}

/** Throws `instance.moved` where there is a mark, but for one in a state of `unless`. */
export function refuseMoved(dataDir: string, unless: readonly MovedMark['state'][]): void {
  const mark = findMovedMark(dataDir);
  if (mark === null || unless.includes(mark.state)) return;
  const { state, sinceMs, file } = mark;
  throw new Fault('instance.moved', { directory: dataDir, state, sinceMs, file });
}

function parse(text: string): MovedMark | null {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof MovedMark, unknown>> | null;
    const { state, sinceMs, file } = value ?? {};
    if (!STATES.has(state) || typeof sinceMs !== 'number' || typeof file !== 'string') return null;
    return { state: state as MovedMark['state'], sinceMs, file };
  } catch {
    // Cut off: the caller takes it for the strictest of all.
    return null;
  }
}
