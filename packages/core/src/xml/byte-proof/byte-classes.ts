/** What the bytes of a text are, as bits, so that one `or` over a text says what is in it. */
export const DIGIT = 1;
/** Any other printable ASCII character that means nothing in a text. */
export const PLAIN = 2;
export const BLANK = 4;
/** `&`, `]` and the carriage return: the text has to be looked at as a string. */
export const SPECIAL = 8;
/** First byte of a character of two bytes. */
export const TWO_BYTES = 16;
/** First byte of a character of three bytes that may be a white space of Unicode. */
export const THREE_BYTES = 32;
/** First byte of U+4000 to U+EFFF, where no white space is. */
export const THREE_BYTES_DARK = 64;
export const CONTINUATION = 128;
/** Control characters, and characters of four bytes: not for this proof. */
export const FOREIGN = 256;
/** `<` */
export const STOP = 512;

export const BYTE_CLASSES: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => classOf(byte));

function classOf(byte: number): number {
  if (byte === 0x3c) return STOP;
  if (byte === 0x26 || byte === 0x5d || byte === 0x0d) return SPECIAL;
  if (byte === 0x20 || byte === 0x09 || byte === 0x0a) return BLANK;
  if (byte < 0x20 || byte >= 0xf0) return FOREIGN;
  if (byte < 0x80) return byte >= 0x30 && byte <= 0x39 ? DIGIT : PLAIN;
  if (byte < 0xc0) return CONTINUATION;
  if (byte < 0xe0) return TWO_BYTES;
  return byte >= 0xe4 && byte <= 0xee ? THREE_BYTES_DARK : THREE_BYTES;
}
