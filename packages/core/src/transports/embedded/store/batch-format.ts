import { crc32 } from 'node:zlib';
import type { Message } from '../../../domain/message.js';

/*
 * A batch file, big-endian:
 *
 *     magic 8 | count 4 | crc of count and index 4 | state: 1 byte per message | index: 12 bytes per message | records
 *     index entry: length of head 4 | length of body 4 | crc of head and body 4
 *     record: head (JSON of everything but the body), body
 *
 * Only the state bytes ever change once the file has its name, one byte at a time: nothing in it can be half written.
 */
const MAGIC = Buffer.from('SWICQ\0\0\x01', 'latin1');
const COUNT_AT = 8;
const CRC_AT = 12;
export const STATES_AT = 16;
const ENTRY_BYTES = 12;

/** State of a message: 0 = never delivered, 1..254 = deliveries so far (254 = at least), 255 = settled. */
export const SETTLED = 255;
export const DELIVERIES_MAX = 254;

/** The pieces of the file in order, for one gathered write; bodies are not copied. */
export function encodeBatch(messages: readonly Message[]): Uint8Array[] {
  const count = messages.length;
  const front = Buffer.alloc(STATES_AT + count * (1 + ENTRY_BYTES));
  MAGIC.copy(front);
  front.writeUInt32BE(count, COUNT_AT);
  const pieces: Uint8Array[] = [front];
  let entryAt = STATES_AT + count;
  for (const { body, ...head } of messages) {
    const headBytes = Buffer.from(JSON.stringify(head));
    front.writeUInt32BE(headBytes.length, entryAt);
    front.writeUInt32BE(body.length, entryAt + 4);
    front.writeUInt32BE(crc32(body, crc32(headBytes)), entryAt + 8);
    entryAt += ENTRY_BYTES;
    pieces.push(headBytes, body);
  }
  front.writeUInt32BE(indexCrc(front, count), CRC_AT);
  return pieces;
}

/** A batch file as read from disk. `states` is a copy of our own. */
export interface Batch {
  readonly states: Uint8Array;
  /** Null when the record's bytes are not those that were written. The body is a view into the file's bytes. */
  messageAt(index: number): Message | null;
}

/** Null when the bytes are no whole batch: another format, cut short, or an index that does not match its checksum. */
export function parseBatch(bytes: Buffer): Batch | null {
  const count = countOf(bytes);
  const recordsAt = count === null ? 0 : STATES_AT + count * (1 + ENTRY_BYTES);
  if (count === null || bytes.length < recordsAt || bytes.readUInt32BE(CRC_AT) !== indexCrc(bytes, count)) return null;
  const starts: number[] = [];
  let end = recordsAt;
  for (let index = 0; index < count; index += 1) {
    const entryAt = STATES_AT + count + index * ENTRY_BYTES;
    starts.push(end);
    end += bytes.readUInt32BE(entryAt) + bytes.readUInt32BE(entryAt + 4);
  }
  if (bytes.length !== end) return null;
  return {
    states: Uint8Array.from(bytes.subarray(STATES_AT, STATES_AT + count)),
    messageAt(index) {
      const entryAt = STATES_AT + count + index * ENTRY_BYTES;
      const headAt = starts[index];
      if (headAt === undefined) return null;
      const bodyAt = headAt + bytes.readUInt32BE(entryAt);
      const bodyEnd = bodyAt + bytes.readUInt32BE(entryAt + 4);
      if (crc32(bytes.subarray(headAt, bodyEnd)) !== bytes.readUInt32BE(entryAt + 8)) return null;
      const head = JSON.parse(bytes.toString('utf8', headAt, bodyAt)) as Omit<Message, 'body'>;
      return { ...head, body: bytes.subarray(bodyAt, bodyEnd) };
    },
  };
}

/** How many messages of a file are unsettled, from its first bytes alone; 0 when they are no batch. */
export function countUnsettled(front: Buffer): number {
  const count = countOf(front) ?? 0;
  return front
    .subarray(STATES_AT, STATES_AT + count)
    .reduce((unsettled, state) => unsettled + (state === SETTLED ? 0 : 1), 0);
}

function countOf(bytes: Buffer): number | null {
  return bytes.length >= STATES_AT && bytes.subarray(0, COUNT_AT).equals(MAGIC) ? bytes.readUInt32BE(COUNT_AT) : null;
}

/** Without the state bytes, which change. */
function indexCrc(bytes: Buffer, count: number): number {
  const indexAt = STATES_AT + count;
  return crc32(bytes.subarray(indexAt, indexAt + count * ENTRY_BYTES), crc32(bytes.subarray(COUNT_AT, CRC_AT)));
}
