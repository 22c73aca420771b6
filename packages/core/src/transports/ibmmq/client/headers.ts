/**
 * Headers that may precede the body of a message [official: IBM's header cmqc.h]. They begin alike: an identifier, a version, their
 * length, and what follows them; only the dead-letter header has its reason where the others have their length, and is as long as
 * it is.
 */
const HEADERS: readonly { readonly name: string; readonly lengthBytes: number | null }[] = [
  { name: 'RFH ', lengthBytes: null },
  { name: 'CIH ', lengthBytes: null },
  { name: 'IIH ', lengthBytes: null },
  { name: 'WIH ', lengthBytes: null },
  { name: 'MDE ', lengthBytes: null },
  { name: 'RMH ', lengthBytes: null },
  { name: 'DLH ', lengthBytes: 172 },
];
/** A queue manager on z/OS writes the identifiers in EBCDIC; these are the characters that occur in them. */
const EBCDIC: Readonly<Record<string, number>> = {
  C: 0xc3,
  D: 0xc4,
  E: 0xc5,
  F: 0xc6,
  H: 0xc8,
  I: 0xc9,
  L: 0xd3,
  M: 0xd4,
  R: 0xd9,
  W: 0xe6,
  ' ': 0x40,
};
const ID_BYTES = 4;
const VERSION_AT = 4;
const LENGTH_AT = 8;
/** The parts that the headers have in common. */
const COMMON_BYTES = 28;
const VERSION_MAX = 4;

/**
 * What follows the headers of a message, a look at the same bytes. Messages of JMS programs have an MQRFH2 in front, and one whose
 * descriptor was changed on its way several. A receipt is XML or ZIP, and neither begins like a header.
 */
export function withoutHeaders(content: Buffer): Buffer {
  let body = content;
  for (let length = headerLength(body); length > 0; length = headerLength(body)) body = body.subarray(length);
  return body;
}

/** 0 where there is none, or where its length leads beyond the message. */
function headerLength(body: Buffer): number {
  if (body.length < COMMON_BYTES) return 0;
  const header = HEADERS.find(({ name }) => isNamed(body, name));
  if (header === undefined) return 0;
  // The byte order is that of the machine that wrote it, and the version is a small number.
  const isLittle = isVersion(body.readInt32LE(VERSION_AT));
  if (!isLittle && !isVersion(body.readInt32BE(VERSION_AT))) return 0;
  const length = header.lengthBytes ?? (isLittle ? body.readInt32LE(LENGTH_AT) : body.readInt32BE(LENGTH_AT));
  return length >= COMMON_BYTES && length <= body.length ? length : 0;
}

function isNamed(body: Buffer, name: string): boolean {
  const start = body.subarray(0, ID_BYTES);
  return (
    start.equals(Buffer.from(name, 'latin1')) || start.equals(Buffer.from([...name].map((one) => EBCDIC[one] ?? 0)))
  );
}

function isVersion(version: number): boolean {
  return version >= 1 && version <= VERSION_MAX;
}
