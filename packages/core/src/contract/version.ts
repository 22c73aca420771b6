/** The version of swic, three numbers and perhaps a part behind `-`; checked against package.json by a test. */
export const SWIC_VERSION = '1.0.0';

/** Is `version` later than `other`? By their three numbers; a part behind `-` does not count. Pure. */
export function isLaterVersion(version: string, other: string): boolean {
  const [one, two] = [numbersOf(version), numbersOf(other)];
  const at = one.findIndex((number, index) => number !== two[index]);
  return at >= 0 && (one[at] ?? 0) > (two[at] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  return [major, minor, patch].map((part) => Number(part ?? 0));
}
