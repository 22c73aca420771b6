import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';

/** Who may take files from an OutBox: one configuration on one machine. */
export interface Lease {
  /** Data directory of the owner, absolute. */
  readonly owner: string;
  readonly host: string;
  /** The process that runs it; null = it is at rest, and owned all the same (swic import-official). */
  readonly pid: number | null;
  readonly sinceMs: number;
}

/** A lease in force, until it is disposed. */
export interface HeldLease {
  [Symbol.dispose](): void;
}

/**
 * The lease lies beside the OutBox, never in it, since the firm's own programs look there. Whoever runs takes it and gives it
 * back; one that an import made stays with its owner. Of a process that died without giving it back, the next takes it over.
 *
 * Throws `instance.outbox-leased` when it belongs to somebody else.
 */
export function takeLease(outBox: string, owner: string, clock: Clock): HeldLease {
  const file = leaseFile(outBox);
  const mine: Lease = { owner, host: hostname(), pid: process.pid, sinceMs: clock.nowMs() };
  const before = readLease(file);
  if (before !== null && !isOurs(before, mine) && !isLeft(before)) throw leased(outBox, before);
  const wasReserved = before !== null && before.pid === null && isOurs(before, mine);
  write(file, mine, before === null ? 'wx' : 'w', outBox);
  return {
    [Symbol.dispose]: () => {
      // Somebody else's by now: a person removed ours and started another.
      const now = readLease(file);
      if (now === null || now.pid !== mine.pid || !isOurs(now, mine)) return;
      if (wasReserved) writeFileSync(file, format({ ...mine, pid: null }));
      else rmSync(file, { force: true });
    },
  };
}

/** Makes an OutBox its owner's although nothing runs yet. Throws as takeLease. */
export function reserveOutBox(outBox: string, owner: string, clock: Clock): void {
  const file = leaseFile(outBox);
  const mine: Lease = { owner, host: hostname(), pid: null, sinceMs: clock.nowMs() };
  const before = readLease(file);
  if (before !== null && isOurs(before, mine)) return;
  if (before !== null && !isLeft(before)) throw leased(outBox, before);
  write(file, mine, before === null ? 'wx' : 'w', outBox);
}

export function leaseFile(outBox: string): string {
  return path.join(path.dirname(outBox), `.${path.basename(outBox)}.swic-lease`);
}

function isOurs(lease: Lease, mine: Lease): boolean {
  return lease.owner === mine.owner && lease.host === mine.host;
}

/** Its process is gone; only on its own machine can that be known. */
function isLeft(lease: Lease): boolean {
  if (lease.pid === null || lease.host !== hostname()) return false;
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
    if (reason instanceof Error && 'code' in reason && reason.code === 'ENOENT') return null;
    throw Fault.from(reason, 'disk.denied', { path: file });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isLease(value)) return value;
  } catch {
    // Half written, by a machine that went down: whose it was cannot be known, so nobody's.
  }
  return { owner: '', host: hostname(), pid: GONE, sinceMs: 0 };
}

/** No process ever has this number, so such a lease counts as left. */
const GONE = 0x7fffffff;

function isLease(value: unknown): value is Lease {
  if (typeof value !== 'object' || value === null) return false;
  const { owner, host, pid, sinceMs } = value as Partial<Record<keyof Lease, unknown>>;
  const isPid = pid === null || typeof pid === 'number';
  return typeof owner === 'string' && typeof host === 'string' && isPid && typeof sinceMs === 'number';
}

function write(file: string, lease: Lease, flag: 'wx' | 'w', outBox: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, format(lease), { flag });
  } catch (reason) {
    // Of two that start at once, one is told.
    const now = flag === 'wx' ? readLease(file) : null;
    throw now === null ? Fault.from(reason, 'disk.denied', { path: file }) : leased(outBox, now);
  }
}

function format(lease: Lease): string {
  return `${JSON.stringify(lease)}\n`;
}

function leased(outBox: string, { owner, host, pid, sinceMs }: Lease): Fault {
  return new Fault('instance.outbox-leased', { path: outBox, owner, host, pid, sinceMs, file: leaseFile(outBox) });
}
