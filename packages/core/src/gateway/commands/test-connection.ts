import type { LoadedConfig } from '../../config/load.js';
import type { TestStepRecord } from '../../contract/commands.js';
import type { Clock } from '../../ports/clock.js';
import type { Transport } from '../../ports/transport.js';
import { openTransport } from '../open-transport.js';

/** Step by step, both directions; no user's message is touched. */
export async function testConnection(
  transport: Transport,
  onStep: (step: TestStepRecord) => void,
  signal: AbortSignal,
): Promise<readonly TestStepRecord[]> {
  const steps: TestStepRecord[] = [];
  await transport.test((step) => {
    const record = { ...step, fault: step.fault?.toRecord() ?? null };
    steps.push(record);
    onStep(record);
  }, signal);
  return steps;
}

/** The same for a command while no agent runs. */
export async function testConnectionOf(
  loaded: LoadedConfig,
  clock: Clock,
  onStep: (step: TestStepRecord) => void,
  signal: AbortSignal,
): Promise<readonly TestStepRecord[]> {
  const { transport } = await openTransport(loaded, 'client', clock);
  return testConnection(transport, onStep, signal);
}
