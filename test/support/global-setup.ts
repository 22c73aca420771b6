import { tmpdir } from 'node:os';
import type { TestProject } from 'vitest/node';
import { startRabbitNode } from './rabbitmq-node.mjs';
import { findServer, provideBroker } from './rabbitmq-server.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The broker that all tests share; null when its tests are skipped. */
    readonly amqpUrl: string | null;
    /** Whether a test can start brokers of its own, to stop and kill them. */
    readonly canStartBrokers: boolean;
  }
}

/** Vitest calls this once before the first test of the project that names it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const source = await provideBroker((line) => project.vitest.logger.log(line));
  const isSkipped = source.kind === 'skipped';
  project.provide('canStartBrokers', !isSkipped && findServer() !== null);
  if (source.kind === 'impossible') throw new Error(source.sentence);
  if (source.kind !== 'installed') {
    project.provide('amqpUrl', source.kind === 'external' ? source.url : null);
    return async () => undefined;
  }
  const node = await startRabbitNode({ dir: tmpdir() });
  project.provide('amqpUrl', node.amqpUrl);
  return () => node[Symbol.asyncDispose]();
}
