/**
 * Large messages of the vendor's websocket service. Public knowledge (one public source): a frame begins with
 * `BLOCKTXT`, then a header of 128 octets with, in this order, the message's CRC (4), the block's CRC (4), the total size
 * (16), the block's size (8), the number of blocks (4), a guid (36) and the block's number (4); blocks have 120 KB; the
 * CRC is of the CRC-16/Modbus kind. Inferred by us: CRCs are hexadecimal, the other numbers decimal, all padded with
 * zeros, blanks fill the header, sizes are octets of UTF-8, and numbers begin at 1.
 */
export const BLOCK_MARK = 'BLOCKTXT';
export const BLOCK_OCTETS = 120 * 1024;
const HEADER_OCTETS = 128;
/** Larger than any message of the service can be; it bounds what a stranger on that port can make us keep. */
export const MESSAGE_OCTETS_MAX = 96 * 1024 * 1024;

interface BlockHeader {
  readonly totalCrc: string;
  readonly blockCrc: string;
  readonly totalSize: number;
  readonly blockSize: number;
  readonly blockCount: number;
  readonly guid: string;
  readonly blockNumber: number;
}

export function crc16(octets: Uint8Array): string {
  let crc = 0xffff;
  for (const octet of octets) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc.toString(16).padStart(4, '0');
}

export function needsBlocks(text: string): boolean {
  return Buffer.byteLength(text) > BLOCK_OCTETS;
}

/** The frames of one message, in order. */
export function toBlocks(text: string, guid: string): readonly string[] {
  const octets = Buffer.from(text, 'utf8');
  const totalCrc = crc16(octets);
  const parts = cut(octets);
  return parts.map((part, index) => {
    const header = [
      totalCrc,
      crc16(part),
      String(octets.length).padStart(16, '0'),
      String(part.length).padStart(8, '0'),
      String(parts.length).padStart(4, '0'),
      guid.padEnd(36).slice(0, 36),
      String(index + 1).padStart(4, '0'),
    ].join('');
    return BLOCK_MARK + header.padEnd(HEADER_OCTETS) + part.toString('utf8');
  });
}

/** Pieces of at most BLOCK_OCTETS that never split a character. */
function cut(octets: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start < octets.length; ) {
    let end = Math.min(start + BLOCK_OCTETS, octets.length);
    // 10xxxxxx continues a character.
    while (end < octets.length && ((octets[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    parts.push(octets.subarray(start, end));
    start = end;
  }
  return parts;
}

export type BlockResult =
  /** The next block is wanted; the sender is to be told. */
  | { readonly kind: 'more'; readonly guid: string; readonly blockNumber: number }
  | { readonly kind: 'complete'; readonly text: string }
  | { readonly kind: 'damaged' };

/** Puts one message together from its frames; a message begins anew with its block 1. */
export class BlockAssembler {
  #guid = '';
  #parts: Buffer[] = [];
  #octets = 0;

  push(frame: string): BlockResult {
    const header = parseHeader(frame);
    const body = Buffer.from(frame.slice(BLOCK_MARK.length + HEADER_OCTETS), 'utf8');
    if (header === undefined || header.blockSize !== body.length || header.blockCrc !== crc16(body))
      return this.#damaged();
    if (header.blockNumber === 1) this.#begin(header.guid);
    if (header.guid !== this.#guid || header.blockNumber !== this.#parts.length + 1) return this.#damaged();
    this.#parts.push(body);
    this.#octets += body.length;
    if (this.#octets > MESSAGE_OCTETS_MAX) return this.#damaged();
    if (header.blockNumber < header.blockCount)
      return { kind: 'more', guid: header.guid, blockNumber: header.blockNumber };
    const whole = Buffer.concat(this.#parts);
    const isWhole = whole.length === header.totalSize && crc16(whole) === header.totalCrc;
    this.#begin('');
    return isWhole ? { kind: 'complete', text: whole.toString('utf8') } : { kind: 'damaged' };
  }

  #begin(guid: string): void {
    this.#guid = guid;
    this.#parts = [];
    this.#octets = 0;
  }

  #damaged(): BlockResult {
    this.#begin('');
    return { kind: 'damaged' };
  }
}

const FIELDS = /^BLOCKTXT([0-9a-fA-F]{4})([0-9a-fA-F]{4})(\d{16})(\d{8})(\d{4})(.{36})(\d{4})/su;

function parseHeader(frame: string): BlockHeader | undefined {
  const match = FIELDS.exec(frame);
  if (match === null) return undefined;
  const text = (index: number): string => match[index] ?? '';
  return {
    totalCrc: text(1).toLowerCase(),
    blockCrc: text(2).toLowerCase(),
    totalSize: Number(text(3)),
    blockSize: Number(text(4)),
    blockCount: Number(text(5)),
    guid: text(6),
    blockNumber: Number(text(7)),
  };
}
