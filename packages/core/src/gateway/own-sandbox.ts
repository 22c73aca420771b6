import path from 'node:path';
import { readScenario } from '../config/scenario-file.js';
import { Fault } from '../contract/fault.js';
import type { PlatformSettings } from '../sandbox/platform.js';
import type { Shared } from './parts/shared.js';
import { AS_IT_IS, runSandboxWith } from './run-sandbox.js';

/** For demonstrations: the simulated platform in the same process, on the other side of the embedded queues. */
export async function runOwnSandbox({ loaded, clock }: Shared, signal: AbortSignal): Promise<void> {
  const { config } = loaded;
  if (config.transport.kind !== 'embedded')
    throw new Fault('config.invalid', { path: 'sandbox.enabled', what: 'only with the embedded transport' });
  const { seed, delayMs, gatherMs, scenario } = config.sandbox;
  const settings: PlatformSettings = {
    seed,
    delayMs,
    gatherMs,
    refuseShare: 0,
    misbehave: [],
    misbehaveShare: 0,
    scenario: scenario === null ? [] : readScenario(path.resolve(loaded.directory, scenario)),
    envelope: config.envelope.kind,
  };
  await runSandboxWith(loaded, settings, { clock, onListening: () => undefined, over: AS_IT_IS }, signal);
}
