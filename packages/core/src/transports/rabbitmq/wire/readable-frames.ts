import type { ChannelModel } from 'amqplib';
import { readableTable } from './field-table.js';

/** Frames and content headers [official: AMQP 0-9-1, sections 2.3.5 and 2.3.5.2]. */
const FRAME_START_BYTES = 7;
const FRAME_END_BYTES = 1;
const HEADER_FRAME = 2;
const BASIC_CLASS = 60;
/** Class, weight, size of the body; then the flags, then the properties in the order of the flags. */
const FLAGS_AT = 12;
const PROPERTIES_AT = 14;
const HAS_CONTENT_TYPE = 0x8000;
const HAS_CONTENT_ENCODING = 0x4000;
const HAS_HEADERS = 0x2000;
const LENGTH_BYTES = 4;

/** The part of amqplib's connection that this file holds on to; test/fault/rabbitmq-headers.test.ts fits it to the pinned version. */
interface FrameReader {
  /** Bytes that have arrived and are not read yet. */
  rest: Buffer;
  recvFrame(): unknown;
}

/**
 * Puts a reader of content headers in front of amqplib's own. amqplib throws at a type of a header that it does not know, which
 * ends the connection, each time again, and nothing behind that message ever arrives. The headers are written again with what it
 * knows; headers that cannot be read at all are taken away, and the message arrives with its body and without them.
 */
export function readAnyHeader(model: ChannelModel): boolean {
  const reader = readerOf(model);
  if (reader === null) return false;
  const readNext = reader.recvFrame.bind(reader);
  reader.recvFrame = () => {
    reader.rest = withReadableHeader(reader.rest);
    return readNext();
  };
  return true;
}

function readerOf(model: ChannelModel): FrameReader | null {
  const { connection } = model as unknown as { readonly connection?: Partial<FrameReader> };
  if (connection === undefined || typeof connection.recvFrame !== 'function') return null;
  return Buffer.isBuffer(connection.rest) ? (connection as FrameReader) : null;
}

/** The same bytes, where the first frame is not a whole content header of a message. */
export function withReadableHeader(bytes: Buffer): Buffer {
  if (bytes.length < FRAME_START_BYTES || bytes.readUInt8(0) !== HEADER_FRAME) return bytes;
  const size = bytes.readUInt32BE(3);
  const end = FRAME_START_BYTES + size;
  if (bytes.length < end + FRAME_END_BYTES || size < PROPERTIES_AT) return bytes;
  const payload = bytes.subarray(FRAME_START_BYTES, end);
  if (payload.readUInt16BE(0) !== BASIC_CLASS) return bytes;
  const readable = readableHeader(payload);
  if (readable === payload) return bytes;
  const start = Buffer.from(bytes.subarray(0, FRAME_START_BYTES));
  start.writeUInt32BE(readable.length, 3);
  return Buffer.concat([start, readable, bytes.subarray(end)]);
}

function readableHeader(payload: Buffer): Buffer {
  const flags = payload.readUInt16BE(FLAGS_AT);
  if ((flags & HAS_HEADERS) === 0) return payload;
  try {
    let at = PROPERTIES_AT;
    for (const flag of [HAS_CONTENT_TYPE, HAS_CONTENT_ENCODING])
      if ((flags & flag) !== 0) at += 1 + payload.readUInt8(at);
    const tableAt = at + LENGTH_BYTES;
    const tableEnd = tableAt + payload.readUInt32BE(at);
    if (tableEnd > payload.length) return withoutProperties(payload);
    const sent = payload.subarray(tableAt, tableEnd);
    const table = readableTable(sent) ?? Buffer.alloc(0);
    if (table === sent) return payload;
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(table.length);
    return Buffer.concat([payload.subarray(0, at), length, table, payload.subarray(tableEnd)]);
  } catch (reason) {
    if (reason instanceof RangeError) return withoutProperties(payload);
    throw reason;
  }
}

/** The size of the body alone: what becomes of the message is decided by what it carries. */
function withoutProperties(payload: Buffer): Buffer {
  const bare = Buffer.from(payload.subarray(0, PROPERTIES_AT));
  bare.writeUInt16BE(0, FLAGS_AT);
  return bare;
}
