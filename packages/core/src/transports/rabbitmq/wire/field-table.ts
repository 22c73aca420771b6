/**
 * The field tables of AMQP 0-9-1 as RabbitMQ reads and writes them, which is more than amqplib reads. A table is looked through and
 * written again with those types only that amqplib knows; the bytes in front of it and behind it stay as they are.
 */

/** A field's value, as it is written again: its type and its bytes. */
interface Field {
  readonly tag: string;
  readonly bytes: Buffer;
}

/** Bytes of the types with a fixed length. */
const FIXED: Readonly<Record<string, number>> = {
  t: 1,
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  U: 2,
  I: 4,
  i: 4,
  f: 4,
  l: 8,
  L: 8,
  d: 8,
  T: 8,
  D: 5,
  V: 0,
};
/** The same value under the type that amqplib has for it. */
const RENAMED: Readonly<Record<string, string>> = { U: 's' };
const LENGTH_BYTES = 4;
/** A table in a table in a table …: no program writes such a header. */
const DEPTH_MAX = 64;

/** The table (without its length) as amqplib can read it, the same where it can; null when it cannot be read at all. */
export function readableTable(table: Buffer): Buffer | null {
  try {
    const readable = rewriteTable(table, 0);
    return readable?.equals(table) === true ? table : readable;
  } catch (reason) {
    // A number is cut off by the end of the table.
    if (reason instanceof RangeError) return null;
    throw reason;
  }
}

function rewriteTable(table: Buffer, depth: number): Buffer | null {
  if (depth > DEPTH_MAX) return null;
  const parts: Buffer[] = [];
  let at = 0;
  while (at < table.length) {
    const name = slice(table, at, 1 + table.readUInt8(at));
    const read = name === null ? null : readField(table, at + name.length, depth);
    if (name === null || read === null) return null;
    parts.push(name, Buffer.from(read.field.tag, 'latin1'), read.field.bytes);
    at = read.end;
  }
  return Buffer.concat(parts);
}

function rewriteArray(array: Buffer, depth: number): Buffer | null {
  if (depth > DEPTH_MAX) return null;
  const parts: Buffer[] = [];
  for (let at = 0; at < array.length; ) {
    const read = readField(array, at, depth);
    if (read === null) return null;
    parts.push(Buffer.from(read.field.tag, 'latin1'), read.field.bytes);
    at = read.end;
  }
  return Buffer.concat(parts);
}

/** Null for a type that the protocol does not know, and for a length that leads beyond the end. */
function readField(
  table: Buffer,
  start: number,
  depth: number,
): { readonly field: Field; readonly end: number } | null {
  const tag = String.fromCharCode(table.readUInt8(start));
  const at = start + 1;
  const size = FIXED[tag];
  if (size !== undefined) {
    const bytes = slice(table, at, size);
    if (bytes === null) return null;
    return { field: tag === 'L' ? toSigned(bytes) : { tag: RENAMED[tag] ?? tag, bytes }, end: at + size };
  }
  const content = slice(table, at + LENGTH_BYTES, table.readUInt32BE(at));
  const rewritten = content === null ? null : rewriteContent(tag, content, depth + 1);
  if (content === null || rewritten === null) return null;
  return { field: { tag, bytes: withLength(rewritten) }, end: at + LENGTH_BYTES + content.length };
}

function rewriteContent(tag: string, content: Buffer, depth: number): Buffer | null {
  if (tag === 'S' || tag === 'x') return content;
  if (tag === 'F') return rewriteTable(content, depth);
  return tag === 'A' ? rewriteArray(content, depth) : null;
}

/** 64 bits without a sign; a number that has no such with a sign is given as text, so that no digit is lost. */
function toSigned(bytes: Buffer): Field {
  const value = bytes.readBigUInt64BE();
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return { tag: 'l', bytes };
  return { tag: 'S', bytes: withLength(Buffer.from(value.toString(), 'latin1')) };
}

function withLength(content: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

function slice(bytes: Buffer, start: number, length: number): Buffer | null {
  return start + length > bytes.length ? null : bytes.subarray(start, start + length);
}
