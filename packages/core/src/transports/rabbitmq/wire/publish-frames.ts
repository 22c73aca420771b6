import type { Message } from '../../../domain/message.js';
import { sentHeaders } from './message.js';

/** Frames [official: AMQP 0-9-1, section 2.3.5]. */
const METHOD_FRAME = 1;
const HEADER_FRAME = 2;
const BODY_FRAME = 3;
const FRAME_END = 0xce;
const FRAME_START_BYTES = 7;
export const FRAME_OVERHEAD_BYTES = 8;

/** `basic.publish` and its properties [official: AMQP 0-9-1, section 1.8.3.7]. */
const BASIC_CLASS = 60;
const PUBLISH_METHOD = 40;
const MANDATORY = 1;
const PERSISTENT = 2;
const HAS_CONTENT_TYPE = 0x8000;
const HAS_HEADERS = 0x2000;
const HAS_DELIVERY_MODE = 0x1000;
const HAS_MESSAGE_ID = 0x0080;
const HAS_TIMESTAMP = 0x0040;
const HAS_TYPE = 0x0020;
const ALWAYS = HAS_CONTENT_TYPE | HAS_HEADERS | HAS_DELIVERY_MODE | HAS_MESSAGE_ID;
/** Class, weight, size of the body, flags. */
const HEADER_START_BYTES = 14;
/** Class, method, a reserved number; the two names and the bits follow. */
const PUBLISH_START_BYTES = 6;
const UINT32 = 0x1_0000_0000;
/** Short strings have one byte for their length. */
const SHORT_BYTES_MAX = 255;

/** Where messages of one channel go, as it is in front of each of them: a `basic.publish`, mandatory. */
export interface Address {
  readonly channel: number;
  /** The largest payload of a frame. */
  readonly payloadBytesMax: number;
  readonly publish: Buffer;
}

/** Exchange and routing key are at most 255 bytes long. */
export function addressOf(
  channel: number,
  frameBytesMax: number,
  { exchange, routingKey }: { readonly exchange: string; readonly routingKey: string },
): Address {
  const bytes = PUBLISH_START_BYTES + shortBytes(exchange) + shortBytes(routingKey) + 1;
  const publish = Buffer.alloc(bytes + FRAME_OVERHEAD_BYTES);
  let at = startFrame(publish, 0, { type: METHOD_FRAME, channel, bytes });
  at = publish.writeUInt16BE(BASIC_CLASS, at);
  at = publish.writeUInt16BE(PUBLISH_METHOD, at);
  at = publish.writeUInt16BE(0, at);
  at = writeShort(publish, exchange, at);
  at = writeShort(publish, routingKey, at);
  at = publish.writeUInt8(MANDATORY, at);
  publish.writeUInt8(FRAME_END, at);
  return { channel, payloadBytesMax: frameBytesMax - FRAME_OVERHEAD_BYTES, publish };
}

/** A message on its way into frames: persistent always. */
export interface Publishing {
  readonly message: Message;
  readonly headers: readonly (readonly [name: string, value: string | number])[];
  readonly headerBytes: number;
  /** Of all its frames. */
  readonly bytes: number;
}

/** `publishTag` null = it carries none. Null = a name in it is too long for the protocol. */
export function toPublishing(address: Address, message: Message, publishTag: number | null): Publishing | null {
  const headers = Object.entries(sentHeaders(message, publishTag));
  const names = [message.id, message.type, ...headers.map(([name]) => name)];
  if (names.some((name) => Buffer.byteLength(name) > SHORT_BYTES_MAX)) return null;
  const headerBytes =
    HEADER_START_BYTES +
    shortBytes(message.contentType) +
    4 +
    tableBytes(headers) +
    1 +
    shortBytes(message.id) +
    (message.sentAtMs === null ? 0 : 8) +
    (message.type === '' ? 0 : shortBytes(message.type));
  const bodyFrames = Math.ceil(message.body.length / address.payloadBytesMax);
  const bodyBytes = message.body.length + bodyFrames * FRAME_OVERHEAD_BYTES;
  const bytes = address.publish.length + headerBytes + FRAME_OVERHEAD_BYTES + bodyBytes;
  return { message, headers, headerBytes, bytes };
}

