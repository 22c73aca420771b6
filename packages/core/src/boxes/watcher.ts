import { type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../ports/clock.js';
import { endProcess, Scope } from '../runtime/scope.js';
import { systemClock } from '../runtime/system-clock.js';
import { openRootWatch } from './root-watch.js';

export interface WatcherSettings {
  readonly outBox: string;
  /** `scan`: no events at all (network shares, where they are lost); the flow looks on its timer. */
  readonly mode: 'native' | 'scan';
  /** Something may have changed. Never more often than every 15 ms. */
  readonly ring: () => void;
  /** The OutBox itself went away or came back. Told once per change; also when it is missing from the beginning. */
  readonly onRootChange?: (state: 'missing' | 'back') => void;
  /** Once, when the system gives no watch: the flow's timer finds the files. */
  readonly onUnavailable?: (reason: unknown) => void;
  readonly clock?: Clock;
}

/** No watches, no instances or no handles are left. */
const EXHAUSTED: ReadonlySet<string> = new Set(['ENOSPC', 'EMFILE', 'ENFILE', 'ENOSYS']);
/** A burst of files is one ring: longer than a burst's gaps, far shorter than the settling that follows. */
const RING_DELAY_MS = 15;
/** An OutBox that was exchanged without an event is watched again after this long. */
const CHECK_MS = 1_000;

/**
 * The bell of one OutBox. It decides nothing and promises nothing: the flow looks on its timer anyway, so an event that is lost
 * (a full queue of the kernel drops them silently), an error or a missing watch costs at most one scan interval.
 */
export async function openWatcher(settings: WatcherSettings, signal: AbortSignal): Promise<AsyncDisposable> {
  const watcher = new OutBoxWatcher(settings, signal);
  watcher.start();
  return watcher;
}

class OutBoxWatcher implements AsyncDisposable {
  readonly #settings: WatcherSettings;
  readonly #clock: Clock;
  readonly #scope: Scope;
  #isMissing = false;
  #isUnavailableTold = false;
  #isRinging = false;
  #armed: { readonly watcher: FSWatcher; readonly identity: string } | null = null;
  #above: { readonly watch: AsyncDisposable; readonly identity: string } | null = null;

  constructor(settings: WatcherSettings, signal: AbortSignal) {
    this.#settings = settings;
    this.#clock = settings.clock ?? systemClock;
    // Nothing that runs here fails: what goes wrong with a watch is answered by another look.
    this.#scope = new Scope(signal, endProcess);
  }

  start(): void {
    this.#check();
    this.#scope.spawn(async (signal) => {
      while (!signal.aborted) {
        await this.#clock.sleep(CHECK_MS, signal).catch(() => undefined);
        if (!signal.aborted) this.#check();
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#scope[Symbol.asyncDispose]();
    this.#disarm();
    const above = this.#above;
    this.#above = null;
    await above?.watch[Symbol.asyncDispose]();
  }

  /** Is the OutBox there, and is it still the one that is watched? */
  #check(): void {
    if (this.#scope.signal.aborted) return;
    const { outBox, mode } = this.#settings;
    const identity = identityOf(outBox);
    if (mode === 'native') this.#watchAbove(path.dirname(outBox));
    if (identity === null) this.#disarm();
    else if (mode === 'native' && this.#armed?.identity !== identity) this.#arm(identity);
    this.#setMissing(identity === null);
  }

  #setMissing(isMissing: boolean): void {
    if (isMissing === this.#isMissing) return;
    this.#isMissing = isMissing;
    this.#settings.onRootChange?.(isMissing ? 'missing' : 'back');
    this.#ringSoon();
  }

  #arm(identity: string): void {
    this.#disarm();
    const { outBox } = this.#settings;
    try {
      const watcher = watch(outBox, { persistent: false, recursive: false });
      watcher.on('change', (_type, name) => this.#hear(name));
      // The directory may be gone, or the kernel's memory for watches: the next check arms again.
      watcher.on('error', () => this.#disarm());
      this.#armed = { watcher, identity };
    } catch (reason) {
      // Gone since, or no more watches to be had: the next check tries again, and the flow's timer goes on.
      this.#tellUnavailable(reason);
    }
    // Files may have come while nothing was watched.
    this.#ringSoon();
  }

  #tellUnavailable(reason: unknown): void {
    const code = reason instanceof Error && 'code' in reason ? String(reason.code) : '';
    if (this.#isUnavailableTold || !EXHAUSTED.has(code)) return;
    this.#isUnavailableTold = true;
    this.#settings.onUnavailable?.(reason);
  }

  /** An event in the directory's own name means that it was moved or removed, and that this watch is dead. */
  #hear(name: string | Buffer | null): void {
    if (name === null || String(name) === path.basename(this.#settings.outBox)) {
      this.#disarm();
      this.#check();
    }
    this.#ringSoon();
  }

  #disarm(): void {
    this.#armed?.watcher.close();
    this.#armed = null;
  }

  #watchAbove(above: string): void {
    const identity = identityOf(above);
    if (identity === this.#above?.identity) return;
    const old = this.#above;
    if (old !== null) this.#scope.spawn(() => Promise.resolve(old.watch[Symbol.asyncDispose]()));
    const open = (): AsyncDisposable => openRootWatch(this.#settings.outBox, () => this.#check());
    this.#above = identity === null ? null : { watch: open(), identity };
  }

  #ringSoon(): void {
    if (this.#isRinging || this.#scope.signal.aborted) return;
    this.#isRinging = true;
    this.#scope.spawn(async (signal) => {
      await this.#clock.sleep(RING_DELAY_MS, signal).catch(() => undefined);
      this.#isRinging = false;
      if (!signal.aborted) this.#settings.ring();
    });
  }
}

/** What tells one directory from another that has its name later; null = there is none. */
function identityOf(directory: string): string | null {
  try {
    const facts = statSync(directory, { bigint: true });
    return facts.isDirectory() ? `${facts.dev}:${facts.ino}:${facts.birthtimeNs}` : null;
  } catch {
    // Not there, or not reachable: for a watcher that is the same.
    return null;
  }
}
