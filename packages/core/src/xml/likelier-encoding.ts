import { isUtf8 } from 'node:buffer';
import { textCost } from './plausible-text.js';

/** What bytes can turn out to be; Big5 is recognized and never read. */
export type ActualEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5';

/**
 * By how much another reading has to be better. The least difference of two Chinese characters in UTF-8 that read as nothing
 * but characters of GB2312 is 12; Big5 overlaps GB18030 far more, so it has to be better by much.
 */
const MARGIN = 8;
const BIG5_MARGIN = 40;
/** Average cost of a character above which a text is strange enough to ask whether it is Big5; simplified Chinese has 8. */
const STRANGE_AVERAGE = 10;

/** A character that UTF-8 writes in three bytes: bytes of another encoding form whole texts of these never, of two bytes sometimes. */
const THREE_BYTES = /[\u0800-\uffff]/;

/**
 * The encoding in which bytes without a mark are far more plausible than in the one that they claim; null = the claim holds.
 * `text` is what they say in the claimed encoding, null where they are not valid in it.
 */
export function likelierThan(
  claimed: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be',
  bytes: Uint8Array,
  text: string | null,
): ActualEncoding | null {
  if (text === null) return likeliest(bytes);
  if (claimed === 'utf-8') return isGbInDisguise(bytes, text) ? 'gb18030' : null;
  if (claimed !== 'gb18030') return null;
  const { cost, averageBeyondAscii } = textCost(text);
  if (averageBeyondAscii === 0) return null;
  const utf8 = isUtf8(bytes) ? textCost(Buffer.from(bytes).toString('utf8')).cost : Number.POSITIVE_INFINITY;
  if (cost - utf8 > MARGIN) return 'utf-8';
  if (averageBeyondAscii < STRANGE_AVERAGE) return null;
  const big5 = decode('big5', bytes);
  return big5 !== null && cost - textCost(big5).cost > BIG5_MARGIN ? 'big5' : null;
}

/** Valid UTF-8 that is GBK by its sense: only characters of two bytes, most of them of scripts that no trade document has. */
function isGbInDisguise(bytes: Uint8Array, text: string): boolean {
  if (text.length === bytes.length || THREE_BYTES.test(text)) return false;
  const other = decode('gb18030', bytes);
  return other !== null && textCost(text).cost - textCost(other).cost > MARGIN;
}

/** The most plausible of the encodings in which the bytes are valid. */
function likeliest(bytes: Uint8Array): ActualEncoding | null {
  let best: ActualEncoding | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const encoding of ['utf-8', 'gb18030', 'big5'] as const) {
    const text = decode(encoding, bytes);
    if (text === null) continue;
    const { cost } = textCost(text);
    if (cost < least) [best, least] = [encoding, cost];
  }
  return best;
}

function decode(encoding: 'utf-8' | 'gb18030' | 'big5', bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // Not valid in this encoding, so it is not this one.
    return null;
  }
}
