import { readFileSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../ports/clock.js';

const MARK_FILE = 'last-boot';
/** Clocks are set and uptime is rounded: boot instants closer than this are the same boot. */
const SAME_BOOT_MS = 60_000;
const LINUX_BOOT_ID = '/proc/sys/kernel/random/boot_id';

export interface BootMark {
  /**
   * Did the machine go down since swic last ran here? Then what was written without an fsync may be gone. In doubt (no mark, a
   * moved directory) the answer is yes only if a mark of another boot was found, since a first start has nothing to lose.
   */
  readonly hasMachineRestarted: boolean;
  /** Call it when recovery is done: a start that was killed in the middle of it is asked the same again. */
  keep(): void;
}

export function readBootMark(dataDir: string, clock: Clock): BootMark {
  const file = path.join(dataDir, MARK_FILE);
  const now = bootMark(clock);
  const before = read(file);
  return {
    hasMachineRestarted: before !== null && !isSameBoot(before, now),
    keep: () => {
      if (before !== now) writeFileSync(file, now);
    },
  };
}

function bootMark(clock: Clock): string {
  return read(LINUX_BOOT_ID)?.trim() ?? String(Math.round(clock.nowMs() - uptime() * 1_000));
}

function isSameBoot(before: string, now: string): boolean {
  if (before === now) return true;
  return /^\d+$/.test(before) && /^\d+$/.test(now) && Math.abs(Number(before) - Number(now)) < SAME_BOOT_MS;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // No such file: another system than Linux, or the first start.
    return null;
  }
}
