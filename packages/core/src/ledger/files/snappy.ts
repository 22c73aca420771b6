/** Undoes Snappy, with which LevelDB compresses blocks; null when the bytes are no such block. Its format has no version. */
export function unsnappy(packed: Uint8Array): Uint8Array | null {
  const [length, start] = readVarint(packed, 0);
  if (length === null || length > packed.length * MOST_TIMES) return null;
  const out = new Uint8Array(length);
  let at = start;
  let to = 0;
  while (at < packed.length) {
    const piece = readPiece(packed, at);
    if (piece === null || to + piece.length > length) return null;
    at = piece.next;
    if (piece.distance === null) {
      if (at + piece.length > packed.length) return null;
      out.set(packed.subarray(at, at + piece.length), to);
      at += piece.length;
    } else {
      if (piece.distance === 0 || piece.distance > to) return null;
      // Byte by byte: a copy may overlap what it writes.
      for (let index = 0; index < piece.length; index += 1) out[to + index] = out[to + index - piece.distance] ?? 0;
    }
    to += piece.length;
  }
  return to === length ? out : null;
}

/** The longest copy is 64 bytes for 2. */
const MOST_TIMES = 64;

interface Piece {
  readonly length: number;
  /** How far back a copy begins; null = a literal, which follows. */
  readonly distance: number | null;
  readonly next: number;
}

function readPiece(bytes: Uint8Array, at: number): Piece | null {
  const tag = bytes[at] ?? 0;
  const upper = tag >> 2;
  switch (tag & 3) {
    case 0: {
      if (upper < 60) return { length: upper + 1, distance: null, next: at + 1 };
      const size = upper - 59;
      return { length: readFixed(bytes, at + 1, size) + 1, distance: null, next: at + 1 + size };
    }
    case 1:
      return { length: (upper & 7) + 4, distance: ((tag >> 5) << 8) | readFixed(bytes, at + 1, 1), next: at + 2 };
    case 2:
      return { length: upper + 1, distance: readFixed(bytes, at + 1, 2), next: at + 3 };
    default:
      return { length: upper + 1, distance: readFixed(bytes, at + 1, 4), next: at + 5 };
  }
}

function readFixed(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = size - 1; index >= 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}

/** Value and the place behind it; null when it does not end within 5 bytes. */
export function readVarint(bytes: Uint8Array, at: number): readonly [number | null, number] {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [null, at];
}
