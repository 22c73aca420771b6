import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { findFreePorts } from '../../../../test/support/free-ports.mjs';
import { until } from '../../../../test/support/until.js';
import type { SwicEvent } from '../contract/events.js';
import type { Snapshot } from '../contract/snapshot.js';
import { type MetricsWorld, runMetricsServer } from './metrics-server.js';

const HOST = '127.0.0.1';

/** A server whose clock goes on when it is told to. */
function start(
  port: number,
  snapshot: () => Snapshot = () => {
    throw new Error('not asked');
  },
): {
  readonly events: SwicEvent[];
  readonly goOn: () => void;
  readonly end: () => Promise<void>;
} {
  const events: SwicEvent[] = [];
  const stop = new AbortController();
  let goOn = (): void => undefined;
  const world: MetricsWorld = {
    snapshot,
    metrics: { text: async () => 'swic_up 1\n', contentType: 'text/plain; version=0.0.4' },
    clock: {
      sleep: (_, signal) =>
        new Promise((resolve, reject) => {
          goOn = resolve;
          signal.addEventListener('abort', reject, { once: true });
        }),
    },
    emit: (event) => void events.push(event),
  };
  const running = runMetricsServer({ host: HOST, port }, world, stop.signal);
  const end = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  onTestFinished(end);
  return { events, goOn: () => goOn(), end };
}

const ask = (port: number, path: string, method = 'GET'): Promise<Response> =>
  fetch(`http://${HOST}:${port}${path}`, { method });

async function freePort(): Promise<number> {
  const [port = 0] = await findFreePorts(1);
  return port;
}

/** Does a server answer there? */
const answers = (port: number): Promise<boolean> =>
  ask(port, '/metrics').then(
    ({ ok }) => ok,
    () => false,
  );

test('answers one question and no other, and is gone when it ends', async () => {
  const port = await freePort();
  const { events, end } = start(port);
  await until('it listens', () => answers(port));
  const answer = await ask(port, '/metrics');
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4');
  expect(await answer.text()).toBe('swic_up 1\n');
  expect((await ask(port, '/metrics?x=1')).status).toBe(200);
  expect((await ask(port, '/')).status).toBe(404);
  expect((await ask(port, '/metrics', 'POST')).status).toBe(405);
  await end();
  await expect(ask(port, '/metrics')).rejects.toThrow();
  expect(events).toEqual([]);
});

test('a port that another program has is said once, and taken when it is free', async () => {
  const other = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, HOST, resolve));
  const { events, goOn } = start(port);
  await until('it is said', () => events.length > 0);
  expect(events[0]).toMatchObject({
    type: 'metrics.unavailable',
    fault: { code: 'metrics.unavailable', detail: { port } },
  });
  goOn();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(events).toHaveLength(1);
  await new Promise((resolve) => other.close(resolve));
  goOn();
  await until('it listens', () => answers(port));
});

test('it lives while it answers, and is ready when nothing keeps it from its work', async () => {
  const port = await freePort();
  let state = 'retrying';
  const link = { state: 'open', fault: null };
  start(port, () => {
    const send = { ...link, state };
    const snapshot = { agent: { state: 'running' }, ledger: {}, disk: null, transport: { send, receive: link } };
    return { ...snapshot, maintenance: { open: [] } } as unknown as Snapshot;
  });
  await until('it listens', () => answers(port));
  expect((await ask(port, '/healthz')).status).toBe(200);
  expect((await ask(port, '/healthz', 'HEAD')).status).toBe(200);
  const away = await ask(port, '/readyz');
  expect([away.status, await away.text()]).toEqual([503, 'transport send: retrying\n']);
  state = 'open';
  const back = await ask(port, '/readyz');
  expect([back.status, await back.text()]).toEqual([200, 'ok\n']);
  expect((await ask(port, '/constructor')).status).toBe(404);
});
