import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { toFault } from '../../boxes/faults.js';
import { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import { findInstallation, installationOf } from './installation.js';

/** Who may take files from an OutBox: one data directory. */
export interface Lease {
  /** Which data directory it is, wherever that is; null in a lease of before there were such names. */
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
  /** Writes it again where it was removed: a program that empties its OutBox removes ours too. Makes no directory; never throws. */
  keep(): void;
  [Symbol.dispose](): void;
}

/**
 * The lease of a run is in the OutBox, under a hidden name, so that every way to that directory leads to it: a link, another
 * mount, another spelling. It is also beside the OutBox, where older versions look first, and where a reservation stays. A process
 * takes it and gives it back; one that an import made stays with its owner. The lease of a process that died without giving it
 * back is taken over.
 *
 * Makes the OutBox where there is none. Throws `instance.outbox-leased` when it belongs to another.
 */
export function takeLease(outBox: string, owner: string, clock: Clock): HeldLease {
  makeDirectory(outBox);
  const { inside, beside } = placesOf(outBox);
  const lease = claim(outBox, { ...wantedBy(owner, clock), pid: process.pid, isReserved: false }, [inside, beside]);
  return {
    keep: () => {
      for (const file of [inside, beside]) if (!existsSync(file)) writeAgain(file, lease);
    },
    [Symbol.dispose]: () => {
      // Another's by now: a person removed ours and started another.
      const ours = findLeases(outBox).filter((found) => format(found.lease) === format(lease));
      const kept = lease.isReserved ? (ours.find(({ file }) => file === beside) ?? ours[0]) : undefined;
      for (const { file } of ours)
        if (file === kept?.file) writeFileSync(file, format({ ...lease, pid: null }));
        else rmSync(file, { force: true });
    },
  };
}

function writeAgain(file: string, lease: Lease): void {
  try {
    writeFileSync(file, format(lease), { flag: 'wx' });
  } catch {
    // Its directory is away or not ours to write, as at the start: then the other place has to do.
  }
}

/** Makes an OutBox its owner's although nothing runs yet. Throws as takeLease. */
export function reserveOutBox(outBox: string, owner: string, clock: Clock): void {
  const { inside, beside } = placesOf(outBox);
  const wanted = { ...wantedBy(owner, clock), pid: null, isReserved: true };
  try {
    claim(outBox, wanted, [beside]);
  } catch (reason) {
    if (Fault.from(reason, 'disk.denied').code !== 'disk.denied') throw reason;
    claim(outBox, wanted, [inside]);
  }
}

/** The process that holds this OutBox for this data directory, if it lives on this machine; null = none. */
export function findHolder(outBox: string, owner: string): number | null {
  for (const { lease } of findLeases(outBox)) {
    if (lease.owner === owner && lease.host === hostname() && lease.pid !== null && !isLeft(lease)) return lease.pid;
  }
  return null;
}

/** The lease in force of another than this data directory; null = none. Only looks. Throws `disk.*`. */
export function findOtherLease(outBox: string, owner: string, clock: Clock): Lease | null {
  const mine = { ...wantedBy(owner, clock), pid: null, isReserved: false };
  return findLeases(outBox).find(({ lease }) => !isOurs(lease, mine) && !isLeft(lease))?.lease ?? null;
}

function wantedBy(owner: string, clock: Clock): Pick<Lease, 'installation' | 'owner' | 'host' | 'sinceMs'> {
  return { installation: findInstallation(owner), owner, host: hostname(), sinceMs: clock.nowMs() };
}

/** Where the lease of an OutBox usually is. */
export function leaseFile(outBox: string): string {
  return path.join(path.dirname(outBox), `.${path.basename(outBox)}.swic-lease`);
}

function placesOf(outBox: string): { readonly inside: string; readonly beside: string } {
  return { inside: path.join(outBox, '.swic-lease'), beside: leaseFile(realPathOf(outBox)) };
}

/** The directory itself, whatever leads to it; as it is spelled where it does not exist yet. */
function realPathOf(directory: string): string {
  try {
    return realpathSync.native(directory);
  } catch {
    // Not there, or not to be looked at: then there is one way to it at most.
    return directory;
  }
}

interface FoundLease {
  readonly lease: Lease;
  readonly file: string;
}

/** Writes the lease unless it is another's; a reservation of the same owner outlives it. Returns what was written. */
function claim(outBox: string, wanted: Lease, places: readonly string[]): Lease {
  const found = findLeases(outBox);
  const other = found.find(({ lease }) => !isOurs(lease, wanted) && !isLeft(lease));
  if (other !== undefined) throw leased(outBox, other.lease, other.file);
  const isReserved = wanted.isReserved || found.some(({ lease }) => isOurs(lease, wanted) && lease.isReserved);
  // Named only now: who is refused has left nothing behind.
  const lease = { ...wanted, installation: installationOf(wanted.owner), isReserved };
  writeAll(outBox, lease, found, places);
  return lease;
}

/** Wherever it is allowed, and at least at one place. Of two that start at once, one is told. */
function writeAll(outBox: string, lease: Lease, found: readonly FoundLease[], places: readonly string[]): void {
  const written: string[] = [];
  let denied: Fault | null = null;
  for (const file of places) {
    try {
      writeTo(file, lease, found.some((before) => before.file === file) ? 'w' : 'wx');
      written.push(file);
    } catch (reason) {
      refuseRival(outBox, lease, { file, written });
      denied = Fault.from(reason, 'disk.denied', { path: file });
    }
  }
  if (written.length === 0 && denied !== null) throw denied;
}

/** Another wrote its own in the same instant: what we have written by then goes. */
function refuseRival(
  outBox: string,
  lease: Lease,
  { file, written }: { readonly file: string; readonly written: readonly string[] },
): void {
  const now = readLease(file);
  if (now === null || isOurs(now, lease)) return;
  for (const ours of written) rmSync(ours, { force: true });
  throw leased(outBox, now, file);
}

function findLeases(outBox: string): readonly FoundLease[] {
  const { inside, beside } = placesOf(outBox);
  // As it is spelled: where an older version has put it.
  const files = new Set([inside, beside, leaseFile(outBox)]);
  return [...files].flatMap((file) => {
    const lease = readLease(file);
    return lease === null ? [] : [{ lease, file }];
  });
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
    // Half written, by a machine that went down: whose it was cannot be known, so it counts as free.
  }
  return { installation: null, owner: '', host: hostname(), pid: GONE, isReserved: false, sinceMs: 0 };
}

const NONE: ReadonlySet<string> = new Set(['ENOENT', 'ENAMETOOLONG', 'ENOTDIR']);

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

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (reason) {
    throw toFault(reason, 'box', directory);
  }
}

function format(lease: Lease): string {
  return `${JSON.stringify(lease)}\n`;
}

function leased(outBox: string, { owner, host, pid, sinceMs }: Lease, file: string): Fault {
  return new Fault('instance.outbox-leased', { path: outBox, owner, host, pid, sinceMs, file });
}
