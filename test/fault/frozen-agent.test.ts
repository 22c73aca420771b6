import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { openWorld } from '../support/world.js';

test.skipIf(process.platform === 'win32')(
  'an agent that is stopped by a signal is told of, and no command waits for it',
  async () => {
    await using world = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
    await using agent = startSwic(world, ['run']);
    {
      await using _client = await agent.connect();
    }
    agent.kill('SIGSTOP');
    const [status, doctor] = await Promise.all([
      runSwic(world, ['status', '--locale', 'en']),
      runSwic(world, ['doctor', '--json']),
    ]);
    agent.kill('SIGCONT');
    expect(status).toMatchObject({ code: 75, stderr: expect.stringContaining('does not answer') as string });
    expect(doctor).toMatchObject({ code: 1, stdout: expect.stringContaining('instance.silent') as string });
  },
);
