import { expect, test } from 'vitest';
import { startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const FOLDER = 'Deccus001';

test('the same content again is held over restarts, the first can be sent again by word, and others go on', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { send: { onDuplicate: 'hold' } } } });
  await using platform = await openPlatform(world);
  for (let start = 0; start < 2; start += 1) {
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    world.drop(FOLDER, `first_${start}.xml`, declaration(start));
    await until('it is sent', () => world.list(FOLDER, 'SentBox').length === start + 1);
    if (start === 0) world.drop(FOLDER, 'again.xml', declaration(0));
    await until('it is held', async () => {
      const { why } = await client.call('why', { file: 'again.xml' });
      return why?.reason === 'put-off' && why.code === 'document.duplicate';
    });
    if (start === 1) {
      expect(await client.call('resend', { files: ['first_0.xml'] })).toMatchObject([{ outcome: 'queued' }]);
      await until('the resend is sent', () => world.list(FOLDER, 'SentBox').length === 3);
    }
    agent.kill('SIGTERM');
    await agent.finished;
  }
  expect(world.list(FOLDER, 'OutBox')).toEqual(['again.xml']);
  expect(platform.received).toHaveLength(3);
});
