import { createHash } from 'node:crypto';

/**
 * A number in [0, 1) that follows from the seed and a word: the same message meets the same fate in every run, whatever the
 * order in which messages arrive.
 */
export function chanceOf(seed: number, word: string): number {
  return digest(seed, word).readUInt32BE(0) / 2 ** 32;
}

/** Digits that follow from the seed and a word: numbers as the platform assigns them, and none of them real. */
export function digitsOf(seed: number, word: string, count: number): string {
  const number = digest(seed, word).readBigUInt64BE(8) * 1_000_003n;
  return number.toString().padStart(count, '0').slice(-count);
}

function digest(seed: number, word: string): Buffer {
  return createHash('sha256').update(`${seed}:${word}`).digest();
}
