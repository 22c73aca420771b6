import path from 'node:path';
import type { AlertDesk } from '../../alerts/alert-desk.js';
import { runHeartbeat } from '../../alerts/heartbeat.js';
import { reportTime } from '../../alerts/policy.js';
import type { LoadedConfig } from '../../config/load.js';
import type { DailyReport } from '../../contract/day-report.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { Snapshot } from '../../contract/snapshot.js';
import type { MaintenancePlan } from '../../domain/maintenance/plan.js';
import type { Clock } from '../../ports/clock.js';
import type { LedgerReader } from '../../ports/ledger.js';
import type { Failure } from '../../runtime/failure.js';
import { Scope } from '../../runtime/scope.js';
import { agentReport } from '../commands/report.js';
import { alertSender, channelWorld } from '../parts/alert-channels.js';
import { runDailyReports } from '../reports/daily-report.js';
import type { HeldBook } from '../reports/held-book.js';
import { writeReportFiles } from '../reports/report-files.js';
import type { BusinessUnit } from '../units/business-unit.js';
import { createCertificateLook } from './certificate-look.js';

export interface AlertRoundWorld {
  readonly desk: AlertDesk;
  readonly loaded: LoadedConfig;
  readonly snapshot: () => Snapshot;
  readonly held: HeldBook['on'];
  readonly plan: () => MaintenancePlan;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly failure: Failure;
  readonly ledger: LedgerReader;
  readonly units: () => readonly BusinessUnit[];
  readonly version: string;
}

/** Thresholds are minutes; what begins together is told together. */
const LOOK_MS = 5_000;
/** After that the looks have stopped. */
const LOOKED_MS_MAX = 120_000;

/**
 * Until the signal aborts: looks at what the operator sees, and has people told. A rule that fails is said and never stops the agent.
 * What is not delivered at the end is delivered by the next round.
 */
export async function runAlertRound(world: AlertRoundWorld, signal: AbortSignal): Promise<void> {
  const { desk, loaded, snapshot, plan, clock, emit, failure } = world;
  await using around = new Scope(signal, failure.raise);
  around.spawn((inner) => desk.run(failure.raise, inner));
  const certificates = createCertificateLook(loaded, clock);
  const startedMs = clock.tickMs();
  let lookedMs = startedMs;
  const isLooking = (): boolean => clock.tickMs() - lookedMs < LOOKED_MS_MAX;
  const heartbeat = loaded.config.alerts?.heartbeat ?? null;
  const beating = { ...channelWorld(loaded, clock), isLooking, report: () => desk.report(), emit };
  if (heartbeat !== null) around.spawn((inner) => runHeartbeat({ ...beating, config: heartbeat }, inner));
  around.spawn((inner) => watchReports(world, inner));
  const tell = createTeller(world);
  while (!signal.aborted) {
    const nowMs = clock.nowMs();
    const runMs = clock.tickMs() - startedMs;
    const sight = { snapshot: snapshot(), nowMs, runMs, certificates: certificates.look(), maintenance: plan() };
    await desk.look(sight).then(() => (lookedMs = clock.tickMs()), tell);
    await clock.sleep(LOOK_MS, signal);
  }
}

/** Until the signal aborts, where the configuration asks for daily reports. */
async function watchReports(world: AlertRoundWorld, signal: AbortSignal): Promise<void> {
  const { desk, loaded, clock, emit, version } = world;
  const settings = loaded.config.alerts?.report ?? null;
  if (settings === null) return;
  const { channels, directory } = settings;
  const files = { sender: alertSender(loaded, version), locale: loaded.config.locale };
  const write =
    directory === null
      ? null
      : (report: DailyReport) =>
          writeReportFiles({ ...files, directory: path.resolve(loaded.directory, directory) }, report);
  const making = { time: reportTime(settings), hasChannels: channels.length > 0, desk, write, clock, emit };
  await runDailyReports({ ...making, read: (day) => agentReport(world, day) }, signal);
}

/** Says that a look failed, at 1, 10, 100 and so on. */
function createTeller({ emit }: AlertRoundWorld): (reason: unknown) => void {
  let count = 0;
  return (reason) => {
    count += 1;
    const fault = Fault.from(reason, 'internal.unexpected').toRecord();
    if (/^10*$/.test(String(count))) emit({ type: 'reader.failed', reader: 'alerts', count, fault });
  };
}
