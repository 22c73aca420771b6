import type { Transport } from '../../ports/transport.js';
import type { TransportDeps } from '../deps.js';
import { openEmbeddedSession } from './session.js';
import type { EmbeddedSettings } from './settings.js';
import { testEmbedded } from './test-steps.js';

/** Durable queues in a directory of this machine, for any number of processes; see decision record 0003. */
export function createEmbeddedTransport(settings: EmbeddedSettings, deps: TransportDeps): Transport {
  return {
    kind: 'embedded',
    open: (signal) => openEmbeddedSession(settings, deps, signal),
    // The queue has the time of this machine.
    readClock: () => Promise.resolve(null),
    test: (onStep, signal) => testEmbedded(settings, deps, onStep, signal),
  };
}
