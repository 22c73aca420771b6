import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import { findInstallation, installationOf } from './installation.js';

/** Who may take files from an OutBox: one data directory. */
export interface Lease {
  /** Which data directory it is, wherever that lies; null in a lease of before there were such names. */
  readonly installation: string | null;
  /** Path of the data directory, absolute, on the machine `host`. */
  readonly owner: string;
  readonly host: string;
  /** The process that runs it; null = none does. */
  readonly pid: number | null;
  /** It stays with its owner whether that runs or not: made by swic import-official. */
  readonly isReserved: boolean;
  readonly sinceMs: number;
}

/** A lease in force, until it is disposed. */
export interface HeldLease {
  [Symbol.dispose](): void;
}

/**
 * The lease lies beside the OutBox, not in it, since the firm's own programs look there; only where nothing may be written beside
 * it, in it, under a hidden name. Whoever runs takes it and gives it back; one that an import made stays with its owner. Of a
 * process that died without giving it back, the next takes it over.
 *
 * Throws `instance.outbox-leased` when it belongs to somebody else.
 */
export function takeLease(outBox: string, owner: string, clock: Clock): HeldLease {
  const lease = claim(outBox, { ...wantedBy(owner, clock), pid: process.pid, isReserved: false });
  return {
    [Symbol.dispose]: () => {
      // Somebody else's by now: a person removed ours and started another.
      const now = findLease(outBox);
      if (now === null || format(now.lease) !== format(lease)) return;
      if (lease.isReserved) writeFileSync(now.file, format({ ...lease, pid: null }));
      else rmSync(now.file, { force: true });
    },
  };
}

/** Makes an OutBox its owner's although nothing runs yet. Throws as takeLease. */
export function reserveOutBox(outBox: string, owner: string, clock: Clock): void {
  claim(outBox, { ...wantedBy(owner, clock), pid: null, isReserved: true });
}

function wantedBy(owner: string, clock: Clock): Pick<Lease, 'installation' | 'owner' | 'host' | 'sinceMs'> {
  return { installation: findInstallation(owner), owner, host: hostname(), sinceMs: clock.nowMs() };
}

/** Where the lease of an OutBox usually is. */
export function leaseFile(outBox: string): string {
  return path.join(path.dirname(outBox), `.${path.basename(outBox)}.swic-lease`);
}

function placesOf(outBox: string): readonly string[] {
  return [leaseFile(outBox), path.join(outBox, '.swic-lease')];
}

/** Writes the lease unless it is another's; a reservation of the same owner outlives it. Returns what was written. */
function claim(outBox: string, wanted: Lease): Lease {
  const before = findLease(outBox);
  const isMine = before !== null && isOurs(before.lease, wanted);
  if (before !== null && !isMine && !isLeft(before.lease)) throw leased(outBox, before.lease, before.file);
  const isReserved = wanted.isReserved || (isMine && before.lease.isReserved);
  // Named only now: who is refused has left nothing behind.
  const lease = { ...wanted, installation: installationOf(wanted.owner), isReserved };
  if (before !== null) writeTo(before.file, lease, 'w');
  else writeNew(outBox, lease);
  return lease;
}

/** Beside the OutBox where that is allowed, else in it. Of two that start at once, one is told. */
function writeNew(outBox: string, lease: Lease): void {
  let denied: Fault | null = null;
  for (const file of placesOf(outBox)) {
    try {
      return writeTo(file, lease, 'wx');
    } catch (reason) {
      const now = findLease(outBox);
      if (now !== null) throw leased(outBox, now.lease, now.file);
      denied = Fault.from(reason, 'disk.denied', { path: file });
    }
  }
  if (denied !== null) throw denied;
}

function findLease(outBox: string): { readonly lease: Lease; readonly file: string } | null {
  for (const file of placesOf(outBox)) {
    const lease = readLease(file);
    if (lease !== null) return { lease, file };
  }
  return null;
}

/** Only one process at a time can have a data directory, so one of the same name is this one, whatever its machine was called then. */
function isOurs(lease: Lease, mine: Lease): boolean {
  if (lease.installation !== null) return lease.installation === mine.installation;
  return lease.owner === mine.owner && lease.host === mine.host;
}

/** Its process is gone and nothing was reserved; only on its own machine can that be known. */
function isLeft(lease: Lease): boolean {
  if (lease.isReserved || lease.pid === null || lease.host !== hostname()) return false;
  try {
    process.kill(lease.pid, 0);
    return false;
  } catch (reason) {
    // EPERM: it lives, and belongs to another user.
    return !(reason instanceof Error && 'code' in reason && reason.code === 'EPERM');
  }
}

function readLease(file: string): Lease | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (reason) {
    // A name that is too long to exist: beside an OutBox whose own name is nearly that.
    const isNone = reason instanceof Error && 'code' in reason && NONE.has(String(reason.code));
    if (isNone) return null;
    throw Fault.from(reason, 'disk.denied', { path: file });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isLease(value)) return { ...value, installation: value.installation ?? null };
  } catch {
    // Half written, by a machine that went down: whose it was cannot be known, so nobody's.
  }
  return { installation: null, owner: '', host: hostname(), pid: GONE, isReserved: false, sinceMs: 0 };
}

const NONE: ReadonlySet<string> = new Set(['ENOENT', 'ENAMETOOLONG']);

/** No process ever has this number, so such a lease counts as left. */
const GONE = 0x7fffffff;

function isLease(value: unknown): value is Omit<Lease, 'installation'> & Partial<Pick<Lease, 'installation'>> {
  if (typeof value !== 'object' || value === null) return false;
  const { installation = null, owner, host, pid, isReserved, sinceMs } = value as Partial<Record<keyof Lease, unknown>>;
  const isPid = pid === null || typeof pid === 'number';
  const isText = typeof owner === 'string' && typeof host === 'string';
  const isNamed = installation === null || typeof installation === 'string';
  return isText && isPid && isNamed && typeof isReserved === 'boolean' && typeof sinceMs === 'number';
}

function writeTo(file: string, lease: Lease, flag: 'wx' | 'w'): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, format(lease), { flag });
}

function format(lease: Lease): string {
  return `${JSON.stringify(lease)}\n`;
}

function leased(outBox: string, { owner, host, pid, sinceMs }: Lease, file: string): Fault {
  return new Fault('instance.outbox-leased', { path: outBox, owner, host, pid, sinceMs, file });
}
