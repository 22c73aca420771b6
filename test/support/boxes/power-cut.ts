import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Every call by which the boxes change a disk. Opening is one only where it makes a file. */
const CHANGES = [
  'renameSync',
  'linkSync',
  'unlinkSync',
  'mkdirSync',
  'rmdirSync',
  'writeSync',
  'utimesSync',
  'openSync',
  'open',
  'write',
] as const;

type AnyCall = (...words: unknown[]) => unknown;

export interface PowerCut extends Disposable {
  /** Changes asked for so far, the refused ones included. */
  readonly changes: number;
}

/**
 * From the n-th change on, the disk takes no further change, as if the process had been killed right before it: whatever the
 * code does afterwards, clearing up included, leaves no trace. Until disposed. 0 = only counts.
 */
export function cutPowerBefore(nth: number): PowerCut {
  const table = fs as unknown as Record<string, AnyCall>;
  const originals = new Map<string, AnyCall>();
  let changes = 0;
  const isRefused = (name: string, words: readonly unknown[]): boolean => {
    if (name.startsWith('open') && !String(words[1]).includes('x')) return false;
    changes += 1;
    return nth > 0 && changes >= nth;
  };
  for (const name of CHANGES) {
    const original = table[name];
    if (original === undefined) throw new Error(`no fs.${name}`);
    originals.set(name, original);
    table[name] = (...words) => {
      if (!isRefused(name, words)) return original(...words);
      const cut = Object.assign(new Error('the power is off'), { code: 'EIO' });
      const callback = words.at(-1);
      if (typeof callback !== 'function') throw cut;
      queueMicrotask(() => callback(cut));
      return undefined;
    };
  }
  syncBuiltinESMExports();
  return {
    get changes() {
      return changes;
    },
    [Symbol.dispose]() {
      for (const [name, original] of originals) table[name] = original;
      syncBuiltinESMExports();
    },
  };
}
