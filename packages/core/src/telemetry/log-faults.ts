import { Fault } from '../contract/fault.js';
import type { FaultCode } from '../contract/fault-table.js';

const FAULT_OF: Readonly<Record<string, FaultCode>> = {
  EACCES: 'disk.denied',
  EPERM: 'disk.denied',
  EROFS: 'disk.denied',
  ENOSPC: 'disk.full',
  EDQUOT: 'disk.full',
  ENOENT: 'disk.missing',
  ENOTDIR: 'disk.not-a-directory',
  EEXIST: 'disk.not-a-directory',
};

/** What the system said about the log's directory; everything that is not listed is `disk.failed`. */
export function diskFault(reason: unknown, directory: string): Fault {
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
  return Fault.from(reason, FAULT_OF[code] ?? 'disk.failed', { directory });
}
