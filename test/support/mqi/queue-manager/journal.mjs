/**
 * IBM MQ simulator: the log of the queue manager, one append-only file. A unit of work is one group of entries with a
 * checksum, written by one call: after a kill it is there whole or not at all.
 */

import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import { MD } from './constants.mjs';

const MAGIC = 0x51_4d_49_53;
const GROUP_HEADER = 12;
const ENTRY_HEADER = 24;
const TYPE = { PUT: 1, REMOVE: 2, BACKOUT: 3 };
/** An idle journal above this size is emptied: a benchmark must not fill the disk. */
const TRUNCATE_ABOVE_BYTES = 64 * 1024 * 1024;

/**
 * @typedef {object} StoredMessage
 * @property {number} sequence unique in the queue manager, and the order of the queue
 * @property {string} queue
 * @property {Buffer} descriptor
 * @property {Buffer} data
 * @property {number} backoutCount
 */

/**
 * @typedef {{ put: StoredMessage } | { remove: number } | { backout: number, count: number }} Entry
 */

export class Journal {
  #file;
  #bytes;
  #isSynced;

  /**
   * @param {string} path
   * @param {boolean} isSynced true: every group reaches the disk; false: it reaches the operating system, which is
   *   enough to survive a kill of the process
   */
  constructor(path, isSynced) {
    this.#isSynced = isSynced;
    this.live = replay(path);
    rewrite(path, this.live);
    this.#file = fs.openSync(path, 'a');
    this.#bytes = fs.fstatSync(this.#file).size;
  }

  /** @param {readonly Entry[]} entries */
  append(entries) {
    if (entries.length === 0) return;
    const parts = formatGroup(entries);
    let length = 0;
    for (const part of parts) length += part.length;
    const written = fs.writevSync(this.#file, parts);
    if (written !== length) throw new Error(`journal: ${written} of ${length} bytes written`);
    if (this.#isSynced) fs.fdatasyncSync(this.#file);
    this.#bytes += length;
  }

  /** To be called when no queue holds anything. */
  forget() {
    if (this.#bytes < TRUNCATE_ABOVE_BYTES) return;
    fs.ftruncateSync(this.#file, 0);
    this.#bytes = 0;
  }
}

/**
 * @param {readonly Entry[]} entries
 * @returns {Buffer[]}
 */
function formatGroup(entries) {
  /** @type {Buffer[]} */
  const parts = [Buffer.allocUnsafe(GROUP_HEADER)];
  for (const entry of entries) parts.push(...formatEntry(entry));
  let length = 0;
  let checksum = 0;
  for (const part of parts.slice(1)) {
    length += part.length;
    checksum = crc32(part, checksum);
  }
  const header = /** @type {Buffer} */ (parts[0]);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(length, 4);
  header.writeUInt32LE(checksum, 8);
  return parts;
}

/**
 * @param {Entry} entry
 * @returns {Buffer[]}
 */
function formatEntry(entry) {
  const header = Buffer.alloc(ENTRY_HEADER);
  if ('put' in entry) {
    const { put } = entry;
    const name = Buffer.from(put.queue);
    header.writeUInt32LE(TYPE.PUT, 0);
    header.writeUInt32LE(name.length, 4);
    header.writeBigUInt64LE(BigInt(put.sequence), 8);
    header.writeUInt32LE(put.data.length, 16);
    header.writeUInt32LE(put.backoutCount, 20);
    return [header, name, put.descriptor, put.data];
  }
  header.writeUInt32LE('remove' in entry ? TYPE.REMOVE : TYPE.BACKOUT, 0);
  header.writeBigUInt64LE(BigInt('remove' in entry ? entry.remove : entry.backout), 8);
  header.writeUInt32LE('remove' in entry ? 0 : entry.count, 20);
  return [header];
}

/**
 * @param {string} path
 * @returns {Map<number, StoredMessage>} the messages that are on the queues, in their order
 */
function replay(path) {
  /** @type {Map<number, StoredMessage>} */
  const live = new Map();
  const all = fs.existsSync(path) ? fs.readFileSync(path) : Buffer.alloc(0);
  for (let at = 0; at + GROUP_HEADER <= all.length; ) {
    const end = at + GROUP_HEADER + all.readUInt32LE(at + 4);
    const body = all.subarray(at + GROUP_HEADER, end);
    // A torn last group is a unit of work whose commit never returned: it did not happen.
    if (all.readUInt32LE(at) !== MAGIC || end > all.length || crc32(body) !== all.readUInt32LE(at + 8)) break;
    replayGroup(body, live);
    at = end;
  }
  return new Map([...live].sort(([one], [other]) => one - other));
}

/**
 * @param {Buffer} body
 * @param {Map<number, StoredMessage>} live
 */
function replayGroup(body, live) {
  for (let at = 0; at < body.length; ) {
    const type = body.readUInt32LE(at);
    const nameLength = body.readUInt32LE(at + 4);
    const sequence = Number(body.readBigUInt64LE(at + 8));
    const dataLength = body.readUInt32LE(at + 16);
    const backoutCount = body.readUInt32LE(at + 20);
    at += ENTRY_HEADER;
    if (type === TYPE.PUT) {
      const descriptorAt = at + nameLength;
      const dataAt = descriptorAt + MD.LENGTH;
      live.set(sequence, {
        sequence,
        queue: body.toString('utf8', at, descriptorAt),
        descriptor: Buffer.from(body.subarray(descriptorAt, dataAt)),
        data: Buffer.from(body.subarray(dataAt, dataAt + dataLength)),
        backoutCount,
      });
      at = dataAt + dataLength;
    } else if (type === TYPE.REMOVE) {
      live.delete(sequence);
    } else {
      const message = live.get(sequence);
      if (message !== undefined) message.backoutCount = backoutCount;
    }
  }
}

/**
 * Every start begins with a compact journal, without a torn tail that later groups would hide behind.
 * @param {string} path
 * @param {ReadonlyMap<number, StoredMessage>} live
 */
function rewrite(path, live) {
  const next = `${path}.next`;
  const file = fs.openSync(next, 'w');
  for (const put of live.values()) fs.writevSync(file, formatGroup([{ put }]));
  fs.fsyncSync(file);
  fs.closeSync(file);
  fs.renameSync(next, path);
}
