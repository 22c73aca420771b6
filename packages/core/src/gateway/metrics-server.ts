import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Emit } from '../contract/events.js';
import { Fault } from '../contract/fault.js';
import type { Snapshot } from '../contract/snapshot.js';
import type { Clock } from '../ports/clock.js';
import type { Metrics } from '../telemetry/metrics.js';
import { notReadyReasons } from './readiness.js';

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

export interface MetricsWorld {
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  readonly snapshot: () => Snapshot;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly emit: Emit;
}

type AnswerWorld = Pick<MetricsWorld, 'metrics' | 'snapshot'>;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const PLAIN = 'text/plain; charset=utf-8';
const RETRY_MS = 30_000;
/** A scraper comes every few seconds, with one connection. */
const CONNECTIONS_MAX = 16;
const REQUEST_MS_MAX = 10_000;

/**
 * Answers `GET /metrics`, `/healthz` and `/readyz` until the signal aborts. A port that another program has is said once and asked for again: that nothing counts
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
      await serve(address, world, signal);
    } catch (reason) {
      const fault = new Fault('metrics.unavailable', { ...address }, reason).toRecord();
      if (!isSaid) world.emit({ type: 'metrics.unavailable', fault });
      isSaid = true;
      await world.clock.sleep(RETRY_MS, signal).catch(() => undefined);
    }
  }
}

/** Resolves when the signal aborts; rejects when it cannot listen. */
async function serve({ host, port }: MetricsAddress, world: AnswerWorld, signal: AbortSignal): Promise<void> {
  const server = createServer((request, response) => void answer(request, response, world));
  server.maxConnections = CONNECTIONS_MAX;
  server.requestTimeout = REQUEST_MS_MAX;
  server.listen(port, host);
  await once(server, 'listening');
  // One connection that could not be accepted must not end the agent.
  server.on('error', () => undefined);
  if (!signal.aborted) await once(signal, 'abort');
  await close(server);
}

/** What is asked, by its path. */
const ANSWERS: Readonly<Record<string, (world: AnswerWorld) => Promise<Answer>>> = {
  '/metrics': async ({ metrics }) => ({ status: 200, type: metrics.contentType, text: await metrics.text() }),
  // That it answers is all: a broker that is away is no reason to start an agent again.
  '/healthz': async () => ({ status: 200, type: PLAIN, text: 'ok\n' }),
  '/readyz': async ({ snapshot }) => {
    const reasons = notReadyReasons(snapshot());
    if (reasons.length === 0) return { status: 200, type: PLAIN, text: 'ok\n' };
    return { status: 503, type: PLAIN, text: reasons.map((reason) => `${reason}\n`).join('') };
  },
};

async function answer({ method, url }: IncomingMessage, response: ServerResponse, world: AnswerWorld): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  const path = url?.split('?')[0] ?? '';
  const find = Object.hasOwn(ANSWERS, path) ? ANSWERS[path] : undefined;
  if (find === undefined) return void response.writeHead(404).end();
  const { status, type, text } = await find(world);
  // Node.js leaves the body of an answer to HEAD out by itself.
  response.writeHead(status, { 'Content-Type': type }).end(text);
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
