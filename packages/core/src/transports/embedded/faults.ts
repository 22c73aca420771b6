import { Fault, type FaultDetail } from '../../contract/fault.js';
import type { FaultCode } from '../../contract/fault-table.js';

/** Codes of the operating system, as Node names them; what they mean for a queue that is a directory. */
const SYSTEM_CODES: Readonly<Record<string, FaultCode>> = {
  ENOENT: 'transport.not-found',
  ENOTDIR: 'transport.not-found',
  ESTALE: 'transport.not-found',
  EACCES: 'transport.unauthorized',
  EPERM: 'transport.unauthorized',
  EROFS: 'transport.unauthorized',
  // A full disk or an exhausted table of open files is a broker with an alarm: it will take messages again.
  ENOSPC: 'transport.blocked',
  EDQUOT: 'transport.blocked',
  EMFILE: 'transport.blocked',
  ENFILE: 'transport.blocked',
  EIO: 'transport.closed',
  ENODEV: 'transport.closed',
  // The lock of a queue, by the name its library gives it.
  LEVEL_LOCKED: 'transport.blocked',
};

/** Turns whatever the file system threw into a Fault; `otherwise` where it carries no code that says more. */
export function embeddedFault(reason: unknown, otherwise: FaultCode, detail: FaultDetail = {}): Fault {
  const code = codeOf(reason);
  if (code === null) return Fault.from(reason, otherwise, detail);
  return Fault.from(reason, SYSTEM_CODES[code] ?? otherwise, { ...detail, code });
}

/** The directory itself is in trouble, so the session is over; anything else is about one message. */
export function isEndOfSession(fault: Fault): boolean {
  return fault.code !== 'transport.blocked';
}

export function codeOf(reason: unknown): string | null {
  if (typeof reason !== 'object' || reason === null || reason instanceof Fault || !('code' in reason)) return null;
  return typeof reason.code === 'string' ? reason.code : null;
}
