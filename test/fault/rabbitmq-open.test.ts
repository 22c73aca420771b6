import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { Fault } from '../../packages/core/src/contract/fault.js';
import type { TestStep } from '../../packages/core/src/ports/transport.js';
import { systemClock } from '../../packages/core/src/runtime/system-clock.js';
import type { RabbitmqSettings } from '../../packages/core/src/transports/rabbitmq/settings.js';
import { createRabbitmqTransport } from '../../packages/core/src/transports/rabbitmq/transport.js';
import { findFreePorts } from '../support/free-ports.mjs';
import { describeWithBroker, getAmqpUrl } from '../support/rabbitmq.js';
import { rabbitmqSettings } from '../support/rabbitmq-settings.js';
import { type Place, TcpProxy } from '../support/tcp-proxy.js';
import { createTestAuthority } from '../support/test-certificate.js';
import { until } from '../support/until.js';

const SECRET = 'not the right one';

describeWithBroker('opening a session on RabbitMQ', () => {
  test('a wrong password is told as such, and never repeated', async () => {
    const fault = await openFault({ password: SECRET });
    expect(fault).toMatchObject({ code: 'transport.unauthorized', fate: 'hold', detail: { code: 403 } });
    expect(JSON.stringify(fault.toRecord()) + String(fault.cause)).not.toContain(SECRET);
  });

  test('a virtual host that does not exist is told as such', async () => {
    expect(await openFault({ vhost: '没有' })).toMatchObject({
      code: 'transport.vhost',
      detail: { code: 530, vhost: '没有' },
    });
  });

  test('a port without a listener is unreachable', async () => {
    const [port = 0] = await findFreePorts(1);
    expect(await openFault({ host: '127.0.0.1', port })).toMatchObject({ code: 'transport.unreachable', fate: 'hold' });
  });

  test('a name that does not resolve is unreachable', async () => {
    expect(await openFault({ host: 'broker.invalid' })).toMatchObject({ code: 'transport.unreachable' });
  });

  test('a server of another protocol is told as such', async () => {
    await using other = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await openFault(other)).toMatchObject({ code: 'transport.protocol' });
  });

  test('a server that hangs up at once is unreachable', async () => {
    await using other = await listen((socket) => socket.destroy());
    const { code } = await openFault(other);
    expect(['transport.unreachable', 'transport.closed']).toContain(code);
  });

  test('a server that never answers is given up in time', async () => {
    await using other = await listen(() => undefined);
    expect(await openFault({ ...other, connectTimeoutMs: 200 })).toMatchObject({ code: 'transport.timeout' });
  });

  test('an abort ends the attempt and its socket', async () => {
    let open = 0;
    await using other = await listen((socket) => {
      open += 1;
      socket.on('close', () => (open -= 1));
    });
    const abort = new AbortController();
    const opening = openFault(other, abort.signal);
    await until('the client is connected', () => open === 1);
    abort.abort();
    expect(await opening).toMatchObject({ code: 'operation.aborted' });
    await until('the socket is closed', () => open === 0);
  });

  test('a send exchange that does not exist is found missing before any message is sent', async () => {
    expect(await openFault({ sendExchange: 'no.such.exchange' })).toMatchObject({
      code: 'transport.not-found',
      detail: { code: 404 },
    });
  });
});

