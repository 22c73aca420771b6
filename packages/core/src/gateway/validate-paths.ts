import type { FaultRecord } from '../contract/fault.js';
import type { Problem } from '../ports/jobs.js';

/** What the checks say about one file. */
export interface ValidatedFile {
  readonly path: string;
  /** As which business it was checked; null when none fits. */
  readonly business: string | null;
  readonly outcome: 'accepted' | 'incomplete' | 'rejected' | 'failed';
  readonly fault: FaultRecord | null;
  readonly problems: readonly Problem[];
}
export function validatePaths(_config: string, _options: { paths: readonly string[]; business: string | null; onProgress: (done: number, total: number) => void }, _signal: AbortSignal): Promise<readonly ValidatedFile[]> {
  return Promise.resolve([]);
}
