import { readFileSync } from 'node:fs';
import path from 'node:path';
import { toFault } from '../../boxes/faults.js';
import { Fault } from '../../contract/fault.js';
import {
  asProven,
  type ClockBelief,
  isBehind,
  isDoubted,
  judgeClock,
  proven,
  testimonyOf,
  toleranceMs,
} from '../../domain/clock-belief.js';
import type { ReceiptRecord } from '../../domain/receipt.js';
import { parseStamp } from '../../domain/stamp.js';
import { replaceFile } from '../../runtime/durable-file.js';
import type { Shared } from '../parts/shared.js';

const BELIEF_FILE = 'clock';
/** How often what is believed is written while all is well; a start after a crash believes that much less. */
const KEEP_MS = 600_000;
/** Receipts asked for their own time: the newest ones. */
const RECEIPTS_MAX = 50;
const DAY_MS = 86_400_000;

/**
 * Nothing is removed by a clock that may be wrong: set a month ahead, it would empty SentBox and the ledger in its first second,
 * and what is filed by one that is behind looks old afterwards.
 * The calendar is compared with what was last believed (a file in the data directory; without one, the ledger's newest record), with
 * monotonic time, and with the platform's own times in receipts. Decision 0024.
 */
export class ClockWatch {
  readonly #shared: Shared;
  readonly #file: string;
  #belief: ClockBelief | null = null;
  #tickMs = 0;
  #keptTickMs: number | null = null;
  #isKeptDoubted = false;
  #isTold = false;
  #doubtedSinceMs: number | null = null;

  constructor(shared: Shared, dataDir: string) {
    this.#shared = shared;
    this.#file = path.join(dataDir, BELIEF_FILE);
  }

  /**
   * May things be removed by age now? What changes is said. `keepDays` of all that is removed by age, one at least. Rejects with
   * `disk.*` when what is believed cannot be kept.
   */
  async isTrusted(keepDays: readonly number[]): Promise<boolean> {
    const [nowMs, tickMs] = [this.#shared.clock.nowMs(), this.#shared.clock.tickMs()];
    const reading = { nowMs, elapsedMs: this.#belief === null ? 0 : tickMs - this.#tickMs };
    const before = this.#belief ?? (await this.#recall(nowMs));
    const judged = judgeClock(before, reading, toleranceMs(Math.min(...keepDays)));
    const belief = isDoubted(judged) ? await this.#hear(judged) : judged;
    this.#tickMs = tickMs;
    this.#belief = belief;
    this.#tell(belief);
    if (
      before.setAheadMs !== belief.setAheadMs ||
      this.#keptTickMs === null ||
      tickMs - this.#keptTickMs >= KEEP_MS ||
      isDoubted(belief) !== this.#isKeptDoubted
    )
      this.#keep(belief, tickMs);
    return !isDoubted(belief);
  }

  /** May what carries a time from before `keepDays` be from less long ago, because the clock was behind until lately? */
  wasBehindWithin(keepDays: number): boolean {
    const { setAheadMs, lastNowMs } = this.#belief ?? { setAheadMs: null, lastNowMs: 0 };
    return setAheadMs !== null && setAheadMs > lastNowMs - keepDays * DAY_MS;
  }

  /** What the last run believed; else the ledger's newest record; a first start has nothing to compare with, nor to remove. */
  async #recall(nowMs: number): Promise<ClockBelief> {
    const kept = readBelief(this.#file);
    if (kept !== null) return { ...kept, lastNowMs: nowMs };
    const newest = await this.#shared.ledger.latestId();
    const believedMs = (newest === null ? null : parseStamp(newest)) ?? nowMs;
    return { ...proven(believedMs), lastNowMs: nowMs };
  }

  /** Asks the receipts that came since the clock is doubted. */
  async #hear(belief: ClockBelief): Promise<ClockBelief> {
    this.#doubtedSinceMs ??= belief.lastNowMs;
    if (isBehind(belief) && (await this.#isOvertaken(belief))) return { ...belief, steadyMs: 0 };
    switch (testimonyOf(await this.#receipts(this.#doubtedSinceMs))) {
      case 'agrees':
        return asProven(belief);
      case 'contradicts':
        return { ...belief, steadyMs: 0 };
      case 'silent':
        return belief;
    }
  }

  /** Receipts whose own time agrees with ours were kept later than it is now: the platform's clock has been further already. */
  async #isOvertaken({ lastNowMs }: ClockBelief): Promise<boolean> {
    return testimonyOf(await this.#receipts(lastNowMs + DAY_MS)) === 'agrees';
  }

  async #receipts(sinceMs: number): Promise<readonly ReceiptRecord[]> {
    const query = { business: null, untilMs: null, text: null, before: null, limit: RECEIPTS_MAX };
    return this.#shared.ledger.listReceipts({ ...query, sinceMs });
  }

  #tell(belief: ClockBelief): void {
    const { emit } = this.#shared;
    if (isDoubted(belief) === this.#isTold) return;
    this.#isTold = isDoubted(belief);
    const { lastNowMs: nowMs, believedMs } = belief;
    if (!this.#isTold) {
      this.#doubtedSinceMs = null;
      return emit({ type: 'clock.trusted', nowMs });
    }
    const days = Math.round(Math.abs(nowMs - believedMs) / DAY_MS);
    const fault = new Fault(isBehind(belief) ? 'clock.behind' : 'clock.implausible', {
      now: timeText(nowMs),
      believed: timeText(believedMs),
      days,
    });
    emit({ type: 'clock.doubted', nowMs, believedMs, fault: fault.toRecord() });
  }

  #keep(belief: ClockBelief, tickMs: number): void {
    const { lastNowMs: _, ...kept } = belief;
    try {
      // Not flushed: what a power failure leaves is the belief before this one, which is only older, or none.
      replaceFile(this.#file, JSON.stringify(kept), { mode: null, isFlushed: false });
    } catch (reason) {
      throw toFault(reason, 'box', this.#file);
    }
    this.#keptTickMs = tickMs;
    this.#isKeptDoubted = isDoubted(belief);
  }
}

const timeText = (ms: number): string => new Date(ms).toISOString();

function readBelief(file: string): Omit<ClockBelief, 'lastNowMs'> | null {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof kept !== 'object' || kept === null || !('believedMs' in kept) || !('steadyMs' in kept)) return null;
    const { believedMs, steadyMs } = kept;
    if (typeof believedMs !== 'number' || typeof steadyMs !== 'number') return null;
    const isSetAhead = 'isSetAhead' in kept && kept.isSetAhead === true;
    const setAheadMs = 'setAheadMs' in kept && typeof kept.setAheadMs === 'number' ? kept.setAheadMs : null;
    return { believedMs, steadyMs, isSetAhead, setAheadMs };
  } catch {
    // Not there yet, or torn by a power cut: the ledger's newest record is compared instead.
    return null;
  }
}
