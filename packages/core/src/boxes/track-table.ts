import type { Sighting, Track } from './settler.js';
import { isSameSighting } from './settler.js';
import { byCodeUnits } from './smallest.js';

/** A quarter of the places is for files that could not be taken; the rest for those on their way. */
const STUCK_SHARE = 0.25;

/** Handed out since this tick. */
export interface HandedOut {
  readonly track: Track;
  readonly sinceMs: number;
}

interface Entry {
  track: Track;
  /** Number of the last scan that saw the name. */
  scan: number;
}

/**
 * What is remembered of the files of one OutBox; bounded, whatever the directory holds. A name is in one of three places:
 *
 *     fresh ──hand out──▶ out ──put off──▶ stuck ──due──▶ out
 *       ▲                  └──put off, no delay──▶ fresh
 *
 * Places for stuck files are their own, so that any number of files that cannot be taken leaves the places of the others free.
 * A stuck file without a place is forgotten, and the scan goes on behind its name before it comes round again (the cursor).
 */
export class TrackTable {
  readonly #freshMax: number;
  readonly #stuckMax: number;
  readonly #fresh = new Map<string, Entry>();
  readonly #stuck = new Map<string, Entry>();
  readonly #out = new Map<string, HandedOut>();
  #cursor: string | null = null;

  constructor(trackedMax: number) {
    this.#stuckMax = Math.max(1, Math.floor(trackedMax * STUCK_SHARE));
    this.#freshMax = Math.max(1, trackedMax - this.#stuckMax);
  }

  /** Files on their way, handed out ones not counted. */
  get waiting(): number {
    return this.#fresh.size + this.#stuck.size;
  }

  get freePlaces(): number {
    return Math.max(0, this.#freshMax - this.#fresh.size);
  }

  get isHalfEmpty(): boolean {
    return this.#fresh.size <= this.#freshMax / 2;
  }

  /** Names up to this one have had their turn in this round; null = the round begins at the first name. */
  get cursor(): string | null {
    return this.#cursor;
  }

  /** True if the name is known and waits here. */
  see(name: string, scan: number): boolean {
    const entry = this.#fresh.get(name) ?? this.#stuck.get(name);
    if (entry === undefined) return false;
    entry.scan = scan;
    return true;
  }

  findOut(name: string): HandedOut | null {
    return this.#out.get(name) ?? null;
  }

  findWaiting(name: string): Track | null {
    return (this.#fresh.get(name) ?? this.#stuck.get(name))?.track ?? null;
  }

  add(track: Track, scan: number): void {
    this.#fresh.set(track.name, { track, scan });
  }

  /** After a whole scan: what it did not see has left the directory. */
  dropUnseen(scan: number): void {
    for (const places of [this.#fresh, this.#stuck]) {
      for (const [name, entry] of places) if (entry.scan !== scan) places.delete(name);
    }
  }

  /** After a scan offered these names: the round goes on behind the last of them, or is over. */
  advance(offered: readonly string[], isEnd: boolean): void {
    if (this.#cursor !== null) this.#cursor = isEnd ? null : (offered.at(-1) ?? this.#cursor);
  }

  /** The next of both kinds to look at, `limit` at most: first seen first, by name what one look saw. Neither starves the other. */
  due(tickMs: number, limit: number): readonly Track[] {
    const fresh = this.#dueOf(this.#fresh, tickMs);
    const stuck = this.#dueOf(this.#stuck, tickMs);
    const forStuck = Math.min(stuck.length, Math.max(limit - fresh.length, Math.ceil(limit / 4)));
    return [...fresh.slice(0, limit - forStuck), ...stuck.slice(0, forStuck)].sort(byAge);
  }

  /** How many fresh files are due, counted up to `limit`. */
  countDue(tickMs: number, limit: number): number {
    let due = 0;
    for (const { track } of this.#fresh.values()) {
      if (due >= limit) break;
      if (track.dueMs <= tickMs) due += 1;
    }
    return due;
  }

  #dueOf(places: ReadonlyMap<string, Entry>, tickMs: number): readonly Track[] {
    const due: Track[] = [];
    for (const { track } of places.values()) if (track.dueMs <= tickMs && !this.#out.has(track.name)) due.push(track);
    return due.sort(byAge);
  }

  handOut(track: Track, tickMs: number): void {
    this.drop(track.name);
    this.#out.set(track.name, { track, sinceMs: tickMs });
  }

  /** Stays on its way. A stuck file that moves again stays among the stuck until it is taken. */
  keep(track: Track): void {
    const entry = this.#fresh.get(track.name) ?? this.#stuck.get(track.name);
    if (entry !== undefined) entry.track = track;
  }

  setStuck(track: Track, scan: number): void {
    this.#fresh.delete(track.name);
    if (this.#stuck.has(track.name) || this.#stuck.size < this.#stuckMax) {
      this.#stuck.set(track.name, { track, scan });
      return;
    }
    this.#stuck.delete(track.name);
    if (this.#cursor === null || track.name > this.#cursor) this.#cursor = track.name;
  }

  drop(name: string): void {
    this.#fresh.delete(name);
    this.#stuck.delete(name);
  }

  /** Ends a hand-out; null when this very file is not out, or no longer. */
  takeBack(name: string, seen: Sighting): Track | null {
    const out = this.#out.get(name);
    if (out === undefined || !isSameSighting(out.track.seen, seen)) return null;
    this.#out.delete(name);
    return out.track;
  }

  /** Those that wait, first seen first. */
  oldest(limit: number): readonly Track[] {
    const waiting = [...this.#fresh.values(), ...this.#stuck.values()].map(({ track }) => track);
    return waiting.sort(byAge).slice(0, limit);
  }

  /** First sight of the longest waiting file, epoch ms; null when none waits. */
  oldestMs(): number | null {
    let oldest = Infinity;
    for (const places of [this.#fresh, this.#stuck]) {
      for (const { track } of places.values()) if (track.foundMs < oldest) oldest = track.foundMs;
    }
    return oldest === Infinity ? null : oldest;
  }

  /** The earliest tick at which something waiting is due; null when nothing waits. A name that is out waits for its return. */
  nextDueMs(): number | null {
    let next = Infinity;
    for (const places of [this.#fresh, this.#stuck]) {
      for (const { track } of places.values()) {
        if (track.dueMs < next && !this.#out.has(track.name)) next = track.dueMs;
      }
    }
    return next === Infinity ? null : next;
  }
}

function byAge(one: Track, other: Track): number {
  return one.foundMs - other.foundMs || byCodeUnits(one.name, other.name);
}
