import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Emit } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import type { Metrics } from '../telemetry/metrics.js';

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

export interface MetricsWorld {
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly emit: Emit;
}

const RETRY_MS = 30_000;
/** A scraper comes every few seconds, with one connection. */
const CONNECTIONS_MAX = 16;
const REQUEST_MS_MAX = 10_000;

/**
 * Answers `GET /metrics` until the signal aborts. A port that another program has is said once and asked for again: that nothing counts
 * is no reason not to send.
 */
export async function runMetricsServer(
  address: MetricsAddress,
  world: MetricsWorld,
  signal: AbortSignal,
): Promise<void> {
  let isSaid = false;
  while (!signal.aborted) {
    try {
      await serve(address, world.metrics, signal);
    } catch (reason) {
      const fault = new Fault('metrics.unavailable', { ...address }, reason).toRecord();
      if (!isSaid) world.emit({ type: 'metrics.unavailable', fault });
      isSaid = true;
      await world.clock.sleep(RETRY_MS, signal).catch(() => undefined);
    }
  }
}

/** Resolves when the signal aborts; rejects when it cannot listen. */
async function serve(
  { host, port }: MetricsAddress,
  metrics: MetricsWorld['metrics'],
  signal: AbortSignal,
): Promise<void> {
  const server = createServer((request, response) => void answer(request, response, metrics));
  server.maxConnections = CONNECTIONS_MAX;
  server.requestTimeout = REQUEST_MS_MAX;
  server.listen(port, host);
  await once(server, 'listening');
  // One connection that could not be accepted must not end the agent.
  server.on('error', () => undefined);
  if (!signal.aborted) await once(signal, 'abort');
  await close(server);
}

async function answer(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  { text, contentType }: MetricsWorld['metrics'],
): Promise<void> {
  if (method !== 'GET') return void response.writeHead(405, { Allow: 'GET' }).end();
  if (url?.split('?')[0] !== '/metrics') return void response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': contentType }).end(await text());
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
