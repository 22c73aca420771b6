import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runSwic, startSwic } from '../support/agent-process.js';
import { declaration } from '../support/documents.js';
import { until } from '../support/until.js';
import { openWorld } from '../support/world.js';

const FOLDER = 'Deccus001';

test('what an OutBox holds and no business takes is counted, told once and named with its reason, sub-directories too', async () => {
  await using world = openWorld({ transport: 'embedded', businesses: { DEC: { send: { enabled: true } } } });
  const outBox = world.box(FOLDER, 'OutBox');
  const inside = path.join(outBox, 'november', 'lost.xml');
  mkdirSync(path.dirname(inside), { recursive: true });
  writeFileSync(inside, declaration(1));
  writeFileSync(path.join(outBox, 'scan.docx'), 'synthetic');
  let ignored = 2;
  if (process.platform === 'linux') {
    // 报关单.xml in GBK, as a share from an older system has it.
    writeFileSync(
      Buffer.concat([Buffer.from(`${outBox}/`), Buffer.from('b1a8b9d8b5a5', 'hex'), Buffer.from('.xml')]),
      '',
    );
    ignored += 1;
  }
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('they are counted', async () => {
    const { businesses } = await client.call('status', null);
    return businesses.find(({ key }) => key === 'DEC')?.passedOver === ignored;
  });
  // Another file is looked at and sent: what was told of before is not told of again.
  world.drop(FOLDER, 'good.xml', declaration(2));
  await until('the good one is sent', () => world.list(FOLDER, 'SentBox').length === 1);
  const told = world.logs().match(/"event":"file\.ignored"/g) ?? [];
  expect(told).toHaveLength(ignored);

  for (const word of [inside, 'lost.xml']) {
    const { stdout, code } = await runSwic(world, ['why', word]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('november') });
  }
  const all = await runSwic(world, ['why', '--locale', 'zh']);
  expect(all.stdout).toMatch(/november .*子目录/);
  expect(all.stdout).toMatch(/scan\.docx .*扩展名/);
  if (ignored === 3) expect(all.stdout).toMatch(/报关单\.xml .*GBK/);
  expect(all.stdout).toContain('attachments.extensions');
  // Who asks why of a document that was refused is told where the reason is.
  world.drop(FOLDER, 'bad.xml', '<Other/>');
  await until('the bad one is refused', () => world.list(FOLDER, 'FailBox').length === 1);
  await until('its word is there', async () =>
    (await client.call('why', { file: 'bad.xml' })).en.includes('the Failed_ file in InBox says why'),
  );
  const { text } = await client.call('metrics', null);
  expect(text).toContain(`swic_outbox_ignored{business="DEC"} ${ignored}\n`);
}, 60_000);
