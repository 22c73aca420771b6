import { getEventListeners } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { readPeerCertificate } from './certificate.js';

/** A port of this machine on which each connection is closed at once, and how many came. */
async function openClosing(): Promise<AsyncDisposable & { readonly port: number; connections: number }> {
  const server = createServer((socket) => {
    closing.connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const closing = {
    port,
    connections: 0,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
  return closing;
}

test('a signal that has aborted before asks no server for its certificate', async () => {
  await using server = await openClosing();
  expect(await readPeerCertificate({ host: '127.0.0.1', port: server.port }, null, AbortSignal.abort())).toBeNull();
  expect(server.connections).toBe(0);
});

test('a server that shows no certificate leaves no listener behind on a signal that lasts', async () => {
  await using server = await openClosing();
  const { signal } = new AbortController();
  for (let round = 0; round < 3; round += 1)
    expect(await readPeerCertificate({ host: '127.0.0.1', port: server.port }, null, signal)).toBeNull();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
