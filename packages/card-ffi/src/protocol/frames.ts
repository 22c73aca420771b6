/**
 * Frames on the socket: 4 octets length (big-endian, of what follows), then one JSON value in UTF-8.
 * Both sides refuse what is longer, so that a stray writer cannot take their memory.
 */
export const FRAME_OCTETS_MAX = 96 * 1024 * 1024;
const HEADER_OCTETS = 4;

/** Why a frame could not be read. It carries no content: a frame may hold a PIN. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

export function encodeFrame(value: unknown): Buffer {
  const body = Buffer.from(JSON.stringify(value), 'utf8');
  if (body.length > FRAME_OCTETS_MAX)
    throw new FrameError(`a frame of ${body.length} octets is larger than ${FRAME_OCTETS_MAX}`);
  const frame = Buffer.allocUnsafe(HEADER_OCTETS + body.length);
  frame.writeUInt32BE(body.length, 0);
  body.copy(frame, HEADER_OCTETS);
  // The copy is now in the frame; the first one may hold a PIN and need not stay in memory.
  body.fill(0);
  return frame;
}

/** Cuts a stream of octets into values. One per connection; throws FrameError and is useless after that. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #octets = 0;

  /** The values completed by this chunk, in order. */
  push(chunk: Buffer): readonly unknown[] {
    this.#chunks.push(chunk);
    this.#octets += chunk.length;
    const values: unknown[] = [];
    for (let body = this.#takeBody(); body !== undefined; body = this.#takeBody()) values.push(parseBody(body));
    return values;
  }

  #takeBody(): Buffer | undefined {
    if (this.#octets < HEADER_OCTETS) return undefined;
    const first = this.#peekHeader();
    const length = first.readUInt32BE(0);
    if (length > FRAME_OCTETS_MAX)
      throw new FrameError(`a frame of ${length} octets is larger than ${FRAME_OCTETS_MAX}`);
    if (this.#octets < HEADER_OCTETS + length) return undefined;
    // Chunks are joined only once a frame is complete, so a large frame costs one copy and not one per chunk.
    const all = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#octets);
    const rest = all.subarray(HEADER_OCTETS + length);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#octets = rest.length;
    return all.subarray(HEADER_OCTETS, HEADER_OCTETS + length);
  }

  #peekHeader(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= HEADER_OCTETS) return first;
    const joined = Buffer.concat(this.#chunks, this.#octets);
    this.#chunks = [joined];
    return joined;
  }
}

function parseBody(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse quotes the text it could not read, and that text may hold a PIN: its error is dropped on purpose.
    throw new FrameError(`a frame of ${body.length} octets is not JSON`);
  }
}
