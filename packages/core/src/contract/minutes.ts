const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440 };
/** A year. */
const MINUTES_MAX = 525_600;

/** `30m`, `2h`, `1d` as minutes, at most a year; null where the text is none of these. Pure. */
export function parseMinutes(text: string): number | null {
  const found = /^(\d+)([mhd])$/.exec(text);
  const minutes = Number(found?.[1]) * (UNITS[found?.[2] ?? ''] ?? Number.NaN);
  return minutes >= 0 && minutes <= MINUTES_MAX ? minutes : null;
}
