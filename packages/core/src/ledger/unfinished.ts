import type { DocumentRecord } from '../domain/document.js';
import { isOpen } from '../domain/stage.js';

/**
 * Does something still have to happen to it? Open stages, and a rejected document whose file has not reached FailBox yet: the
 * decision is durable before the move.
 */
export function isUnfinished(record: DocumentRecord): boolean {
  return isOpen(record.stage) || (record.stage === 'rejected' && record.filedAs === null);
}
