import type { Transport } from '../../ports/transport.js';
import type { TransportDeps } from '../deps.js';
import { readRabbitmqClock } from './read-clock.js';
import { openRabbitmqSession } from './session.js';
import type { RabbitmqSettings } from './settings.js';
import { testRabbitmq } from './test-steps.js';

/** RabbitMQ over AMQP 0-9-1. Holds settings only; every `open` is a connection of its own. */
export function createRabbitmqTransport(settings: RabbitmqSettings, deps: TransportDeps): Transport {
  return {
    kind: 'rabbitmq',
    open: (signal) => openRabbitmqSession(settings, deps, signal),
    readClock: (signal) => readRabbitmqClock(settings, signal),
    test: (onStep, signal) => testRabbitmq(settings, deps, onStep, signal),
  };
}
