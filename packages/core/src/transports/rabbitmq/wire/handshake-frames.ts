/** Methods of class 10, `connection` [official: AMQP 0-9-1, section 1.4]. */
export const CONNECTION = { start: 10, tune: 30, openOk: 41, close: 50 } as const;

export const PROTOCOL_HEADER = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);

const CONNECTION_CLASS = 10;
const START_OK = 11;
const TUNE_OK = 31;
const OPEN = 40;
const FRAME_METHOD = 1;
const FRAME_END = 0xce;
const FRAME_HEADER_BYTES = 7;
const LENGTH_BYTES = 4;
/** In the arguments of `connection.start`: after two bytes of version and the length of the table. */
const PROPERTIES_AT = 6;
/** Nothing in a handshake is larger; a peer that claims more speaks something else. */
const FRAME_BYTES_MAX = 1024 * 1024;

/** A method of the handshake as far as the probe needs it. */
export interface Method {
  readonly method: number;
  readonly args: Buffer;
  /** Of `connection.close`, null of every other. */
  readonly replyCode: number | null;
  /** What `connection.start` says the broker is, '' elsewhere. */
  readonly product: string;
}

/** The first whole method of the bytes, null when there is none yet, `not-amqp` when there will never be one. */
export function takeMethod(bytes: Buffer): { readonly method: Method; readonly rest: Buffer } | 'not-amqp' | null {
  if (bytes.length < FRAME_HEADER_BYTES) return bytes.length > 0 && bytes[0] !== FRAME_METHOD ? 'not-amqp' : null;
  const sizeBytes = bytes.readUInt32BE(3);
  if (bytes[0] !== FRAME_METHOD || sizeBytes < 4 || sizeBytes > FRAME_BYTES_MAX) return 'not-amqp';
  const end = FRAME_HEADER_BYTES + sizeBytes;
  if (bytes.length <= end) return null;
  if (bytes[end] !== FRAME_END || bytes.readUInt16BE(FRAME_HEADER_BYTES) !== CONNECTION_CLASS) return 'not-amqp';
  const method = bytes.readUInt16BE(FRAME_HEADER_BYTES + 2);
  const args = bytes.subarray(FRAME_HEADER_BYTES + 4, end);
  return {
    method: {
      method,
      args,
      replyCode: method === CONNECTION.close && args.length >= 2 ? args.readUInt16BE(0) : null,
      product: method === CONNECTION.start ? productOf(args) : '',
    },
    rest: bytes.subarray(end + 1),
  };
}

export function encodeStartOk(username: string, password: string): Buffer {
  // With this capability the broker says 403 for a wrong password instead of hanging up.
  const capabilities = table(
    Buffer.concat([shortText('authentication_failure_close'), Buffer.from('t'), Buffer.from([1])]),
  );
  const properties = table(Buffer.concat([shortText('capabilities'), Buffer.from('F'), capabilities]));
  const response = longText(Buffer.from(`\0${username}\0${password}`));
  return methodFrame(START_OK, Buffer.concat([properties, shortText('PLAIN'), response, shortText('en_US')]));
}

/** Agrees to everything the broker proposes. */
export function encodeTuneOk(tuneArgs: Buffer): Buffer {
  return methodFrame(TUNE_OK, tuneArgs);
}

export function encodeOpen(vhost: string): Buffer {
  return methodFrame(OPEN, Buffer.concat([shortText(vhost), shortText(''), Buffer.from([0])]));
}

/** A polite goodbye, code 200. */
export function encodeClose(): Buffer {
  return methodFrame(CONNECTION.close, Buffer.concat([Buffer.from([0, 200]), shortText(''), Buffer.alloc(4)]));
}

function methodFrame(method: number, args: Buffer): Buffer {
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + 4 + args.length + 1);
  frame.writeUInt8(FRAME_METHOD, 0);
  frame.writeUInt32BE(4 + args.length, 3);
  frame.writeUInt16BE(CONNECTION_CLASS, FRAME_HEADER_BYTES);
  frame.writeUInt16BE(method, FRAME_HEADER_BYTES + 2);
  args.copy(frame, FRAME_HEADER_BYTES + 4);
  frame.writeUInt8(FRAME_END, frame.length - 1);
  return frame;
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text).subarray(0, 255);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function longText(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A field table has the same form as a long text: its length, then its entries. */
const table = longText;

/** The text fields `product` and `version` at the top level of the server's properties; nested tables are passed over. */
function productOf(args: Buffer): string {
  const found = new Map<string, string>();
  const end = PROPERTIES_AT + lengthAt(args, PROPERTIES_AT - LENGTH_BYTES);
  let at = PROPERTIES_AT;
  while (at < end && at < args.length) {
    const nameEnd = at + 1 + (args[at] ?? 0);
    const type = String.fromCharCode(args[nameEnd] ?? 0);
    // Brokers put only texts, tables and booleans here; at anything else the rest is not looked at.
    if (type !== 'S' && type !== 'F' && type !== 't') break;
    const valueAt = nameEnd + 1 + (type === 't' ? 0 : LENGTH_BYTES);
    const valueEnd = valueAt + (type === 't' ? 1 : lengthAt(args, nameEnd + 1));
    if (type === 'S') found.set(args.toString('utf8', at + 1, nameEnd), args.toString('utf8', valueAt, valueEnd));
    at = valueEnd;
  }
  return [found.get('product'), found.get('version')].filter((word) => word !== undefined).join(' ');
}

/** 0 where the bytes end before it. */
function lengthAt(bytes: Buffer, at: number): number {
  return at + LENGTH_BYTES <= bytes.length ? bytes.readUInt32BE(at) : 0;
}
