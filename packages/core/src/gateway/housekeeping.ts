import { freeBytes } from '../boxes/disk.js';
import { cleanSentBox } from '../boxes/retention.js';
import { Fault } from '../contract/fault.js';
import { CHINA_OFFSET_MINUTES } from '../domain/naming.js';
import type { BusinessUnit } from './business-unit.js';
import type { Shared } from './shared.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SPACE_INTERVAL_MS = 30_000;
/** Below this a full disk is near: a few thousand documents and their receipts. */
const LOW_BYTES = 512 * 1024 * 1024;

export interface HousekeepingWorld {
  readonly shared: Shared;
  readonly units: () => readonly BusinessUnit[];
  readonly dataDir: string;
}

/** SentBox and the ledger are cleaned at the start and daily [manual: at each start or by the user's setting]; disk space is watched. */
export async function runHousekeeping(world: HousekeepingWorld, signal: AbortSignal): Promise<void> {
  let nextCleaningMs = 0;
  while (!signal.aborted) {
    await watchSpace(world);
    const nowMs = world.shared.clock.nowMs();
    if (nowMs >= nextCleaningMs) {
      nextCleaningMs = nowMs + DAY_MS;
      await clean(world, signal);
    }
    await world.shared.clock.sleep(SPACE_INTERVAL_MS, signal);
  }
}

/** Cleaning is never urgent: what fails is said, and tried again tomorrow. */
async function clean(world: HousekeepingWorld, signal: AbortSignal): Promise<void> {
  const { clock, emit, ledger, loaded } = world.shared;
  for (const unit of world.units()) await cleanUnit(world.shared, unit, signal);
  const documents = await ledger.prune(clock.nowMs() - loaded.config.ledger.keepDays * DAY_MS, signal);
  if (documents > 0) emit({ type: 'ledger.pruned', documents });
}

async function cleanUnit({ clock, emit }: Shared, unit: BusinessUnit, signal: AbortSignal): Promise<void> {
  const { sentDays } = unit.business.retention;
  const { key } = unit.definition;
  if (sentDays === 0 || unit.definition.isReceiveOnly) return;
  try {
    const { files, olderThanMs } = await cleanSentBox(
      { sentBox: unit.directories.sentBox, keepDays: sentDays, utcOffsetMinutes: CHINA_OFFSET_MINUTES },
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
  const free = await freeBytes(dataDir);
  shared.emit({ type: 'disk.space', path: dataDir, freeBytes: free, isLow: free < LOW_BYTES });
}
