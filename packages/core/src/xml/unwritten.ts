/** First bytes of XML in UTF-32, with and without its mark: NULs belong to that encoding, and nothing else begins so. */
const UTF_32_STARTS: readonly (readonly (number | null)[])[] = [
  [0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0],
  [0x3c, 0, 0, 0, null, 0, 0, 0],
  [0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c],
  [0, 0, 0, 0x3c, 0, 0, 0, null],
];

/**
 * Offset of the first byte of a part that has not been written yet; -1 = there is none. A file that is given its full size first
 * (fallocate, SetEndOfFile, a copy over a share) reads as NULs where its writer has not been: at the end, in the middle, or
 * everywhere. No XML has that character, in any encoding. A single one between other characters is garbage, not such a part.
 */
export function findUnwritten(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.indexOf(0) < 0 || isUtf32(buffer)) return -1;
  const unitBytes = isWide(buffer) ? 2 : 1;
  const run = findAligned(buffer, Buffer.alloc(2 * unitBytes), unitBytes);
  if (run >= 0) return run;
  const last = buffer.length - (buffer.length % unitBytes) - unitBytes;
  return last >= 0 && isUnwrittenFrom(buffer, last) ? last : -1;
}

/** UTF-16 by its mark, or by its first character: then every second byte of plain text is a NUL, and only a whole unit counts. */
function isWide(buffer: Buffer): boolean {
  const [a, b, c, d] = buffer;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return (a === 0x3c && b === 0 && c !== 0 && d === 0) || (a === 0 && b === 0x3c && c === 0 && d !== 0);
}

function findAligned(buffer: Buffer, sought: Buffer, unitBytes: number): number {
  let at = buffer.indexOf(sought);
  while (at >= 0 && at % unitBytes !== 0) at = buffer.indexOf(sought, at + 1);
  return at;
}

function isUtf32(buffer: Buffer): boolean {
  return UTF_32_STARTS.some((start) =>
    start.every((byte, at) => (byte === null ? (buffer[at] ?? 0) !== 0 : buffer[at] === byte)),
  );
}

/** Are all bytes from here on unwritten? True at the end. */
export function isUnwrittenFrom(bytes: Uint8Array, offset: number): boolean {
  return bytes.subarray(offset).every((byte) => byte === 0);
}
