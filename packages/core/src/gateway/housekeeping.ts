import { freeBytes } from '../boxes/disk.js';
import { toFault } from '../boxes/faults.js';
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
    await unlessItHalts(() => watchSpace(world));
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
  await unlessItHalts(async () => {
    const documents = await ledger.prune(clock.nowMs() - loaded.config.ledger.keepDays * DAY_MS, signal);
    if (documents > 0) emit({ type: 'ledger.pruned', documents });
  });
}

/** A full or missing disk holds the flows, which say so and wait for it; housekeeping must not end the agent over the same. */
async function unlessItHalts(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (reason) {
    const fault = Fault.from(reason, 'internal.unexpected');
    if (fault.fate !== 'hold' && fault.fate !== 'retry') throw fault;
  }
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
  const free = await freeBytes(dataDir).catch((reason: unknown) => {
    throw toFault(reason, 'box', dataDir);
  });
  shared.emit({ type: 'disk.space', path: dataDir, freeBytes: free, isLow: free < LOW_BYTES });
}
