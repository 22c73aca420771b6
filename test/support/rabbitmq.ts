import { randomUUID } from 'node:crypto';
import { describe, inject, type ProvidedContext } from 'vitest';

export { RabbitNode, startRabbitNode } from './rabbitmq-node.mjs';

/**
 * `describe` for tests against the broker that all tests share; skipped, and counted so, with SWIC_TEST_SKIP_RABBITMQ=1.
 * The broker may be in use for other things (SWIC_TEST_AMQP_URL): use names from `uniqueName` and delete what you declared.
 */
export const describeWithBroker = describe.skipIf(provided('amqpUrl') === null);

/** `describe` for tests that start brokers of their own with `startRabbitNode`; skipped where none is installed. */
export const describeWithOwnBroker = describe.skipIf(!provided('canStartBrokers'));

/** The URL of the shared broker, for use inside `describeWithBroker`. */
export function getAmqpUrl(): string {
  const url = provided('amqpUrl');
  if (url === null) throw new Error('The tests with a broker are skipped: put this one into describeWithBroker.');
  return url;
}

/** A queue or exchange name that no other test uses. */
export function uniqueName(base: string): string {
  return `${base}.${randomUUID()}`;
}

function provided<K extends 'amqpUrl' | 'canStartBrokers'>(key: K): ProvidedContext[K] {
  // Outside of the project with the global setup the value was never provided, whatever its type says.
  const value: ProvidedContext[K] | undefined = inject(key);
  if (value === undefined) {
    throw new Error('This test needs a broker: put it under test/{conformance,e2e,fault} or name it *.broker.test.ts.');
  }
  return value;
}
