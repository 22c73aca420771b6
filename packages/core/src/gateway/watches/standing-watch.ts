import type { Emit } from '../../contract/events.js';
import type { StandingNumber } from '../../contract/standing-number.js';
import { STANDINGS } from '../../domain/concern.js';
import type { BusinessKey } from '../../domain/document.js';
import { formatStamp } from '../../domain/stamp.js';
import type { Clock } from '../../ports/clock.js';
import type { Ledger, StandingCount } from '../../ports/ledger.js';
import { type AnsweredBusiness, overdue } from '../commands/overdue.js';
import { unlessItHalts } from './unless-it-halts.js';

const COUNT_MS = 1_000;
/** Lateness is asked once a minute, or so seldom that it takes at most a fiftieth of the time. */
const OVERDUE_MS = 60_000;
const OVERDUE_SHARE = 50;

export interface StandingWorld {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly businesses: () => readonly AnsweredBusiness[];
}

/** Tells what the documents of each business are counted as, when it has changed, and how many answers are late. */
export class StandingWatch {
  readonly #world: StandingWorld;
  readonly #told = new Map<string, string>();
  #turn: Promise<void> = Promise.resolve();

  constructor(world: StandingWorld) {
    this.#world = world;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#world;
    let overdueAtMs = clock.tickMs() + OVERDUE_MS;
    while (!signal.aborted) {
      await this.look();
      const tickMs = clock.tickMs();
      if (tickMs >= overdueAtMs) {
        await unlessItHalts(() => tellOverdue(this.#world, this.#told));
        const tookMs = clock.tickMs() - tickMs;
        overdueAtMs = tickMs + Math.max(OVERDUE_MS, tookMs * OVERDUE_SHARE);
      }
      await clock.sleep(COUNT_MS, signal);
    }
  }

  /** Counts now: a question is answered by what the ledger knows when it is asked. One after the other, or older counts come last. */
  look(): Promise<void> {
    const count = (): Promise<void> => unlessItHalts(() => tellCounts(this.#world, this.#told));
    this.#turn = this.#turn.then(count, count);
    return this.#turn;
  }
}

async function tellCounts(
  { ledger, clock, emit, businesses }: StandingWorld,
  told: Map<string, string>,
): Promise<void> {
  const now = await ledger.standings(null);
  const today = await ledger.standings(formatStamp(clock.nowMs(), 17).slice(0, 8));
  const keys = new Set([...businesses().map(({ key }) => key), ...now.map(({ business }) => business)]);
  for (const business of keys) {
    const counted = { business, now: numbersOf(now, business), today: numbersOf(today, business) };
    const text = JSON.stringify(counted);
    if (told.get(`counted ${business}`) === text) continue;
    told.set(`counted ${business}`, text);
    emit({ type: 'documents.counted', ...counted });
  }
}

/** Every standing, so that a number that is gone is told as 0. */
function numbersOf(counts: readonly StandingCount[], business: BusinessKey): readonly StandingNumber[] {
  return STANDINGS.map((standing) => {
    const found = counts.find((one) => one.business === business && one.standing === standing);
    return { standing, documents: found?.documents ?? 0, concerning: found?.concerning ?? 0 };
  });
}

async function tellOverdue(world: StandingWorld, told: Map<string, string>): Promise<void> {
  const { ledger, clock, emit, businesses } = world;
  const report = await overdue(ledger, businesses(), { business: null, sinceMs: null }, clock);
  for (const { key } of businesses()) {
    const documents = report.documents.filter(({ document }) => document.business === key).length;
    if ((told.get(`overdue ${key}`) ?? '0') === String(documents)) continue;
    told.set(`overdue ${key}`, String(documents));
    emit({ type: 'documents.overdue', business: key, documents });
  }
}
