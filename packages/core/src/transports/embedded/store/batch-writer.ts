import { randomBytes } from 'node:crypto';
import { closeSync, openSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../../../domain/message.js';
import type { Clock } from '../../../ports/clock.js';
import { syncData, syncDirectory, writeAll } from '../../../runtime/durable-file.js';
import { encodeBatch } from './batch-format.js';

/** One file: small enough to be read at once, large enough that one fsync pays for many messages. */
const MESSAGES_PER_FILE_MAX = 256;
const BYTES_PER_FILE_MAX = 4 * 1024 * 1024;

/** How writing ended. `isPlaced`: some of the messages may be in the queue although it failed. */
export type Written =
  | { readonly kind: 'written' }
  | { readonly kind: 'failed'; readonly isPlaced: boolean; readonly reason: unknown };

/** Names that sort in the order they were minted by this writer, and about by time among writers; never the same twice. */
export function createBatchNames(clock: Clock): () => string {
  const writer = randomBytes(6).toString('hex');
  let lastMs = 0;
  let counter = 0;
  return () => {
    lastMs = Math.max(lastMs, Math.floor(clock.nowMs()));
    counter += 1;
    return `${String(lastMs).padStart(15, '0')}-${String(counter).padStart(10, '0')}-${writer}.batch`;
  };
}

/** Where batches are written, and where they get their place. */
export interface BatchPlace {
  readonly incoming: string;
  readonly ready: string;
}

/**
 * Makes the messages durable and visible in their order: write, fsync, rename, fsync of the directory. A crash before the
 * rename leaves a file in `incoming` that no reader looks at; after it, the messages are in the queue, whole.
 */
export async function writeBatches(
  place: BatchPlace,
  messages: readonly Message[],
  nextName: () => string,
): Promise<Written> {
  const written: string[] = [];
  let isPlaced = false;
  try {
    for (const part of inFiles(messages)) written.push(await writeFile(place.incoming, nextName(), part));
    for (const name of written) {
      renameSync(join(place.incoming, name), join(place.ready, name));
      isPlaced = true;
    }
    await syncDirectory(place.ready);
    return { kind: 'written' };
  } catch (reason) {
    if (!isPlaced) written.forEach((name) => removeQuietly(join(place.incoming, name)));
    return { kind: 'failed', isPlaced, reason };
  }
}

async function writeFile(directory: string, name: string, messages: readonly Message[]): Promise<string> {
  const path = join(directory, name);
  const fd = openSync(path, 'wx');
  try {
    const pieces = encodeBatch(messages);
    await writeAll(fd, pieces);
    await syncData(fd);
    return name;
  } catch (reason) {
    removeQuietly(path);
    throw reason;
  } finally {
    closeSync(fd);
  }
}

function* inFiles(messages: readonly Message[]): Generator<readonly Message[]> {
  let part: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const isFull =
      part.length === MESSAGES_PER_FILE_MAX || (part.length > 0 && bytes + message.body.length > BYTES_PER_FILE_MAX);
    if (isFull) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(message);
    bytes += message.body.length;
  }
  if (part.length > 0) yield part;
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never visible to a receiver; the next receiver removes what is old in there.
  }
}
