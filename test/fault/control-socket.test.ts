import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startSwic } from '../support/agent-process.js';
import { openWorld } from '../support/world.js';

const NOBODY = 65_534;
const CONNECT = `require('node:net').connect(process.argv[1]).on('connect', () => { console.log('connected'); process.exit(); }).on('error', (reason) => console.log(reason.code));`;

// Becoming another user needs to be root.
test.skipIf(process.getuid?.() !== 0)(
  'another user cannot reach the control socket, even where the directory lets him',
  async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    const socket = path.join(world.directory, 'data', 'control.sock');
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    for (const directory of [world.directory, path.dirname(socket)]) chmodSync(directory, 0o755);

    const stranger = spawn(process.execPath, ['-e', CONNECT, socket], {
      uid: NOBODY,
      gid: NOBODY,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said] = await Promise.all([text(stranger.stdout), once(stranger, 'close')]);

    expect(said.trim()).toBe('EACCES');
    expect(await client.call('pause', null)).toEqual({ changed: true });
  },
);

test('a second agent on the same data directory is refused with the reason', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  await using agent = startSwic(world, ['run']);
  await using _client = await agent.connect();
  await using second = startSwic(world, ['run']);
  const { code, stderr } = await second.finished;
  expect(code).toBe(75);
  expect(stderr).toContain('instance.already-running');
});
