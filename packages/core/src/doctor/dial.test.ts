import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findFreePorts } from '../../../../test/support/free-ports.mjs';
import { proxyFor } from '../config/proxy.js';
import { checkAddresses } from './check-addresses.js';
import { dial } from './dial.js';

const { signal } = new AbortController();
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return portOf(server);
}

/** A proxy that answers CONNECT with this status; `heard` are the request's lines. */
async function openProxy(status: number): Promise<{ readonly port: number; readonly heard: string[] }> {
  const heard: string[] = [];
  const port = await listen((socket) =>
    socket.once('data', (chunk) => {
      heard.push(...String(chunk).split('\r\n'));
      socket.write(`HTTP/1.1 ${status} whatever\r\n\r\n`);
    }),
  );
  return { port, heard };
}

test('a listener is open, a closed port refuses, a name that is unknown is told as such', async () => {
  const open = await listen(() => undefined);
  const [closed = 0] = await findFreePorts(1);
  expect(await dial({ host: '127.0.0.1', port: open }, null, signal)).toEqual({ kind: 'open' });
  expect(await dial({ host: 'localhost', port: open }, null, signal)).toEqual({ kind: 'open' });
  expect(await dial({ host: '127.0.0.1', port: closed }, null, signal)).toEqual({ kind: 'refused' });
  expect(await dial({ host: 'no-such-host.invalid', port: 80 }, null, signal)).toEqual({ kind: 'no-name' });
});

test('what takes the connection and never answers is silent after its limit', async () => {
  const port = await listen((socket) => socket.resume());
  const proxy = { host: '127.0.0.1', port, credentials: null };
  const startMs = performance.now();
  expect(await dial({ host: 'portal.invalid', port: 443 }, proxy, signal, 150)).toEqual({ kind: 'silent' });
  expect(performance.now() - startMs).toBeLessThan(3_000);
});

test('through a proxy the proxy is asked, with its login, and it resolves the name', async () => {
  const { port, heard } = await openProxy(200);
  const proxy = proxyFor('mq.example', null, { https_proxy: `http://user:p%40ss@127.0.0.1:${port}` });
  expect(await dial({ host: 'no-such-host.invalid', port: 443 }, proxy, signal)).toEqual({ kind: 'open' });
  expect(heard[0]).toBe('CONNECT no-such-host.invalid:443 HTTP/1.1');
  expect(heard).toContain(`Proxy-Authorization: Basic ${Buffer.from('user:p@ss').toString('base64')}`);
});

test('what a proxy refuses, a proxy that wants a login, and one that is away are told apart', async () => {
  const [closed = 0] = await findFreePorts(1);
  const at = (port: number): ReturnType<typeof proxyFor> => proxyFor('x', `http://127.0.0.1:${port}`, {});
  const endpoint = { host: '127.0.0.1', port: closed };
  expect(await dial(endpoint, at((await openProxy(403)).port), signal)).toEqual({ kind: 'proxy-refused', status: 403 });
  expect(await dial(endpoint, at((await openProxy(407)).port), signal)).toEqual({ kind: 'proxy-refused', status: 407 });
  expect(await dial(endpoint, at(closed), signal)).toEqual({ kind: 'proxy-away', errno: 'ECONNREFUSED' });
  const speaksOther = await listen((socket) => socket.end('220 ready\r\n'));
  expect(await dial(endpoint, at(speaksOther), signal)).toMatchObject({ kind: 'proxy-away' });
});

test('a proxy that does not reach an address is told apart from one that forbids it', async () => {
  const addresses = [{ group: 'local', host: 'mq.example', ports: [5672], source: 'own' }] as const;
  const said = async (status: number): Promise<string> => {
    const proxy = `http://127.0.0.1:${(await openProxy(status)).port}`;
    return (await checkAddresses({ addresses, proxy, environment: {} }).look(signal)).map(({ en }) => en).join();
  };
  expect(await said(502)).toContain('does not reach it (HTTP 502)');
  expect(await said(403)).toContain('refused it (HTTP 403)');
});

test.each([
  ['HTTPS_PROXY before HTTP_PROXY', { HTTPS_PROXY: 'http://a:1', HTTP_PROXY: 'http://b:2' }, 'x.example', null, 'a:1'],
  ['without a scheme', { http_proxy: 'b:2' }, 'x.example', null, 'b:2'],
  ['a domain that NO_PROXY names', { HTTP_PROXY: 'b:2', NO_PROXY: 'localhost, .example' }, 'x.example', null, null],
  ['a host that only ends alike', { HTTP_PROXY: 'b:2', NO_PROXY: 'ple' }, 'x.example', null, 'b:2'],
  ['all of them', { HTTP_PROXY: 'b:2', NO_PROXY: '*' }, 'x.example', null, null],
  ['the configuration first', { HTTP_PROXY: 'b:2', NO_PROXY: '*' }, 'x.example', 'http://c:3', 'c:3'],
  ['none by configuration', { HTTP_PROXY: 'b:2' }, 'x.example', 'none', null],
  ['an empty variable', { HTTP_PROXY: '' }, 'x.example', null, null],
] as const)('a proxy is chosen as other programs choose it: %s', (...row) => {
  const [, environment, host, configured, wanted] = row;
  const proxy = proxyFor(host, configured, environment);
  expect(proxy === null ? null : `${proxy.host}:${proxy.port}`).toBe(wanted);
});

test('an address of the manual that is closed warns, one of the user fails, and groups that answer are one line', async () => {
  const open = await listen(() => undefined);
  const [closed = 0] = await findFreePorts(1);
  const local = '127.0.0.1';
  const findings = await checkAddresses({
    addresses: [
      { group: 'login', host: local, ports: [open, closed], source: 'manual-2019' },
      { group: 'local', host: local, ports: [closed], source: 'own' },
      { group: 'local', host: 'no-such-host.invalid', ports: [80], source: 'own' },
    ],
    proxy: 'none',
    environment: {},
  }).look(signal);
  expect(findings.map(({ outcome, about, en }) => [outcome, about, en])).toEqual([
    ['ok', null, 'login and service: 1/2 reached'],
    ['warning', `${local}:${closed}`, 'login and service: the connection was refused'],
    ['failed', `${local}:${closed}`, 'local platform: the connection was refused'],
    ['failed', 'no-such-host.invalid:80', 'local platform: its name does not resolve'],
  ]);
  for (const { outcome, advice } of findings) expect(advice === null).toBe(outcome === 'ok');
});
