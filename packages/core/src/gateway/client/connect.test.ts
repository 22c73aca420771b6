import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { CONTROL_PROTOCOL } from '../../contract/commands.js';
import { controlAddress } from '../control/address.js';
import { helloRequest, requestOf } from '../control/protocol.js';
import { connectAgent } from './connect.js';

/** An agent that answers and is gone, in a thread of its own, so that it goes on while ours is blocked. */
const HASTY_AGENT = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require(workerData.jsonRpc);
const server = createServer((socket) => {
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  connection.onRequest(workerData.hello, () => ({ protocol: workerData.protocol, version: 'test' }));
  connection.onRequest(workerData.shutdown, () => {
    setTimeout(() => socket.destroy(), 20);
    return { accepted: true };
  });
  connection.listen();
});
server.listen(workerData.path, () => parentPort.postMessage('listening'));
`;

test('the last answer of an agent that ended counts, also when it and the end are seen together', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-client-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const agent = new Worker(HASTY_AGENT, {
    eval: true,
    workerData: {
      jsonRpc: createRequire(import.meta.url).resolve('vscode-jsonrpc/node'),
      path: controlAddress(directory).path,
      hello: helloRequest.method,
      shutdown: requestOf('shutdown').method,
      protocol: CONTROL_PROTOCOL,
    },
  });
  onTestFinished(() => void agent.terminate());
  await once(agent, 'message');
  const client = await connectAgent(directory);
  const answer = client.call('shutdown', null);
  // Sent by the next turn; then this thread is blocked until answer and end have both arrived.
  await new Promise((resolve) => setImmediate(resolve));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  await expect(answer).resolves.toEqual({ accepted: true });
  await client.closed;
  await expect(client.call('status', null)).rejects.toMatchObject({ code: 'instance.not-running' });
});

test('an agent that is stopped and does not answer is told of in time, and nothing is left open', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-client-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket)).listen(controlAddress(directory).path);
  await once(silent, 'listening');
  await expect(connectAgent(directory, 20)).rejects.toMatchObject({ code: 'instance.silent' });
  await Promise.all(sockets.map((socket) => once(socket.resume(), 'close')));
  silent.close();
});
