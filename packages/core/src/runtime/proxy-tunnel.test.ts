import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { expect, test } from 'vitest';
import { askProxy } from './proxy-tunnel.js';

const never = new AbortController().signal;

test('the proxy is asked for host and port, an IPv6 address in brackets, and its socket is the way', async () => {
  const server = createServer();
  const asked: unknown[] = [];
  server.on('connect', ({ url, headers }, socket) => {
    asked.push([url, headers.host, headers['proxy-authorization']]);
    socket.end(`HTTP/1.1 ${asked.length === 1 ? '200 OK' : '407 Login'}\r\n\r\n`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = { host: '127.0.0.1', port, credentials: 'dTpw' };
  const first = await askProxy({ host: '::1', port: 443 }, proxy, never);
  const second = await askProxy({ host: 'x.example', port: 80 }, { ...proxy, credentials: null }, never);
  expect([first.status, second.status]).toEqual([200, 407]);
  expect(asked).toEqual([
    ['[::1]:443', '[::1]:443', 'Basic dTpw'],
    ['x.example:80', 'x.example:80', undefined],
  ]);
  for (const { socket } of [first, second]) socket.destroy();
  server.close();
});

test('what does not speak HTTP is no proxy', async () => {
  const server = createPlainServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = askProxy({ host: 'x.example', port: 80 }, { host: '127.0.0.1', port, credentials: null }, never);
  await expect(answer).rejects.toMatchObject({ code: expect.stringMatching(/^HPE_/) });
  server.close();
});
