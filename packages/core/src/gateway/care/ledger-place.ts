import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import { formatStamp } from '../../domain/stamp.js';
import type { Clock } from '../../ports/clock.js';
import { dataDirOf } from '../settings/directories.js';

export function ledgerOf(loaded: LoadedConfig): string {
  return path.join(dataDirOf(loaded), 'ledger');
}

/** A name beside the ledger that nothing has: with the time to the millisecond. */
export function besideLedger(loaded: LoadedConfig, what: string, clock: Clock): string {
  return `${ledgerOf(loaded)}.${what}-${formatStamp(clock.nowMs(), 17)}`;
}
