/** China has one time zone and no summer time: names in the boxes carry UTC+8 wherever the machine is. */
const CHINA_OFFSET_MS = 8 * 3_600_000;

/**
 * `yyyyMMddHHmmssfff` in China time [manual], continued with zeros up to `digits` (17..26), as real receipts have up to 23.
 */
export function formatStamp(epochMs: number, digits: number): string {
  const iso = new Date(epochMs + CHINA_OFFSET_MS).toISOString();
  const stamp =
    iso.slice(0, 4) +
    iso.slice(5, 7) +
    iso.slice(8, 10) +
    iso.slice(11, 13) +
    iso.slice(14, 16) +
    iso.slice(17, 19) +
    iso.slice(20, 23);
  return stamp.padEnd(digits, '0').slice(0, digits);
}

/** `yyyyMMdd` in China time: the day directory of SentBox. */
export function formatDay(epochMs: number): string {
  return formatStamp(epochMs, 17).slice(0, 8);
}

/** Epoch ms of a stamp of at least 14 digits in China time; null when it is not a date. Digits beyond 17 are ignored. */
export function parseStamp(stamp: string): number | null {
  if (!/^\d{14,}$/.test(stamp)) return null;
  const ms = stamp.slice(14, 17).padEnd(3, '0');
  const iso = `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}T${stamp.slice(8, 10)}:${stamp.slice(10, 12)}:${stamp.slice(12, 14)}.${ms}Z`;
  const utc = Date.parse(iso);
  if (Number.isNaN(utc)) return null;
  const epoch = utc - CHINA_OFFSET_MS;
  return formatStamp(epoch, 14) === stamp.slice(0, 14) ? epoch : null;
}
