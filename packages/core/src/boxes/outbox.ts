import path from 'node:path';
import { Fault } from '../contract/fault.js';
import type { WhyNot } from '../contract/why.js';
import type { BusinessKey } from '../domain/document.js';
import { hasExtension, isIgnoredName, isPlainName } from '../domain/naming.js';
import type { Candidate, Look, OutBox, OutBoxEntry, PassedReason } from '../ports/boxes.js';
import type { Clock } from '../ports/clock.js';
import { findFacts, probeFile } from './disk.js';
import { toFault } from './faults.js';
import { mayBeNotUtf8, PassedOver } from './passed-over.js';
import { type EntryKind, scanDirectory } from './scanner.js';
import {
  firstSight,
  fromIdentity,
  isSameSighting,
  judge,
  type Moment,
  type Sighting,
  sightingOf,
  type Track,
  toIdentity,
} from './settler.js';
import { createSlicer, type Slicer } from './slicer.js';
import { SmallestNames } from './smallest.js';
import { type HandedOut, TrackTable } from './track-table.js';
import { whyNotYet } from './why-not-yet.js';

export interface OutBoxSettings {
  readonly business: BusinessKey;
  readonly directory: string;
  readonly settleMs: number;
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  /** Files remembered between two looks. */
  readonly trackedMax: number;
}

/** While a full look's worth of settled files waits, the directory is not read again sooner than this. */
const RESCAN_MS = 1_000;
/** And this long while there are more files than places, since no new name would get one. */
const RESCAN_FULL_MS = 5_000;
/** Reading the directory may take at most one part in this many of the time, so that a huge one does not eat the processor. */
const SCAN_SHARE = 5;
const SCAN_GAP_MAX_MS = 1_000;
/** A file that was handed out and is unclaimed for this long is offered again. */
const HAND_OUT_MS = 600_000;
/** A file that cannot even be looked at is tried again now and then. */
const UNREADABLE_MS = 10_000;

/** The OutBox of one business: the directory is the truth, what is remembered only tells stillness and turns. */
export class DirectoryOutBox implements OutBox {
  readonly #settings: OutBoxSettings;
  readonly #clock: Clock;
  readonly #tracks: TrackTable;
  readonly #passed = new PassedOver();
  #scans = 0;
  /** Ticks of the end of the last scan, and before which there is no other; null = none yet, or it failed. */
  #lastScan: { readonly endMs: number; readonly notBeforeMs: number } | null = null;
  #isScanDeferred = false;
  /** Names of the last scan for which there was no place. */
  #beyond = 0;
  #isAtLeast = false;

  constructor(settings: OutBoxSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#tracks = new TrackTable(settings.trackedMax);
  }

