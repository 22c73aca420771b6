export type TextReading =
  | { readonly outcome: 'text'; readonly text: string }
  /** `looksLike`: what the bytes may be instead; null where nothing fits. */
  | { readonly outcome: 'undecodable'; readonly looksLike: 'GBK' | null };

type Wide = 'utf-16le' | 'utf-16be';

const WIDE_MARKS: readonly (readonly [number, number, Wide])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
];

/**
 * The text of a small file that a person wrote: UTF-8 with or without a byte order mark, or UTF-16 as Notepad and PowerShell
 * write it. Nothing is guessed further: bytes that are not UTF-8 would become replacement characters, in names of directories too.
 */
export function readTextBytes(bytes: Uint8Array): TextReading {
  const wide = wideOf(bytes);
  const text = decode(wide ?? 'utf-8', bytes);
  if (text !== null) return { outcome: 'text', text };
  return { outcome: 'undecodable', looksLike: wide === null && decode('gb18030', bytes) !== null ? 'GBK' : null };
}

/** By its mark; without one, by the zero byte that every character of ASCII has. */
function wideOf(bytes: Uint8Array): Wide | null {
  const marked = WIDE_MARKS.find(([first, second]) => bytes[0] === first && bytes[1] === second);
  if (marked !== undefined) return marked[2];
  if (bytes.length < 2 || bytes.length % 2 !== 0) return null;
  if (bytes[1] === 0 && bytes[0] !== 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[1] !== 0 ? 'utf-16be' : null;
}

/** Without its byte order mark. */
function decode(encoding: Wide | 'utf-8' | 'gb18030', bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    // Not of this encoding.
    return null;
  }
}
