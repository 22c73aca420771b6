import { formatStamp, parseStamp } from '../stamp.js';

const TIME =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]?(\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Epoch ms of a time as receipts write it, in every form seen: `yyyy-MM-ddTHH:mm:ss` (DEC_RESULT), `yyyy-MM-dd HH:mm:ss`
 * (manageDate), `yyyyMMddTHHmmssff` (older DEC_DATA), `yyyyMMddHHmmssfff` (manifests, CEB), `yyyyMMdd`, `yyyy-MM-dd`, with or
 * without a zone. Without a zone it is China time. Null when it is none of these or not a date.
 */
export function parseBusinessTime(text: string): number | null {
  const match = TIME.exec(text.trim());
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', zone = ''] =
    match;
  const stamp = `${year}${month}${day}${hour}${minute}${second}${fraction.padEnd(3, '0').slice(0, 3)}`;
  const china = parseStamp(stamp);
  if (china === null || zone === '') return china;
  return china + CHINA_OFFSET_MS - zoneOffsetMs(zone);
}

/** `yyyy-MM-ddTHH:mm:ss.fff+08:00`, for people and for JSON. */
export function formatBusinessTime(epochMs: number): string {
  const s = formatStamp(epochMs, 17);
  return `${s.slice(0, 4)}-${s.slice(4, 6)}-${s.slice(6, 8)}T${s.slice(8, 10)}:${s.slice(10, 12)}:${s.slice(12, 14)}.${s.slice(14)}+08:00`;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

function zoneOffsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (digits.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
