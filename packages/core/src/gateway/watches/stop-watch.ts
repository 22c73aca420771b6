import type { FlowGate } from '../../flows/flow-gate.js';
import type { Clock } from '../../ports/clock.js';
import { whenAborted } from '../../runtime/deadline.js';
import type { Supervisor } from '../../transports/supervisor.js';

export interface StopWatchWorld {
  readonly sending: Pick<Supervisor, 'state'>;
  /** Of the flows that there are now. */
  readonly gates: () => readonly Pick<FlowGate, 'fault'>[];
  /** Aborts when the stop begins. */
  readonly stop: AbortSignal;
  readonly giveUp: () => void;
  readonly clock: Clock;
}

/** A broker that restarts is back by then; a service manager waits some thirty to ninety seconds before it kills. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 250;

/**
 * From the beginning of a stop: what is in flight is brought to its end, but not by a broker that is away or takes nothing, nor into
 * a box that is away. What was not handed over goes back into OutBox then, what may have arrived stays of unknown outcome, what was
 * sent is filed by the next start, and all of it is in the ledger, as after a second signal. Runs until the signal aborts.
 */
export async function watchStop(world: StopWatchWorld, signal: AbortSignal): Promise<void> {
  const { stop, giveUp, clock } = world;
  await whenAborted(AbortSignal.any([stop, signal]));
  let sinceMs: number | null = null;
  while (!signal.aborted) {
    if (!isStuck(world)) sinceMs = null;
    else sinceMs ??= clock.tickMs();
    if (sinceMs !== null && clock.tickMs() - sinceMs >= PATIENCE_MS) return giveUp();
    await clock.sleep(LOOK_MS, signal);
  }
}

function isStuck({ sending, gates }: StopWatchWorld): boolean {
  return sending.state().state !== 'open' || gates().some(({ fault }) => fault !== null);
}
