import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncDirectory } from '../../../runtime/durable-file.js';
import { demandKnownFormat } from './queue-format.js';
import { layReserve } from './reserve.js';

/** The directories of one queue. */
export interface QueueDirectory {
  readonly root: string;
  /** Batches on offer, named in the order of their sending. */
  readonly ready: string;
  /** Batches being written; what a killed sender left here was never sent. */
  readonly incoming: string;
  /** Messages that were refused: kept until an operator removes them. */
  readonly refused: string;
  /** Files whose bytes are not those that were written: kept for people, never delivered. */
  readonly damaged: string;
  /** Held by the one process that delivers. */
  readonly lock: string;
  /** Room on the disk for taking the lock when there is none left. */
  readonly reserve: string;
}

/** A name that any file system takes and no other queue has: what is readable of it, and a digest of the whole. */
export function queueDirectory(directory: string, queue: string): QueueDirectory {
  const readable = queue
    .replace(/[^A-Za-z0-9_-]+/g, '.')
    .replace(/^\.+/, '')
    .slice(0, 40);
  const digest = createHash('sha256').update(queue).digest('hex').slice(0, 12);
  const root = join(directory, `${readable}-${digest}`);
  return {
    root,
    ready: join(root, 'ready'),
    incoming: join(root, 'incoming'),
    refused: join(root, 'refused'),
    damaged: join(root, 'damaged'),
    lock: join(root, 'lock'),
    reserve: join(root, 'reserve'),
  };
}

/** Makes the directories and their names durable; does nothing to what is there. Throws `transport.queue-newer`. */
export async function createQueueDirectory(queue: QueueDirectory): Promise<void> {
  const children = [queue.ready, queue.incoming, queue.refused, queue.damaged];
  for (const child of children) await mkdir(child, { recursive: true });
  demandKnownFormat(queue.root);
  layReserve(queue.reserve);
  await syncDirectory(queue.root);
  await syncDirectory(dirname(queue.root));
}
