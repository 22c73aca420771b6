import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { StampedEvent, SwicEvent } from '../../contract/events.js';
import type { FaultCode } from '../../contract/fault-table.js';
import type { FlowName } from '../../contract/flow.js';
import { type BusinessHeld, type HeldDays, withHeld } from '../../domain/report/held-times.js';
import type { Clock } from '../../ports/clock.js';
import { replaceFile } from '../../runtime/durable-file.js';

interface Hold {
  readonly flow: FlowName;
  readonly code: FaultCode;
  /** Monotonic; up to here it is in the days. */
  readonly countedTick: number;
}

const FILE = 'held.json';
/** What a kill may take from the times of a day. */
const KEEP_MS = 60_000;

/**
 * How long the flows of a business were held on each day, by what, while an agent ran (decision 0085). It listens to the events, and is
 * kept in the data directory beside the ledger.
 */
export class HeldBook {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #holds = new Map<string, Hold>();
  #days: HeldDays;
  #isKept = true;

  constructor(dataDir: string, clock: Clock) {
    this.#file = path.join(dataDir, FILE);
    this.#clock = clock;
    const kept = readKept(this.#file);
    if (kept === 'damaged') putAside(this.#file);
    this.#days = kept === 'damaged' ? {} : kept;
  }

  /** A reader of the bus. */
  readonly see = ({ event }: StampedEvent): void => {
    const change = holdOf(event);
    if (change === null) return;
    const key = `${change.flow.business} ${change.flow.direction}`;
    this.#count();
    if (change.code === null) this.#holds.delete(key);
    else this.#holds.set(key, { flow: change.flow, code: change.code, countedTick: this.#clock.tickMs() });
  };

  /** `day` = `yyyyMMdd`, China time; up to now. */
  readonly on = (day: string): readonly BusinessHeld[] => {
    this.#count();
    return this.#days[day] ?? [];
  };

  /** Keeps it until the signal aborts, and once more then. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        await this.#clock.sleep(KEEP_MS, signal);
        this.#keep();
      }
    } finally {
      this.#keep();
    }
  }

  /** A clock that is set changes which day a time is of, and not how long it is. */
  #count(): void {
    const tick = this.#clock.tickMs();
    const nowMs = this.#clock.nowMs();
    for (const [key, hold] of this.#holds) {
      const heldMs = Math.round(tick - hold.countedTick);
      if (heldMs <= 0) continue;
      this.#days = withHeld(this.#days, hold, nowMs - heldMs, nowMs);
      this.#holds.set(key, { ...hold, countedTick: hold.countedTick + heldMs });
      this.#isKept = false;
    }
  }

  #keep(): void {
    this.#count();
    if (this.#isKept) return;
    try {
      replaceFile(this.#file, JSON.stringify({ version: 1, days: this.#days }), { mode: 0o600, isFlushed: true });
      this.#isKept = true;
    } catch {
      // The ledger is on the same disk and says what is wrong with it; these are numbers, tried again in a minute.
    }
  }
}

/** For a command without an agent. None where nothing was kept, or nothing that can be understood. */
export function readHeldDays(dataDir: string): HeldDays {
  const kept = readKept(path.join(dataDir, FILE));
  return kept === 'damaged' ? {} : kept;
}

function readKept(file: string): HeldDays | 'damaged' {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly version?: unknown;
      readonly days?: HeldDays;
    } | null;
    return kept?.version === 1 && kept.days !== undefined ? kept.days : 'damaged';
  } catch (reason) {
    // Not there, or not to be read now: the numbers of a report keep no agent from its work.
    return reason instanceof SyntaxError ? 'damaged' : {};
  }
}

/** The next write takes its place; a person may still want to see it. */
function putAside(file: string): void {
  try {
    renameSync(file, `${file}.damaged`);
  } catch {
    // It is written over then.
  }
}

/** `code` null = it is held no more; null = says nothing about it. */
function holdOf(event: SwicEvent): { readonly flow: FlowName; readonly code: FaultCode | null } | null {
  if (event.type === 'flow.held') return { flow: event.flow, code: event.fault.code };
  if (event.type === 'flow.started') return { flow: event.flow, code: event.fault?.code ?? null };
  if (event.type === 'flow.resumed' || event.type === 'flow.stopped') return { flow: event.flow, code: null };
  return null;
}
