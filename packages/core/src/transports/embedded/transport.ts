import type { Clock } from '../../ports/clock.js';
import type { Transport } from '../../ports/transport.js';
import { openEmbeddedSession } from './session.js';
import type { EmbeddedSettings } from './settings.js';
import { testEmbedded } from './test-steps.js';

export interface EmbeddedDeps {
  readonly clock: Clock;
}

/** Durable queues in a directory of this machine, for any number of processes; see decision record 0003. */
export function createEmbeddedTransport(settings: EmbeddedSettings, deps: EmbeddedDeps): Transport {
  return {
    kind: 'embedded',
    open: (signal) => openEmbeddedSession(settings, deps, signal),
    test: (onStep, signal) => testEmbedded(settings, deps, onStep, signal),
  };
}