  async look(limit: number, signal: AbortSignal): Promise<Look> {
    if (signal.aborted) throw new Fault('operation.aborted');
    const slicer = createSlicer(this.#clock);
    if (this.#isScanDue(limit)) await this.#scan(slicer, signal);
    const settled = await this.#handOut(limit, slicer, signal);
    return {
      settled,
      waiting: this.#tracks.waiting + this.#beyond + this.#passed.unreachable,
      isAtLeast: this.#isAtLeast,
      oldestMs: this.#tracks.oldestMs(),
      nextLookMs: this.#nextLookMs(),
      passedOver: this.#passed.count,
      news: this.#passed.takeNews(),
    };
  }

  putOff(candidate: Candidate, code: string, delayMs: number): void {
    const track = this.#tracks.takeBack(candidate.name, fromIdentity(candidate.identity));
    // A newer file of the name was seen since then: that one waits already, in its own right.
    if (track === null || this.#tracks.findWaiting(candidate.name) !== null) return;
    const dueMs = this.#clock.tickMs() + delayMs;
    if (delayMs <= 0) this.#tracks.add({ ...track, dueMs, code: null }, this.#scans);
    else this.#tracks.setStuck({ ...track, dueMs, code }, this.#scans);
  }

  forget(candidate: Candidate): void {
    this.#tracks.takeBack(candidate.name, fromIdentity(candidate.identity));
  }

  stillForMs(candidate: Candidate): number {
    const track = this.#tracks.findOut(candidate.name)?.track ?? this.#tracks.findWaiting(candidate.name);
    if (track === null || !isSameSighting(track.seen, fromIdentity(candidate.identity))) return 0;
    return this.#clock.tickMs() - track.stillSinceMs;
  }

  async why(name: string): Promise<WhyNot> {
    const facts = isPlainName(name) ? this.#lookAt(name) : null;
    if (facts === null) return this.#whyNotThere(name);
    if (facts === 'denied') return { reason: 'denied' };
    if (facts.isDirectory()) return { reason: 'directory' };
    if (!facts.isFile()) return { reason: 'not-a-file' };
    if (isIgnoredName(name)) return { reason: 'ignored-name' };
    if (!hasExtension(name, this.#settings.extensions)) return { reason: 'ignored-extension' };
    if (this.#tracks.findOut(name) !== null) return { reason: 'in-flight' };
    const track = this.#tracks.findWaiting(name);
    if (track === null) return { reason: this.#tracks.freePlaces === 0 ? 'waiting-its-turn' : 'not-seen-yet' };
    return whyNotYet(track, this.#moment());
  }

  list(limit: number): readonly OutBoxEntry[] {
    const passed = this.#passed.list(this.#settings.directory, limit).map(
      ({ name, reason }): OutBoxEntry => ({
        name,
        sinceMs: null,
        why: { reason: reason === 'extension' ? 'ignored-extension' : reason },
      }),
    );
    const at = this.#moment();
    const waiting = this.#tracks
      .oldest(limit)
      .map((track): OutBoxEntry => ({ name: track.name, sinceMs: track.foundMs, why: whyNotYet(track, at) }));
    return [...passed, ...waiting];
  }

  #whyNotThere(name: string): WhyNot {
    if (!isPlainName(name)) return { reason: 'not-there' };
    if (this.#passed.isNotUtf8(this.#settings.directory, name)) return { reason: 'not-utf8' };
    const directory = this.#passed.directories().find((each) => this.#lookAt(each + path.sep + name) !== null);
    return directory === undefined ? { reason: 'not-there' } : { reason: 'in-directory', directory };
  }

  #lookAt(name: string): ReturnType<typeof findFacts> | 'denied' {
    try {
      return findFacts(this.#pathOf(name));
    } catch (reason) {
      const fault = toFault(reason, 'box', this.#settings.directory);
      if (fault.code === 'disk.denied') return 'denied';
      throw fault;
    }
  }

  #isScanDue(limit: number): boolean {
    const last = this.#lastScan;
    const tickMs = this.#clock.tickMs();
    this.#isScanDeferred = last !== null && tickMs < last.notBeforeMs;
    if (last === null) return true;
    if (this.#isScanDeferred) return false;
    // More names than places: reading them again is of use when places became free.
    if (this.#beyond > 0) return this.#tracks.isHalfEmpty || tickMs - last.endMs >= RESCAN_FULL_MS;
    return tickMs - last.endMs >= RESCAN_MS || this.#tracks.countDue(tickMs, limit) < limit;
  }

  async #scan(slicer: Slicer, signal: AbortSignal): Promise<void> {
    const scan = this.#scans + 1;
    const places = this.#tracks.freePlaces;
    const { cursor } = this.#tracks;
    const smallest = new SmallestNames(places);
    const relisted: string[] = [];
    let unknown = 0;
    this.#scans = scan;
    this.#lastScan = null;
    this.#passed.begin();
    const visit = (name: string, kind: EntryKind): void => {
      if (isIgnoredName(name)) return;
      const reason = this.#passesOver(name, kind);
      if (reason !== null) return this.#passed.see(name, reason);
      if (this.#tracks.see(name, scan)) return;
      if (this.#tracks.findOut(name) !== null) {
        relisted.push(name);
        return;
      }
      unknown += 1;
      if (cursor === null || name > cursor) smallest.add(name);
    };
    const { isComplete } = await scanDirectory(this.#settings.directory, visit, slicer, signal);
    this.#passed.end(this.#settings.directory);
    if (isComplete) this.#tracks.dropUnseen(scan);
    const offered = smallest.take();
    for (const name of [...relisted, ...offered]) {
      if (slicer.isOver()) await slicer.rest(signal);
      this.#sight(name, scan);
    }
    this.#tracks.advance(offered, offered.length < places);
    this.#beyond = unknown - offered.length;
    this.#isAtLeast = !isComplete;
    const endMs = this.#clock.tickMs();
    const gapMs = Math.min(SCAN_GAP_MAX_MS, slicer.busyMs() * (SCAN_SHARE - 1));
    this.#lastScan = { endMs, notBeforeMs: endMs + gapMs };
  }

  /** A name that is no valid UTF-8 is listed with a replacement, and opens under no name of ours. */
  #passesOver(name: string, kind: EntryKind): PassedReason | null {
    if (kind === 'directory') return 'directory';
    if (kind === 'other') return 'not-a-file';
    if (!hasExtension(name, this.#settings.extensions)) return 'extension';
    return mayBeNotUtf8(name) && this.#lookAt(name) === null ? 'not-utf8' : null;
  }

  #sight(name: string, scan: number): void {
    let facts: ReturnType<typeof findFacts>;
    try {
      facts = findFacts(this.#pathOf(name));
    } catch (reason) {
      return this.#sightStuck(name, toFault(reason, 'document', name).code, scan);
    }
    if (facts === null || !facts.isFile()) return;
    const seen = sightingOf(facts);
    const out = this.#tracks.findOut(name);
    // Handed out and not claimed yet. Another file under its name is a new one, whose turn comes after it.
    if (out !== null && isSameSighting(out.track.seen, seen)) return this.#endOldHandOut(out, scan);
    this.#tracks.add(firstSight(name, seen, this.#moment(), this.#settings.settleMs), scan);
  }

  /** The previous owner was aborted. Should it go on after all: of two claims only one gets the file. */
  #endOldHandOut({ track, sinceMs }: HandedOut, scan: number): void {
    if (this.#clock.tickMs() - sinceMs < HAND_OUT_MS) return;
    this.#tracks.takeBack(track.name, track.seen);
    this.#tracks.add({ ...track, dueMs: this.#clock.tickMs() }, scan);
  }

  /** Counted and explained, but it takes no place from the others. */
  #sightStuck(name: string, code: string, scan: number): void {
    const nothing: Sighting = { device: 0n, inode: 0n, sizeBytes: 0n, modifiedNs: 0n };
    this.#tracks.setStuck({ ...firstSight(name, nothing, this.#moment(), UNREADABLE_MS), code }, scan);
  }

  async #handOut(limit: number, slicer: Slicer, signal: AbortSignal): Promise<readonly Candidate[]> {
    const settled: Candidate[] = [];
    try {
      for (const track of this.#tracks.due(this.#clock.tickMs(), limit)) {
        if (slicer.isOver()) await slicer.rest(signal);
        const candidate = this.#judge(track);
        if (candidate !== null) settled.push(candidate);
      }
      return settled;
    } catch (reason) {
      // They are not handed out, so nothing would ever give them back.
      for (const candidate of settled) this.putOff(candidate, '', 0);
      throw reason;
    }
  }

  #judge(track: Track): Candidate | null {
    const verdict = judge(track, probeFile(this.#pathOf(track.name)), this.#moment(), this.#settings.settleMs);
    switch (verdict.kind) {
      case 'gone':
        this.#tracks.drop(track.name);
        return null;
      case 'settling':
        this.#tracks.keep(verdict.track);
        return null;
      case 'stuck':
        this.#tracks.setStuck(verdict.track, this.#scans);
        return null;
      case 'settled':
        this.#tracks.handOut(verdict.track, this.#clock.tickMs());
        return this.#toCandidate(verdict.track);
    }
  }

  #toCandidate({ name, seen, foundMs, settledMs }: Track): Candidate {
    const { business } = this.#settings;
    return {
      business,
      name,
      path: this.#pathOf(name),
      identity: toIdentity(seen),
      foundMs,
      settledMs: settledMs ?? foundMs,
    };
  }

  #nextLookMs(): number | null {
    const isScanOfUse = this.#isScanDeferred || (this.#beyond > 0 && this.#tracks.isHalfEmpty);
    const scanMs = isScanOfUse ? (this.#lastScan?.notBeforeMs ?? 0) : Infinity;
    const nextMs = Math.min(this.#tracks.nextDueMs() ?? Infinity, scanMs);
    return nextMs === Infinity ? null : Math.max(0, Math.ceil(nextMs - this.#clock.tickMs()));
  }

  #pathOf(name: string): string {
    // Not path.join: this runs for every file at every look, and a name from a directory has nothing to be normalised.
    return this.#settings.directory + path.sep + name;
  }

  #moment(): Moment {
    return { tickMs: this.#clock.tickMs(), nowMs: this.#clock.nowMs() };
  }
}
