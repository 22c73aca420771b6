import { freeBytes, LOW_BYTES } from '../../boxes/disk.js';
import { toFault } from '../../boxes/faults.js';
import { cleanSentBox } from '../../boxes/retention.js';
import { Fault } from '../../contract/fault.js';
import { CHINA_OFFSET_MINUTES } from '../../domain/naming.js';
import { filedOn } from '../documents/filed-on.js';
import type { Shared } from '../parts/shared.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { ClockWatch } from './clock-watch.js';
import { unlessItHalts } from './unless-it-halts.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SPACE_INTERVAL_MS = 30_000;

export interface HousekeepingWorld {
  readonly shared: Shared;
  readonly units: () => readonly BusinessUnit[];
  readonly dataDir: string;
}

/**
 * SentBox and the ledger are cleaned at the start and daily [manual: at each start or by the user's setting], as long as the clock is
 * to be trusted; disk space is watched.
 */
export async function runHousekeeping(world: HousekeepingWorld, signal: AbortSignal): Promise<void> {
  const watch = new ClockWatch(world.shared, world.dataDir);
  let nextCleaningTickMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    await unlessItHalts(() => watchSpace(world));
    await unlessItHalts(async () => {
      const isTrusted = await watch.isTrusted(keepDaysOf(world));
      const tickMs = world.shared.clock.tickMs();
      if (!isTrusted || tickMs < nextCleaningTickMs) return;
      nextCleaningTickMs = tickMs + DAY_MS;
      await clean(world, watch, signal);
    });
    await world.shared.clock.sleep(SPACE_INTERVAL_MS, signal);
  }
}

/** How long anything is kept that is removed by its age. */
function keepDaysOf({ shared, units }: HousekeepingWorld): readonly number[] {
  const sentDays = units().map(({ business }) => business.retention.sentDays);
  return [shared.loaded.config.ledger.keepDays, ...sentDays.filter((days) => days > 0)];
}

/**
 * Cleaning is never urgent: what fails is said, and tried again tomorrow. What was filed while the clock was behind looks old, so
 * after it was set ahead everything is kept once more for its time.
 */
async function clean(world: HousekeepingWorld, watch: ClockWatch, signal: AbortSignal): Promise<void> {
  const { clock, emit, ledger, loaded } = world.shared;
  for (const unit of world.units())
    if (!watch.wasBehindWithin(unit.business.retention.sentDays)) await cleanUnit(world.shared, unit, signal);
  await unlessItHalts(async () => {
    // A file in SentBox is removed because the ledger knows it: it is not forgotten before.
    const sentDays = world.units().map(({ business }) => business.retention.sentDays + 1);
    const keepDays = Math.max(loaded.config.ledger.keepDays, ...sentDays);
    if (watch.wasBehindWithin(keepDays)) return;
    const documents = await ledger.prune(clock.nowMs() - keepDays * DAY_MS, signal);
    if (documents > 0) emit({ type: 'ledger.pruned', documents });
  });
}

async function cleanUnit({ clock, emit, ledger }: Shared, unit: BusinessUnit, signal: AbortSignal): Promise<void> {
  const { sentDays } = unit.business.retention;
  const { key } = unit.definition;
  if (sentDays === 0 || unit.definition.isReceiveOnly) return;
  try {
    const { files, olderThanMs } = await cleanSentBox(
      {
        sentBox: unit.directories.sentBox,
        keepDays: sentDays,
        utcOffsetMinutes: CHINA_OFFSET_MINUTES,
        filedOn: (day, names, olderThanMs) =>
          filedOn(ledger, { business: key, day, names, nowMs: clock.nowMs(), olderThanMs }),
      },
      clock,
      signal,
    );
    if (files > 0) emit({ type: 'retention.cleaned', business: key, files, olderThanMs });
  } catch (reason) {
    const fault = Fault.from(reason, 'disk.failed');
    if (fault.code === 'operation.aborted') throw fault;
    emit({ type: 'box.missing', business: key, path: unit.directories.sentBox, fault: fault.toRecord() });
  }
}

async function watchSpace({ shared, dataDir }: HousekeepingWorld): Promise<void> {
  const free = await freeBytes(dataDir).catch((reason: unknown) => {
    throw toFault(reason, 'box', dataDir);
  });
  shared.emit({ type: 'disk.space', path: dataDir, freeBytes: free, isLow: free < LOW_BYTES });
}
