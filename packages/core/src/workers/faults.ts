import { Fault } from '../contract/fault.js';
import type { FaultCode } from '../contract/fault-table.js';

/** What the file system says when a file is read, and what becomes of it. Anything else is `disk.failed`. */
const BY_ERRNO: Readonly<Record<string, FaultCode>> = {
  ENOENT: 'document.vanished',
  ENOTDIR: 'document.vanished',
  EISDIR: 'document.changed',
  EACCES: 'disk.denied',
  EPERM: 'disk.denied',
  EBUSY: 'disk.locked',
  ETXTBSY: 'disk.locked',
  EAGAIN: 'disk.locked',
  ENODEV: 'disk.missing',
  ESTALE: 'disk.missing',
};

export function readFault(reason: unknown, path: string): Fault {
  const errno = typeof reason === 'object' && reason !== null && 'code' in reason ? String(reason.code) : '';
  return Fault.from(reason, BY_ERRNO[errno] ?? 'disk.failed', { path });
}
