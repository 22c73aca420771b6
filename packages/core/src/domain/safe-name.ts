import { joinName, splitName } from './name-text.js';

/** Separators, what Windows forbids, control characters, line ends, what turns the direction of writing, half characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are exactly what has to go
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** Windows opens the device whatever extension follows; superscript digits count as digits there. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\s*\..*)?$/isu;

/** Windows drops these silently at the end, so two names would become one. */
const TRAILING = /[.\s]+$/u;

const UNNAMED = 'unnamed';

/**
 * A file name out of text from outside: one name in its directory, on every system; visible; never longer than 255 bytes. Text
 * that is such a name already comes back as it is, in NFC.
 */
export function safeFileName(text: string): string {
  const visible = text.normalize('NFC').replace(FORBIDDEN, '_').trim().replace(/^\./u, '_').replace(TRAILING, '');
  const named = visible === '' ? UNNAMED : visible;
  return joinName(splitName(DEVICE.test(named) ? `_${named}` : named), '');
}
