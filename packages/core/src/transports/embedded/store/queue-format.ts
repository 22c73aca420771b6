import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '../../../contract/fault.js';
import { codeOf } from '../faults.js';

/** Of the files of a queue: batches, states, directories. Raised on any change that an older program would take for damage. */
export const QUEUE_FORMAT = 1;

const FILE = 'format';

/** Throws `transport.queue-newer` where a newer program has written; a queue of before there was this file has format 1. */
export function demandKnownFormat(root: string): void {
  const found = formatOf(root);
  if (found === null) return stamp(root);
  if (found <= QUEUE_FORMAT) return;
  throw new Fault('transport.queue-newer', {
    path: root,
    found,
    known: QUEUE_FORMAT,
    zh: `队列 ${root} 的格式为 ${found}，本程序只支持到格式 ${QUEUE_FORMAT}`,
    en: `the queue ${root} has format ${found}, and this program knows formats up to ${QUEUE_FORMAT}`,
  });
}

/** Null where none is written yet. */
function formatOf(root: string): number | null {
  try {
    const text = readFileSync(path.join(root, FILE), 'utf8').trim();
    // Another process is writing it at this instant, or a power cut took its bytes: it was written as this one.
    return /^\d{1,9}$/.test(text) ? Number(text) : QUEUE_FORMAT;
  } catch (reason) {
    if (codeOf(reason) === 'ENOENT') return null;
    throw reason;
  }
}

function stamp(root: string): void {
  try {
    writeFileSync(path.join(root, FILE), `${QUEUE_FORMAT}\n`, { flag: 'wx' });
  } catch {
    // Another process has written it; or the disk is full, and a queue has to be received from all the same.
  }
}
