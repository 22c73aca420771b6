import type { ActRecord } from '../act.js';
import type { BookBody } from './entry.js';

/** What of a damage of the ledger goes into the book. */
interface Damage {
  readonly noticedMs: number;
  readonly gaps: number;
  readonly batchesMissing: number;
  readonly tables: number;
  readonly isAcknowledged: boolean;
}

export function actBody({ about, atMs, command, document, id, user }: ActRecord): BookBody {
  return { about, act: id, at: atMs, command, document, kind: 'act', user };
}

export function damageBody({ batchesMissing, gaps, isAcknowledged, noticedMs, tables }: Damage, at: number): BookBody {
  return { at, batchesMissing, gaps, isAcknowledged, kind: 'damage', noticedMs, tables };
}
