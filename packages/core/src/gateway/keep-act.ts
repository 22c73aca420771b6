import { Fault } from '../contract/fault.js';
import type { ActRecord } from '../domain/act.js';
import type { Shared } from './parts/shared.js';
import { isCalming } from './web/access.js';
import type { ActWorld } from './web/acts.js';

type Parts = Pick<Shared, 'ledger' | 'mintId' | 'clock'>;

export interface ActKeeper extends Pick<ActWorld, 'keepAct'> {
  /** Keeps what could not be kept at once, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

const RETRY_MS = 10_000;
/** A person presses a button: more of them than this, and the earliest are in the log alone. */
const LATE_MAX = 1_000;

/** Keeps in the ledger what users of the page asked for. */
export function createActKeeper({ ledger, mintId, clock }: Parts): ActKeeper {
  let late: readonly ActRecord[] = [];
  const write = (records: readonly ActRecord[]): Promise<void> =>
    ledger.write(
      records.map((record) => ({ type: 'act', record })),
      'durable',
    );
  const writeLate = async (): Promise<void> => {
    const records = late;
    if (records.length === 0) return;
    await write(records);
    late = late.filter((record) => !records.includes(record));
  };
  return {
    async keepAct(user, act) {
      const record = { id: mintId(), atMs: clock.nowMs(), user, ...act };
      try {
        await write([record]);
      } catch (reason) {
        // The ledger takes no writes now, with a full disk most often: a flow must be stopped then of all times.
        if (!isCalming(act.command) || Fault.from(reason, 'command.failed').fate !== 'hold') throw reason;
        late = [...late, record].slice(-LATE_MAX);
      }
    },
    async run(signal) {
      do {
        await clock.sleep(RETRY_MS, signal).catch(() => undefined);
        // Refused once more: it stays for the next time.
        await writeLate().catch(() => undefined);
      } while (!signal.aborted);
    },
  };
}
