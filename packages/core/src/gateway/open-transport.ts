import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../config/load.js';
import { resolveSecret } from '../config/secrets.js';
import type { TransportConfig } from '../config/schema.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import type { Transport } from '../ports/transport.js';
import { createTransport, type TransportSettings } from '../transports/registry.js';

/** On which side of the broker we stand: the platform sends where the client receives, and the other way round. */
export type Side = 'client' | 'platform';

/** A transport and the queues to use it with. */
export interface OpenedTransport {
  readonly transport: Transport;
  readonly sendQueue: string;
  readonly receiveQueue: string;
  readonly prefetch: number;
}

/** Secrets are fetched here, at the last moment, and go into the adapter's settings only. */
export async function openTransport(loaded: LoadedConfig, side: Side, clock: Clock): Promise<OpenedTransport> {
  const { transport: config } = loaded.config;
  const own = { send: config.kind === 'rabbitmq' ? config.send.routingKey : config.send.queue, receive: config.receive.queue };
  const queues = side === 'client' ? own : { send: own.receive, receive: own.send };
  const settings = await settingsOf(loaded, config, side, queues);
  return { transport: await createTransport(settings, { clock }), sendQueue: queues.send, receiveQueue: queues.receive, prefetch: config.receive.prefetch };
}

interface Queues {
  readonly send: string;
  readonly receive: string;
}