describeWithBroker('TLS to RabbitMQ', () => {
  const authority = createTestAuthority('Test Authority');
  const tls = (changes: Partial<NonNullable<RabbitmqSettings['tls']>> = {}): RabbitmqSettings['tls'] => ({
    ca: authority.ca,
    cert: null,
    key: null,
    servername: null,
    ...changes,
  });

  test('a broker with a certificate of the given authority is let in, by address and by name', async () => {
    await using proxy = await TcpProxy.open(
      brokerPlace(),
      authority.issue({ dns: ['broker.test'], ip: ['127.0.0.1'] }),
    );
    for (const choice of [tls(), tls({ servername: 'broker.test' })]) {
      const transport = createRabbitmqTransport(settings({ host: '127.0.0.1', port: proxy.port, tls: choice }), {
        clock: systemClock,
      });
      const session = await transport.open(AbortSignal.timeout(10_000));
      await session[Symbol.asyncDispose]();
      expect(await session.ended).toBeNull();
    }
  });

  test('a certificate of another authority is refused', async () => {
    const other = createTestAuthority('Other Authority');
    await using proxy = await TcpProxy.open(brokerPlace(), other.issue({ dns: [], ip: ['127.0.0.1'] }));
    const place = { host: '127.0.0.1', port: proxy.port };
    expect(await openFault({ ...place, tls: tls() })).toMatchObject({ code: 'transport.tls', fate: 'hold' });
    expect(await openFault({ ...place, tls: tls({ ca: null }) })).toMatchObject({ code: 'transport.tls' });
  });

  test('a certificate of another name is refused', async () => {
    await using proxy = await TcpProxy.open(brokerPlace(), authority.issue({ dns: ['other.test'], ip: ['10.0.0.1'] }));
    const place = { host: '127.0.0.1', port: proxy.port };
    expect(await openFault({ ...place, tls: tls({ servername: 'broker.test' }) })).toMatchObject({
      code: 'transport.tls',
    });
    expect(await openFault({ ...place, tls: tls() })).toMatchObject({ code: 'transport.tls' });
  });

  test('a broker that speaks no TLS is told as such', async () => {
    expect(await openFault({ ...brokerPlace(), tls: tls() })).toMatchObject({ code: 'transport.tls' });
  });

  test('a wrong password is told through TLS as well', async () => {
    await using proxy = await TcpProxy.open(brokerPlace(), authority.issue({ dns: [], ip: ['127.0.0.1'] }));
    const fault = await openFault({ host: '127.0.0.1', port: proxy.port, tls: tls(), password: SECRET });
    expect(fault).toMatchObject({ code: 'transport.unauthorized', detail: { code: 403 } });
  });
});

describeWithBroker('the connection test of RabbitMQ', () => {
  test('names the step that fails and does not try what builds on it', async () => {
    const steps = await testSteps({ password: SECRET, testQueues: { send: ['SW.SEND'], receive: [] } });
    expect(steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'tcp ok',
      'tls skipped',
      'login failed',
      'vhost skipped',
      'session skipped',
      'send-queue SW.SEND skipped',
      'round-trip skipped',
    ]);
    expect(steps[2]?.fault).toMatchObject({ code: 'transport.unauthorized' });
    expect(JSON.stringify(steps)).not.toContain(SECRET);
  });

  test('reports each missing queue by itself', async () => {
    const steps = await testSteps({ testQueues: { send: ['no.such.send'], receive: ['no.such.receive'] } });
    const failed = steps.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ name }) => name)).toEqual(['send-queue no.such.send', 'receive-queue no.such.receive']);
    expect(failed.every(({ fault }) => fault?.code === 'transport.not-found')).toBe(true);
    expect(steps.at(-1)).toMatchObject({ name: 'round-trip', outcome: 'ok' });
  });
});

function settings(changes: Partial<RabbitmqSettings>): RabbitmqSettings {
  return rabbitmqSettings(getAmqpUrl(), { connectTimeoutMs: 5_000, ...changes });
}

function brokerPlace(): Place {
  const { host, port } = settings({});
  return { host, port };
}

/** The fault that opening rejects with; a session that opens after all fails the test. */
async function openFault(
  changes: Partial<RabbitmqSettings>,
  signal: AbortSignal = AbortSignal.timeout(15_000),
): Promise<Fault> {
  const opening = createRabbitmqTransport(settings(changes), { clock: systemClock }).open(signal);
  return opening.then(
    async (session) => {
      await session[Symbol.asyncDispose]();
      throw new Error('the session opened');
    },
    (fault: Fault) => fault,
  );
}

async function testSteps(changes: Partial<RabbitmqSettings>): Promise<readonly TestStep[]> {
  const steps: TestStep[] = [];
  await createRabbitmqTransport(settings(changes), { clock: systemClock }).test(
    (step) => steps.push(step),
    AbortSignal.timeout(15_000),
  );
  return steps;
}

async function listen(onSocket: (socket: Socket) => void): Promise<Place & AsyncDisposable> {
  const server = createServer();
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
