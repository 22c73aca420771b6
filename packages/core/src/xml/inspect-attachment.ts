import { readTrailer } from './attachment-trailer.js';
import { decodeXml } from './encoding.js';
import type { FileVerdict } from './inspect.js';
import type { CompiledProfile } from './inspect-profile.js';
import type { InspectLimits } from './limits.js';
import { scanXml } from './scan.js';
import type { ScannedOutline } from './scanned.js';

/**
 * The verdict on a file that travels untouched: it is accepted whatever it holds, since its end cannot be told from its content. One
 * without a byte is no file yet, and after its time none to send. What can be read of it only gives keys.
 */
export function inspectAttachment(bytes: Uint8Array, profile: CompiledProfile, limits: InspectLimits): FileVerdict {
  if (bytes.length === 0) return { ...EMPTY, send: bytes };
  const trailer = readTrailer(bytes);
  const outline = trailer ?? readWhole(bytes, limits);
  const keys = outline === null ? [] : (trailer === null ? profile.readKeys : profile.readTrailerKeys)(outline.texts);
  const { root, namespace } = outline ?? { root: '', namespace: '' };
  return { ...NOTHING, outcome: 'accepted', root, namespace, keys, send: bytes };
}

const NOTHING = { code: null, detail: {}, root: '', namespace: '', messageType: null, keys: [], problems: [] } as const;

const EMPTY = {
  ...NOTHING,
  outcome: 'incomplete',
  code: 'document.empty',
  detail: { zh: '没有内容', en: 'it has no byte' },
} as const;

/** A file that is XML under another extension; null for everything else, damaged XML among it. */
function readWhole(bytes: Uint8Array, limits: InspectLimits): ScannedOutline | null {
  const decoded = decodeXml(bytes);
  if (decoded.kind !== 'decoded' || decoded.isCut || !/^\s*</.test(decoded.text.slice(0, 1_000))) return null;
  const { end, outline } = scanXml(decoded.text, limits);
  return end.kind === 'complete' ? outline : null;
}
