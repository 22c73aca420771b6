import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const FOLDER = 'Deccus001';

test('a second configuration on the same OutBox is refused with a sentence, and gets it when the first has ended', async () => {
  await using first = openWorld({ transport: 'embedded', businesses: { DEC: {} } });
  const root = first.box(FOLDER, 'OutBox').replace(/[\\/]OutBox$/, '');
  await using second = openWorld({ transport: 'embedded', businesses: { DEC: { boxes: { root } } } });
  await using agent = startSwic(first, ['run']);
  await using client = await agent.connect();
  expect((await client.call('status', null)).businesses.map(({ key }) => key)).toContain('DEC');

  const refused = await runSwic(second, ['run', '--once']);
  expect(refused.code).toBe(75);
  expect(refused.stderr).toContain('This OutBox belongs to another swic');
  expect(refused.stderr).toContain('OutBox');

  agent.kill('SIGKILL');
  await agent.finished;
  first.drop(FOLDER, 'one.xml', declaration(1));
  await using next = startSwic(second, ['run']);
  await until('the other has taken over', () => first.list(FOLDER, 'SentBox').length === 1);
  next.kill('SIGTERM');
  await next.finished;
});
