import type { LoadedConfig } from '../../config/load.js';
import type { Emit } from '../../contract/events.js';
import type { TellProgress } from '../../contract/progress.js';
import type { VerifyBreak, VerifyParams, VerifyReport } from '../../contract/verify.js';
import type { DocumentId } from '../../domain/document.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import { verify } from '../commands/verify/verify.js';
import { LOOKS_BESIDE_AN_AGENT, type VerifyWorld, verifiedBoxes } from '../commands/verify/world.js';
import { findInstallation } from '../owner/installation.js';
import { dataDirOf } from '../settings/directories.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { unlessItHalts } from './unless-it-halts.js';

export interface VerifyingWorld {
  readonly ledger: LedgerReader;
  readonly clock: Clock;
  readonly units: () => readonly BusinessUnit[];
  readonly loaded: () => LoadedConfig;
  readonly emit: Emit;
}

interface DailyVerify {
  readonly clock: Clock;
  /** Documents on their way. */
  readonly inFlight: () => number;
  /** Verifies, and says what it found. */
  readonly look: (signal: AbortSignal) => Promise<unknown>;
}

/** Not in the first minute, in which a start sends what has waited. */
const FIRST_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
/** How often it is looked whether documents are on their way. */
const IDLE_LOOK_MS = 5_000;
/** An agent that always has something to send is verified all the same. */
const IDLE_LOOKS_MAX = 720;

/** Verifies beside a running agent, and says so: what was moved back, and how much is still wrong. */
export async function verifyAndTell(
  world: VerifyingWorld,
  params: VerifyParams | null,
  tell: TellProgress,
  signal: AbortSignal,
): Promise<VerifyReport> {
  const report = await verify({ ...verifyWorld(world), tell }, params, signal);
  for (const repaired of report.repaired) tellRepaired(world.emit, repaired);
  world.emit({ type: 'verify.finished', documents: report.documents, breaks: report.breaks.length });
  return report;
}

/**
 * The quick verify by itself, soon after the start and daily, when nothing is on its way: a break shows in `status` although no person
 * asked. What keeps it from looking (a box that is away) is told by the flows, and it is tried again the next day.
 */
export async function runDailyVerify({ clock, inFlight, look }: DailyVerify, signal: AbortSignal): Promise<void> {
  await clock.sleep(FIRST_MS, signal);
  while (!signal.aborted) {
    for (let looks = 0; inFlight() > 0 && looks < IDLE_LOOKS_MAX; looks += 1) await clock.sleep(IDLE_LOOK_MS, signal);
    await unlessItHalts(() => look(signal));
    await clock.sleep(DAY_MS, signal);
  }
}

function tellRepaired(emit: Emit, { document, business, name, found, expected }: VerifyBreak): void {
  const id = document === '' ? null : (document as DocumentId);
  emit({ type: 'verify.repaired', document: id, business, name, from: found[0] ?? '', to: expected });
}

/** What a quick or a full look beside a running agent needs. */
export function verifyWorld({ ledger, clock, units, loaded }: VerifyingWorld): VerifyWorld {
  const installation = findInstallation(dataDirOf(loaded()));
  const boxes = units().map(({ definition, sending, directories, business }) => {
    const { sentDays } = business.retention;
    return [
      definition.key,
      verifiedBoxes({ boxes: sending.sender.boxes, directories, sentDays, installation }),
    ] as const;
  });
  return {
    ledger,
    clock,
    boxes: new Map(boxes),
    keepDays: loaded().config.ledger.keepDays,
    looks: LOOKS_BESIDE_AN_AGENT,
    tell: () => undefined,
  };
}
