import type { BigIntStats } from 'node:fs';
import type { FileIdentity } from '../ports/boxes.js';
import type { Probe } from './disk.js';
import { errnoOf, toFault } from './faults.js';

/** What a file was when it was looked at. A change of any of these starts the waiting anew. */
export interface Sighting {
  readonly device: bigint;
  readonly inode: bigint;
  readonly sizeBytes: bigint;
  readonly modifiedNs: bigint;
}

/** A moment by both clocks: ticks for durations, the calendar for what people read. */
export interface Moment {
  readonly tickMs: number;
  readonly nowMs: number;
}

/** What is remembered of a file in OutBox between two looks. */
export interface Track {
  readonly name: string;
  /** First seen; epoch ms. */
  readonly foundMs: number;
  /** First found settled; epoch ms; null until then. */
  readonly settledMs: number | null;
  readonly seen: Sighting;
  /** Unchanged since this tick. */
  readonly stillSinceMs: number;
  /** To be looked at again from this tick on. */
  readonly dueMs: number;
  /** Changes noticed since it was first seen. */
  readonly changes: number;
  /** Why it was not taken; null while it only settles. */
  readonly code: string | null;
}

/** What a second look makes of a file. */
export type Verdict =
  | { readonly kind: 'settled'; readonly track: Track }
  | { readonly kind: 'settling'; readonly track: Track }
  | { readonly kind: 'stuck'; readonly track: Track }
  | { readonly kind: 'gone' };

/** A file that keeps changing has had its chance after this many changes: it no longer takes a place from others. */
const CHANGES_MAX = 20;

/** Locks pass in moments, permissions are changed by people. */
const STUCK_MS: Readonly<Record<string, number>> = { 'disk.locked': 1_000, 'disk.denied': 5_000 };
const STUCK_OTHER_MS = 5_000;

export function sightingOf(facts: BigIntStats): Sighting {
  return { device: facts.dev, inode: facts.ino, sizeBytes: facts.size, modifiedNs: facts.mtimeNs };
}

export function isSameSighting(one: Sighting, other: Sighting): boolean {
  return (
    one.modifiedNs === other.modifiedNs &&
    one.sizeBytes === other.sizeBytes &&
    one.inode === other.inode &&
    one.device === other.device
  );
}

export function toIdentity(seen: Sighting): FileIdentity {
  return {
    device: String(seen.device),
    inode: String(seen.inode),
    sizeBytes: Number(seen.sizeBytes),
    modifiedNs: String(seen.modifiedNs),
  };
}

/** The first sight of a file. It never counts as settled, whatever its time says: a copied file keeps its old time. */
export function firstSight(name: string, seen: Sighting, at: Moment, settleMs: number): Track {
  return {
    name,
    foundMs: at.nowMs,
    settledMs: null,
    seen,
    stillSinceMs: at.tickMs,
    dueMs: at.tickMs + settleMs,
    changes: 0,
    code: null,
  };
}

/** Settled: the same file as at the last look, unchanged by our clock for `settleMs`, and it could be opened. */
export function judge(track: Track, probe: Probe, at: Moment, settleMs: number): Verdict {
  if (probe.kind === 'gone') return { kind: 'gone' };
  if (probe.kind === 'failed') return judgeFailure(track, probe.reason, at);
  if (!probe.facts.isFile()) return { kind: 'gone' };
  const seen = sightingOf(probe.facts);
  if (!isSameSighting(track.seen, seen)) return judgeChange(track, seen, at, settleMs);
  const stillForMs = at.tickMs - track.stillSinceMs;
  // A put-off may be shorter than the settling: then the rest of it is still to wait.
  if (stillForMs < settleMs) return { kind: 'settling', track: { ...track, dueMs: track.stillSinceMs + settleMs } };
  return { kind: 'settled', track: { ...track, settledMs: track.settledMs ?? at.nowMs, code: null } };
}

function judgeChange(track: Track, seen: Sighting, at: Moment, settleMs: number): Verdict {
  const again = {
    ...track,
    seen,
    stillSinceMs: at.tickMs,
    dueMs: at.tickMs + settleMs,
    settledMs: null,
    changes: track.changes + 1,
  };
  if (again.changes < CHANGES_MAX) return { kind: 'settling', track: { ...again, code: null } };
  return { kind: 'stuck', track: { ...again, code: 'document.changed' } };
}

function judgeFailure(track: Track, reason: unknown, at: Moment): Verdict {
  if (errnoOf(reason) === 'ENOENT') return { kind: 'gone' };
  const { code } = toFault(reason, 'document', track.name);
  return { kind: 'stuck', track: { ...track, code, dueMs: at.tickMs + (STUCK_MS[code] ?? STUCK_OTHER_MS) } };
}

export function fromIdentity(identity: FileIdentity): Sighting {
  return {
    device: BigInt(identity.device),
    inode: BigInt(identity.inode),
    sizeBytes: BigInt(identity.sizeBytes),
    modifiedNs: BigInt(identity.modifiedNs),
  };
}
