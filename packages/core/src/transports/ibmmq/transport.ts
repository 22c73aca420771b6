import type { Transport } from '../../ports/transport.js';
import type { TransportDeps } from '../deps.js';
import { openIbmmqSession } from './session.js';
import type { IbmmqSettings } from './settings.js';
import { testIbmmq } from './test-steps.js';

/**
 * IBM MQ over the npm package `ibmmq` and IBM's own client library, both in child processes only: the package blocks its event
 * loop in half of its calls, is not safe in worker threads, and a native library may hang or crash.
 */
export function createIbmmqTransport(settings: IbmmqSettings, deps: TransportDeps): Transport {
  return {
    kind: 'ibmmq',
    open: (signal) => openIbmmqSession(settings, deps, signal),
    // MQ tells it in messages alone, and a test leaves none.
    readClock: () => Promise.resolve(null),
    test: (onStep, signal) => testIbmmq(settings, deps, onStep, signal),
  };
}
