import type { LoadedConfig } from '../../config/load.js';
import type { TestStepRecord } from '../../contract/commands.js';
import type { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import type { Transport } from '../../ports/transport.js';
import { openTransport } from '../parts/open-transport.js';

/**
 * Step by step, both directions; no user's message is touched. `noRoute` is what the documents that wait have found: whether an
 * exchange leads to a queue shows only when something is sent to it, and a test must not leave anything there.
 */
export async function testConnection(
  transport: Transport,
  noRoute: Fault | null,
  onStep: (step: TestStepRecord) => void,
  signal: AbortSignal,
): Promise<readonly TestStepRecord[]> {
  const steps: TestStepRecord[] = [];
  const tell = (step: TestStepRecord): void => {
    steps.push(step);
    onStep(step);
  };
  const failed: TestStepRecord | null =
    noRoute === null
      ? null
      : { name: ROUTE_STEP, outcome: 'failed', durationMs: 0, fault: noRoute.toRecord(), note: null };
  await transport.test((step) => {
    if (step.name === ROUTE_STEP && failed !== null) return;
    tell({ ...step, fault: step.fault?.toRecord() ?? null });
  }, signal);
  if (failed !== null) tell(failed);
  return steps;
}

const ROUTE_STEP = 'send-route';

/** The same for a command while no agent runs. */
export async function testConnectionOf(
  loaded: LoadedConfig,
  clock: Clock,
  onStep: (step: TestStepRecord) => void,
  signal: AbortSignal,
): Promise<readonly TestStepRecord[]> {
  const { transport } = await openTransport(loaded, 'client', clock);
  return testConnection(transport, null, onStep, signal);
}