/** All of them, one behind the other, in one buffer: one write, and one packet where they are small. */
export function framesOf(address: Address, publishings: readonly Publishing[]): Buffer {
  const into = Buffer.allocUnsafe(publishings.reduce((sum, { bytes }) => sum + bytes, 0));
  let at = 0;
  for (const publishing of publishings) {
    at += address.publish.copy(into, at);
    at = writeHeader(into, at, address.channel, publishing);
    at = writeBody(into, at, address, publishing.message.body);
  }
  return into;
}

function writeHeader(into: Buffer, start: number, channel: number, publishing: Publishing): number {
  const { message, headers, headerBytes } = publishing;
  const { sentAtMs, type } = message;
  const flags = ALWAYS | (sentAtMs === null ? 0 : HAS_TIMESTAMP) | (type === '' ? 0 : HAS_TYPE);
  let at = startFrame(into, start, { type: HEADER_FRAME, channel, bytes: headerBytes });
  at = into.writeUInt16BE(BASIC_CLASS, at);
  at = into.writeUInt16BE(0, at);
  at = writeUInt64(into, message.body.length, at);
  at = into.writeUInt16BE(flags, at);
  at = writeShort(into, message.contentType, at);
  at = writeTable(into, headers, at);
  at = into.writeUInt8(PERSISTENT, at);
  at = writeShort(into, message.id, at);
  if (sentAtMs !== null) at = writeUInt64(into, Math.floor(sentAtMs / 1_000), at);
  if (type !== '') at = writeShort(into, type, at);
  return into.writeUInt8(FRAME_END, at);
}

function writeBody(into: Buffer, start: number, { channel, payloadBytesMax }: Address, body: Uint8Array): number {
  let at = start;
  for (let from = 0; from < body.length; from += payloadBytesMax) {
    const piece = body.length <= payloadBytesMax ? body : body.subarray(from, from + payloadBytesMax);
    at = startFrame(into, at, { type: BODY_FRAME, channel, bytes: piece.length });
    into.set(piece, at);
    at = into.writeUInt8(FRAME_END, at + piece.length);
  }
  return at;
}

function startFrame(
  into: Buffer,
  at: number,
  { type, channel, bytes }: { readonly type: number; readonly channel: number; readonly bytes: number },
): number {
  into.writeUInt8(type, at);
  into.writeUInt16BE(channel, at + 1);
  into.writeUInt32BE(bytes, at + 3);
  return at + FRAME_START_BYTES;
}

type Headers = Publishing['headers'];

/** Texts, and whole numbers of 64 bits: the two types of value that a header of ours has. */
function tableBytes(headers: Headers): number {
  return headers.reduce(
    (sum, [name, value]) => sum + shortBytes(name) + 1 + (typeof value === 'number' ? 8 : 4 + Buffer.byteLength(value)),
    0,
  );
}

function writeTable(into: Buffer, headers: Headers, start: number): number {
  let at = start + 4;
  for (const [name, value] of headers) {
    at = writeShort(into, name, at);
    if (typeof value === 'number') {
      at = into.write('l', at, 'latin1') + at;
      at = into.writeBigInt64BE(BigInt(value), at);
    } else {
      at = into.write('S', at, 'latin1') + at;
      const bytes = into.write(value, at + 4, 'utf8');
      into.writeUInt32BE(bytes, at);
      at += 4 + bytes;
    }
  }
  into.writeUInt32BE(at - start - 4, start);
  return at;
}

function writeShort(into: Buffer, text: string, at: number): number {
  const bytes = into.write(text, at + 1, 'utf8');
  into.writeUInt8(bytes, at);
  return at + 1 + bytes;
}

function shortBytes(text: string): number {
  return 1 + Buffer.byteLength(text);
}

/** Below 2^53, which every length and time is. */
function writeUInt64(into: Buffer, value: number, at: number): number {
  into.writeUInt32BE(Math.floor(value / UINT32), at);
  return into.writeUInt32BE(value % UINT32, at + 4);
}
