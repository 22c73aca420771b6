/**
 * IBM MQ simulator: frames on the connection between the client library (shim/) and the queue manager. The layout is
 * that of sim_request and sim_reply in shim/simulator.h.
 */

const HEADER_LENGTH = 24;
const EMPTY = Buffer.alloc(0);

/**
 * @typedef {object} Request
 * @property {number} verb
 * @property {number} handle
 * @property {number} options
 * @property {number} first
 * @property {number} second
 * @property {Buffer} payload valid only until the callback returns: copy what must live longer
 */

/**
 * @typedef {object} Reply
 * @property {number} compCode
 * @property {number} reason
 * @property {number} [first]
 * @property {number} [second]
 * @property {number} [action]
 * @property {readonly Buffer[]} [payload]
 */

/**
 * Cuts the byte stream of a socket into requests.
 * @param {(request: Request) => void} onRequest
 * @returns {(chunk: Buffer) => void}
 */
export function createRequestReader(onRequest) {
  /** @type {Buffer[]} */
  let chunks = [];
  let held = 0;
  let wanted = HEADER_LENGTH;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    // A large message arrives in many chunks: they are joined once, when the frame is complete.
    while (held >= wanted) {
      const all = chunks.length === 1 ? /** @type {Buffer} */ (chunks[0]) : Buffer.concat(chunks, held);
      const rest = takeFrames(all, onRequest);
      chunks = rest.length === 0 ? [] : [rest];
      held = rest.length;
      wanted = held < HEADER_LENGTH ? HEADER_LENGTH : HEADER_LENGTH + rest.readUInt32LE(0);
    }
  };
}

/**
 * @param {Buffer} all
 * @param {(request: Request) => void} onRequest
 * @returns {Buffer} what is left over
 */
function takeFrames(all, onRequest) {
  let at = 0;
  while (all.length - at >= HEADER_LENGTH) {
    const end = at + HEADER_LENGTH + all.readUInt32LE(at);
    if (all.length < end) break;
    onRequest({
      verb: all.readUInt32LE(at + 4),
      handle: all.readInt32LE(at + 8),
      options: all.readInt32LE(at + 12),
      first: all.readInt32LE(at + 16),
      second: all.readInt32LE(at + 20),
      payload: all.subarray(at + HEADER_LENGTH, end),
    });
    at = end;
  }
  return all.subarray(at);
}

/**
 * @param {Reply} reply
 * @returns {Buffer}
 */
export function formatReply(reply) {
  const payload = reply.payload ?? [EMPTY];
  const length = payload.reduce((sum, part) => sum + part.length, 0);
  const frame = Buffer.allocUnsafe(HEADER_LENGTH + length);
  frame.writeUInt32LE(length, 0);
  frame.writeInt32LE(reply.compCode, 4);
  frame.writeInt32LE(reply.reason, 8);
  frame.writeInt32LE(reply.first ?? 0, 12);
  frame.writeInt32LE(reply.second ?? 0, 16);
  frame.writeInt32LE(reply.action ?? 0, 20);
  let at = HEADER_LENGTH;
  for (const part of payload) at += part.copy(frame, at);
  return frame;
}

/**
 * The length-prefixed strings of MQCONNX.
 * @param {Buffer} payload
 * @returns {readonly string[]}
 */
export function parseStrings(payload) {
  const strings = [];
  for (let at = 0; at + 2 <= payload.length; ) {
    const length = payload.readUInt16LE(at);
    strings.push(payload.toString('utf8', at + 2, at + 2 + length));
    at += 2 + length;
  }
  return strings;
}

/**
 * A name as MQ has it: blank-padded.
 * @param {string} text
 * @param {number} length
 * @returns {Buffer}
 */
export function padded(text, length) {
  const buffer = Buffer.alloc(length, ' ');
  buffer.write(text, 'latin1');
  return buffer;
}

/**
 * @param {Buffer} buffer
 * @returns {string} without its padding
 */
export function unpadded(buffer) {
  const end = buffer.indexOf(0);
  return buffer.toString('latin1', 0, end < 0 ? buffer.length : end).trimEnd();
}
