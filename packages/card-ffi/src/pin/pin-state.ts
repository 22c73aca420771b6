import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** clear ──attempt──▶ (marker) ──right──▶ clear;  (marker) ──wrong or unknown──▶ held ──operator's word──▶ clear */
export type PinState =
  | { readonly kind: 'clear' }
  | {
      readonly kind: 'held';
      /** `wrong`: the card said so. `unknown`: the attempt was cut off, so it may have counted. */
      readonly reason: 'wrong' | 'unknown';
      readonly atMs: number;
      readonly cardId: string | null;
      readonly code: number | null;
      readonly words: string | null;
    };

/** Who is trying a PIN right now, or died while trying it. */
export interface AttemptMarker {
  readonly pid: number;
  readonly atMs: number;
  /** Tells one attempt from every other, also of an earlier process with the same number. */
  readonly nonce: string;
}

/** What is known of one signer's PIN, on disk. It never holds the PIN nor anything it could be guessed from. */
export interface PinFiles {
  read(): Promise<PinState>;
  write(state: PinState): Promise<void>;
  /** Durable before it resolves. null = the marker of another process is there. */
  mark(marker: AttemptMarker): Promise<boolean>;
  readMarker(): Promise<AttemptMarker | null>;
  unmark(): Promise<void>;
}

/** `path` is the state's file; the marker is beside it as `path` + `.attempt`. The directory must exist. */
export function createPinFiles(path: string): PinFiles {
  const markerPath = `${path}.attempt`;
  return {
    read: async () => parseState(await readIfThere(path)),
    write: (state) => writeDurably(path, JSON.stringify({ version: 1, ...state })),
    mark: (marker) => createDurably(markerPath, JSON.stringify(marker)),
    readMarker: async () => {
      const text = await readIfThere(markerPath);
      return text === null ? null : parseMarker(text);
    },
    unmark: () => rm(markerPath, { force: true }),
  };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (reason) {
    if (isCode(reason, 'ENOENT')) return null;
    throw reason;
  }
}

/** A damaged state is read as "held": the careful reading, since a card may lock. */
function parseState(text: string | null): PinState {
  if (text === null) return { kind: 'clear' };
  const value = parseRecord(text);
  if (value?.['kind'] === 'clear') return { kind: 'clear' };
  return {
    kind: 'held',
    reason: value?.['reason'] === 'wrong' ? 'wrong' : 'unknown',
    atMs: numberOr(value?.['atMs'], 0),
    cardId: textOr(value?.['cardId']),
    code: typeof value?.['code'] === 'number' ? value['code'] : null,
    words: textOr(value?.['words']),
  };
}

/** A damaged marker is one that was cut off while it was written: its process has ended. */
function parseMarker(text: string): AttemptMarker {
  const value = parseRecord(text);
  return {
    pid: numberOr(value?.['pid'], 0),
    atMs: numberOr(value?.['atMs'], 0),
    nonce: textOr(value?.['nonce']) ?? '',
  };
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // The callers treat a damaged file as the careful case.
    return undefined;
  }
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Write, fsync, rename, fsync the directory: after a crash the file is the old one or the new one. */
async function writeDurably(path: string, text: string): Promise<void> {
  // A name of its own, because two processes may write at once.
  const temporary = `${path}.${randomUUID()}`;
  await writeAndSync(temporary, text);
  await rename(temporary, path);
  await syncDirectory(dirname(path));
}

/** The file appears whole or not at all: a reader must not take a half-written marker for one that was cut off. */
async function createDurably(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  await writeAndSync(temporary, text);
  try {
    await link(temporary, path);
  } catch (reason) {
    if (isCode(reason, 'EEXIST')) return false;
    throw reason;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncDirectory(dirname(path));
  return true;
}

async function writeAndSync(path: string, text: string): Promise<void> {
  await using file = await open(path, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
}

async function syncDirectory(path: string): Promise<void> {
  try {
    await using directory = await open(join(path, '.'), 'r');
    await directory.sync();
  } catch (reason) {
    // Windows cannot open or sync a directory; its rename is durable by other means.
    if (!isCode(reason, 'EPERM') && !isCode(reason, 'EISDIR') && !isCode(reason, 'EACCES')) throw reason;
  }
}

function isCode(reason: unknown, code: string): boolean {
  return reason instanceof Error && 'code' in reason && reason.code === code;
}
