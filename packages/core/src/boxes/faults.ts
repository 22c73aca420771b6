import { Fault } from '../contract/fault.js';
import type { FaultCode } from '../contract/fault-table.js';

/** What the path of a failed call names: decides what "it is not there" and "it may not be touched" mean. */
export type Subject = 'box' | 'document';

interface Meaning {
  readonly box: FaultCode;
  readonly document: FaultCode;
}

const same = (code: FaultCode): Meaning => ({ box: code, document: code });
const gone: Meaning = { box: 'disk.missing', document: 'document.vanished' };
const denied = same('disk.denied');
/** Windows answers so while a scanner or an editor holds the file; a directory's rights it answers so for good. */
const deniedOnWindows: Meaning = { box: 'disk.denied', document: 'disk.locked' };
const missing = same('disk.missing');
const locked = same('disk.locked');
const full = same('disk.full');

/** errno -> what it means for a box or a document in it. What is not listed is `disk.failed`. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOENT: gone,
  ENOTDIR: gone,
  // A network drive that went away answers with one of these instead of ENOENT.
  ESTALE: missing,
  ENODEV: missing,
  ENXIO: missing,
  EHOSTDOWN: missing,
  EHOSTUNREACH: missing,
  ENETUNREACH: missing,
  ENOTCONN: missing,
  ETIMEDOUT: missing,
  EACCES: denied,
  EPERM: denied,
  EROFS: denied,
  EBUSY: locked,
  ETXTBSY: locked,
  ENOSPC: full,
  EDQUOT: full,
};

const WINDOWS_MEANINGS: Readonly<Record<string, Meaning>> = {
  ...MEANINGS,
  EACCES: deniedOnWindows,
  EPERM: deniedOnWindows,
};

/** The errno's name of a failed file system call; '' when it was something else. */
export function errnoOf(reason: unknown): string {
  if (typeof reason !== 'object' || reason === null || !('code' in reason)) return '';
  return typeof reason.code === 'string' ? reason.code : '';
}

/** A part of the path is not there, or is a file where a directory was. */
export function isMissing(reason: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errnoOf(reason));
}

/** Turns what a file system call threw into a Fault; a Fault stays what it is. */
export function toFault(
  reason: unknown,
  subject: Subject,
  path: string,
  platform: NodeJS.Platform = process.platform,
): Fault {
  const errno = errnoOf(reason);
  const meaning = (platform === 'win32' ? WINDOWS_MEANINGS : MEANINGS)[errno];
  return Fault.from(reason, meaning?.[subject] ?? 'disk.failed', { path, errno });
}

/** A disk that is not as it should be may be mended while the agent runs; anything else is the caller's. */
export function isBoxAway({ code, fate }: Fault): boolean {
  return code.startsWith('disk.') && (fate === 'hold' || fate === 'retry');
}
