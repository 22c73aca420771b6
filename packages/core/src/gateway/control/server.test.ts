import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openWithAcceptTrouble } from '../../../../../test/support/accept-trouble.js';
import { connectAgent } from '../client/connect.js';
import { controlAddress } from './address.js';
import { type ControlServerSettings, openControlServer } from './server.js';

// Windows has named pipes and no umask.
test.skipIf(process.platform === 'win32')(
  'while the control socket opens, nothing else is made with its strict mode',
  async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'swic-control-'));
    try {
      const file = path.join(directory, 'control.sock');
      const before = process.umask();
      const settings = { address: { path: file, privateDirectory: null }, version: '0', handlers: {} };
      const opening = openControlServer(settings as unknown as ControlServerSettings);
      // The first instant in which other code can run: the disk's threads, and what waits for them.
      const meanwhile = process.umask();
      await using _server = await opening;
      expect(meanwhile).toBe(before);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
);

test('handles that run out while clients connect do not end the agent, and the next client is served', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-control-'));
  try {
    const settings = { address: controlAddress(directory), version: '7', handlers: {} };
    const { opened, failToAccept } = await openWithAcceptTrouble(() =>
      openControlServer(settings as unknown as ControlServerSettings),
    );
    await using _server = opened;
    for (let number = 0; number < 3; number += 1) failToAccept();
    await using client = await connectAgent(directory);
    expect(client.agent.version).toBe('7');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('ends with a client that neither reads nor goes away', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'swic-control-'));
  const address = controlAddress(directory);
  const settings = { address, version: '7', handlers: {} };
  const server = await openControlServer(settings as unknown as ControlServerSettings);
  const stuck = connect({ path: address.path, allowHalfOpen: true });
  try {
    await once(stuck, 'connect');
    await using client = await connectAgent(directory);
    await server[Symbol.asyncDispose]();
    await client.closed;
  } finally {
    stuck.destroy();
    rmSync(directory, { recursive: true, force: true });
  }
});
