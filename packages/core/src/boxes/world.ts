import type { BusinessKey } from '../domain/document.js';
import type { Clock } from '../ports/clock.js';
import type { UsedIds } from './claimed-files.js';
import type { DirectorySync } from './directory-sync.js';

/** Absolute paths of one business's boxes. */
export interface BoxDirectories {
  readonly outBox: string;
  readonly sentBox: string;
  readonly inBox: string;
  readonly failBox: string;
  readonly tempBox: string;
}

/** What every mover of one business's files works with. */
export interface BoxWorld {
  readonly business: BusinessKey;
  readonly directories: BoxDirectories;
  /** Of the stamps in names and of the day directories. */
  readonly utcOffsetMinutes: number;
  readonly clock: Clock;
  readonly sync: DirectorySync;
  readonly usedIds: UsedIds;
  /** Aborts when the boxes are closed: waiting for a locked file ends then. */
  readonly closing: AbortSignal;
}
