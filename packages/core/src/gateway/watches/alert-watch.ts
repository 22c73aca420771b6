import { AlertDesk } from '../../alerts/alert-desk.js';
import { alertPolicy } from '../../alerts/policy.js';
import { stateFileIn } from '../../alerts/state-file.js';
import type { Emit } from '../../contract/events.js';
import { Fault } from '../../contract/fault.js';
import type { Snapshot } from '../../contract/snapshot.js';
import type { Clock } from '../../ports/clock.js';
import type { OnFailure } from '../../runtime/scope.js';
import { Scope } from '../../runtime/scope.js';
import { alertChannels, alertSender } from '../parts/alert-channels.js';
import type { Shared } from '../parts/shared.js';

interface AlertWatchWorld {
  readonly desk: AlertDesk;
  readonly snapshot: () => Snapshot;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly fail: OnFailure;
}

/** Thresholds are minutes; what begins together is told together. */
const LOOK_MS = 5_000;

/** Null where the configuration has no alerts: then nothing is watched and nothing is written. */
export function openAlertDesk({ loaded, clock, emit }: Shared, dataDir: string, version: string): AlertDesk | null {
  const { alerts } = loaded.config;
  if (alerts === null) return null;
  return new AlertDesk({
    config: alerts,
    policy: alertPolicy(alerts),
    channels: alertChannels(loaded, clock),
    sender: alertSender(loaded, version),
    file: stateFileIn(dataDir),
    clock,
    emit,
  });
}

/**
 * Looks at what the operator sees, and has people told. A rule that fails is said and never stops the agent.
 * What is told late is told by the next run. */
export async function watchAlerts(
  { desk, snapshot, clock, emit, fail }: AlertWatchWorld,
  signal: AbortSignal,
): Promise<void> {
  await using around = new Scope(signal, fail);
  around.spawn((inner) => desk.run(fail, inner));
  let failures = 0;
  while (!signal.aborted) {
    await desk.look({ snapshot: snapshot(), nowMs: clock.nowMs() }).catch((reason: unknown) => {
      failures += 1;
      const fault = Fault.from(reason, 'internal.unexpected').toRecord();
      if (/^10*$/.test(String(failures))) emit({ type: 'reader.failed', reader: 'alerts', count: failures, fault });
    });
    await clock.sleep(LOOK_MS, signal);
  }
}
