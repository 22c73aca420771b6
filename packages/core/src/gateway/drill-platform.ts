import type { LoadedConfig } from '../config/load.js';
import type { Arrivals } from '../drill/arrivals.js';
import { systemClock } from '../runtime/system-clock.js';
import type { PlatformSettings } from '../sandbox/platform.js';
import { runSandboxWith } from './run-sandbox.js';

/** Answers each document once, at once, and misbehaves in nothing: what goes wrong in a drill is our side's. */
const PLAIN: Omit<PlatformSettings, 'envelope'> = {
  seed: 1,
  delayMs: 1,
  gatherMs: 0,
  refuseShare: 0,
  misbehave: [],
  misbehaveShare: 0,
  scenario: [],
};

/** The simulated platform of a drill, in this process, until the signal aborts; `arrivals` notes what reaches it. */
export async function runDrillPlatform(loaded: LoadedConfig, arrivals: Arrivals, signal: AbortSignal): Promise<void> {
  await runSandboxWith(
    loaded,
    { ...PLAIN, envelope: loaded.config.envelope.kind },
    { clock: systemClock, onListening: () => undefined, over: (session) => arrivals.over(session) },
    signal,
  );
}
